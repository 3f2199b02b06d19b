"""The line between a page and the server breaks, goes dead or crawls: nothing written is lost, and
a page that does not hear the room says so."""

import re

import pytest
from playwright.sync_api import expect

FIELD = "#composer [name=text]"
# What a screen reader is given to say.
LISTEN = """() => {
  const said = document.getElementById("said"), heard = [];
  new MutationObserver(() => {
    if (said.textContent) heard.push(said.textContent);
    document.documentElement.dataset.heard = heard.join("|");
  }).observe(said, { childList: true });
}"""


def note(one, words):
    return one.page.locator("#line .sticky", has_text=words)


def pill(one):
    return one.page.locator("#live")


def write(one, words, when="2026-03-03 17:00"):
    one.page.fill("#composer [name=when]", when)
    one.page.fill(FIELD, words)
    one.page.press(FIELD, "Enter")


def test_a_drop_heals_by_itself_and_half_a_sentence_stays(guest, hand, line):
    mei = guest()
    mei.page.fill(FIELD, "Half a thou")
    line.cut()
    expect(pill(mei)).to_have_attribute("data-state", "reconnecting")
    hand.write("While the line was cut")
    line.mend()
    expect(note(mei, "While the line was cut")).to_be_visible(timeout=5000)
    mei.page.keyboard.type("ght")
    expect(mei.page.locator(FIELD)).to_have_value("Half a thought")


def test_what_is_written_without_a_line_goes_up_once(guest, hand, line):
    mei, tom = guest(), guest("phone")
    line.cut()
    expect(pill(mei)).to_have_attribute("data-state", "reconnecting")
    for words in ("First in the tunnel", "Second in the tunnel"):
        write(mei, words)
        waiting = mei.page.locator("#outbox li", has_text=words)
        expect(waiting).to_contain_text("Waiting")
    expect(mei.page.locator("#offline")).to_be_visible()
    expect(mei.page.locator("#offline")).to_contain_text("Two notes will go up when you’re back.")
    expect(pill(mei)).to_have_text("Reconnecting, 2 waiting")
    mei.check_access("reconnecting, two waiting")
    line.mend()
    for words in ("First in the tunnel", "Second in the tunnel"):
        expect(note(tom, words)).to_have_count(1, timeout=10_000)
    expect(mei.page.locator("#outbox")).to_be_hidden()
    expect(mei.page.locator("#offline")).to_be_hidden()


def test_a_line_gone_dead_is_shown_within_fifteen_seconds(guest, hand, line):
    mei, dark = guest("phone"), guest("tablet", "dark")
    mei.page.evaluate(LISTEN)
    line.freeze()
    for one in (mei, dark):
        expect(pill(one)).to_have_attribute("data-state", "reconnecting", timeout=15_000)
        expect(one.page.locator("#offline")).to_be_visible()
    expect(mei.page.locator("#offline")).to_contain_text("Reconnecting. Keep writing.")
    mei.check_access("reconnecting on a phone")
    dark.check_access("reconnecting in the dark")
    hand.write("While the line was dead")
    line.mend()
    for one in (mei, dark):
        expect(note(one, "While the line was dead")).to_be_visible(timeout=5000)
    heard = re.compile(r"^Reconnecting\. Keep writing\.\|Live again\.")
    expect(mei.page.locator("html")).to_have_attribute("data-heard", heard)


def test_an_answer_that_takes_long_is_said_and_the_note_is_saved_once(guest, line):
    mei = guest()
    line.delay = 3.0
    write(mei, "Slowly but surely")
    expect(mei.page.locator("#outbox li")).to_contain_text("Sending")
    expect(mei.page.locator("#late")).to_be_visible(timeout=6500)
    line.mend()
    expect(note(mei, "Slowly but surely")).to_have_count(1)
    expect(mei.page.locator("#late")).to_be_hidden()
    expect(mei.page.locator("#outbox")).to_be_hidden()


def test_a_reload_keeps_what_was_not_answered(guest, hand, line):
    mei = guest()
    line.freeze()
    write(mei, "Sent before the reload")
    expect(mei.page.locator("#outbox li", has_text="Sent before the reload")).to_be_visible()
    mei.page.fill(FIELD, "And a half-written one")
    line.mend()
    mei.page.reload()
    mei.is_live()
    expect(note(mei, "Sent before the reload")).to_have_count(1)
    expect(mei.page.locator("#outbox")).to_be_hidden()
    expect(mei.page.locator(FIELD)).to_have_value("And a half-written one")


def test_a_copied_tab_sends_nothing_twice(guest, line):
    mei = guest()
    line.cut()
    expect(pill(mei)).to_have_attribute("data-state", "reconnecting")
    write(mei, "In two tabs at once")
    expect(mei.page.locator("#outbox li")).to_be_visible()
    stored = mei.page.evaluate("JSON.stringify({ ...sessionStorage })")
    line.mend()
    twin = mei.new_page()
    twin.add_init_script(f"if (!sessionStorage.length) Object.assign(sessionStorage, {stored});")
    twin.goto(mei.page.url)
    expect(twin.locator("#live[data-state=live]")).to_be_attached()
    for page in (mei.page, twin):
        expect(page.locator("#outbox")).to_be_hidden()
        expect(page.locator("#line .sticky", has_text="In two tabs at once")).to_have_count(1)
    expect(pill(mei)).to_have_attribute("data-state", "live")


@pytest.mark.parametrize("is_planned", [True, False])
def test_a_restarted_server_finds_everybody_again(guest, line, server, is_planned):
    mei, tom = guest(), guest("phone")
    (server.process.terminate if is_planned else server.process.kill)()
    for one in (mei, tom):
        expect(pill(one)).to_have_attribute("data-state", "reconnecting")
    write(mei, f"While the server was away {is_planned}")
    server.process.wait(10)
    server.start()
    server.wait()
    for one in (mei, tom):
        expect(pill(one)).to_have_attribute("data-state", "live", timeout=15_000)
        expect(note(one, f"While the server was away {is_planned}")).to_have_count(1)
