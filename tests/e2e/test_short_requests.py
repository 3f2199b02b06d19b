"""Where websockets are blocked the board goes on by short requests, and goes back when it can."""

from playwright.sync_api import expect

from .test_bad_line import note, pill, write


def go_back(one):
    """What the browser says when the network has changed; the page would try by itself, too."""
    one.page.evaluate("dispatchEvent(new Event('online'))")


def test_two_browsers_work_without_websockets(guest, line):
    line.block_sockets()
    mei, tom = guest(), guest("phone")
    for one in (mei, tom):
        expect(pill(one)).to_have_attribute("data-way", "polling")
        expect(pill(one)).to_have_attribute("title", "Live, by short requests")
        expect(pill(one)).to_have_text("Live, by short requests")
    for one, other, words in ((mei, tom, "By short requests"), (tom, mei, "And back again")):
        write(one, words)
        expect(note(other, words)).to_be_visible(timeout=3000)
        expect(note(one, words)).to_have_count(1)
        expect(one.page.locator("#outbox")).to_be_hidden()
    expect(mei.page.locator("#people .face:not(.face--away)").first).to_be_attached()
    mei.check_access("by short requests")


def test_a_page_goes_back_to_the_websocket_when_it_is_let_through(guest, hand, line):
    line.block_sockets()
    mei = guest()
    expect(pill(mei)).to_have_attribute("data-way", "polling")
    line.mend()
    go_back(mei)
    expect(pill(mei)).to_have_attribute("data-way", "socket")
    hand.write("Through the socket again")
    expect(note(mei, "Through the socket again")).to_have_count(1, timeout=1000)


def test_short_requests_survive_a_drop_too(guest, hand, line):
    line.block_sockets()
    mei = guest()
    line.cut()
    expect(pill(mei)).to_have_attribute("data-state", "reconnecting")
    write(mei, "Between two short requests")
    expect(mei.page.locator("#outbox li")).to_contain_text("Waiting")
    line.is_cut = False
    hand.write("From the others")
    expect(note(mei, "From the others")).to_be_visible(timeout=5000)
    expect(note(mei, "Between two short requests")).to_have_count(1)
    expect(mei.page.locator("#outbox")).to_be_hidden()
