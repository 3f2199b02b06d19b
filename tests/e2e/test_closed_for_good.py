"""What ends a connection is said in words, with what to do, and takes nobody's words along."""

import pytest
from playwright.sync_api import expect

from .screens import fill_sign_in
from .test_bad_line import FIELD, note, pill, write


@pytest.mark.parametrize(
    ("code", "word", "advice", "way"),
    [
        (4401, "Signed out", "You are signed out. Sign in again to go on.", "Join with a code"),
        (4403, "Left the room", "Ask the facilitator to let you back in.", "Join with a code"),
        (4404, "Left the room", "Ask the facilitator for a new link.", "Join with a code"),
    ],
)
def test_what_is_closed_for_good_says_what_to_do(guest, tap, code, word, advice, way):
    mei = guest("phone", prepare=tap)
    tap.sockets[-1].close(code=code)
    expect(pill(mei)).to_have_text(word)
    expect(mei.page.locator("#ended")).to_be_visible()
    expect(mei.page.locator("#ended")).to_contain_text(advice)
    expect(mei.page.locator("#ended a:visible")).to_have_text(way)
    mei.check_access(word)
    mei.page.wait_for_timeout(1500)
    assert len(tap.sockets) == 1
    if code == 4401:
        return
    mei.page.fill(FIELD, "Too late")
    mei.page.press(FIELD, "Enter")
    mei.sees("You are no longer in this session. Your words are still here")
    expect(mei.page.locator(FIELD)).to_have_value("Too late")


def test_a_page_older_than_the_server_is_loaded_anew_once(guest, tap):
    mei = guest(prepare=tap)
    with mei.page.expect_navigation():
        tap.sockets[-1].close(code=4426)
    mei.is_live()
    tap.sockets[-1].close(code=4426)
    expect(mei.page.locator("#ended")).to_contain_text("This page is older than the server.")
    expect(mei.page.locator("#ended a:visible")).to_have_text("Load it anew")


def test_too_many_tabs_are_told_so(guest, line):
    mei = guest()
    others = [mei.new_page() for _ in range(3)]
    for page in others:
        page.goto(mei.page.url)
        expect(page.locator("#live[data-state=live]")).to_be_attached()
    fifth = mei.new_page()
    fifth.goto(mei.page.url)
    expect(fifth.locator("#offline")).to_be_visible()
    expect(fifth.locator("#offline")).to_contain_text("This is open in many tabs. Close one")
    expect(fifth.locator("#live")).to_have_text("Too many tabs")
    # Nobody else is put out for it.
    expect(pill(mei)).to_have_attribute("data-state", "live")
    others[0].close()
    # It tries again by itself, and at once when somebody looks at it.
    live = fifth.locator("#live[data-state=live]")
    for _ in range(16):
        if live.count():
            break
        fifth.evaluate("dispatchEvent(new Event('focus'))")
        fifth.wait_for_timeout(500)
    expect(live).to_be_attached()


def test_who_leaves_takes_everything_along(guest, line):
    mei = guest()
    other = mei.new_page()
    other.goto(mei.page.url)
    expect(other.locator("#live[data-state=live]")).to_be_attached()
    mei.page.fill(FIELD, "Left unsent")
    assert "Left unsent" in mei.page.evaluate("JSON.stringify({ ...sessionStorage })")
    mei.page.get_by_role("button", name="People and how to join").click()
    mei.page.get_by_role("button", name="Leave the room").click()
    mei.page.wait_for_url("**/join/")
    assert "Left unsent" not in mei.page.evaluate("JSON.stringify({ ...sessionStorage })")
    expect(other.locator("#ended")).to_contain_text("You are no longer in this session.")


def test_who_signs_out_elsewhere_is_told_and_comes_back(lead, meeting):
    nora = lead("tablet")
    room = f"/session/{meeting.split('#')[1].split('.')[0]}/"
    nora.go(room)
    nora.is_live()
    other = nora.new_page()
    other.goto(nora.base)
    other.get_by_role("link", name="Team").click()
    other.get_by_role("button", name="Sign out").click()
    expect(nora.page.locator("#ended")).to_contain_text("You are signed out.", timeout=3000)
    write_in_vain(nora)
    nora.page.get_by_role("link", name="Sign in").click()
    fill_sign_in(nora)
    nora.page.wait_for_url(f"**{room}")
    expect(note(nora, "Written while signed out")).to_have_count(1)


def write_in_vain(one):
    one.page.get_by_role("button", name="Add a note").click()
    write(one, "Written while signed out")
    expect(one.page.locator("#outbox li")).to_contain_text("Waiting")
    expect(one.page.locator("#ended")).to_contain_text("One note will go up then.")
