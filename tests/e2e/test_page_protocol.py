"""What the page says and does, message by message, on a socket that loses and invents some."""

import pytest
from playwright.sync_api import expect

from .tap import once
from .test_bad_line import FIELD, note, pill, write


def test_a_gap_is_healed_by_one_hello_on_the_same_socket(guest, hand, tap):
    mei = guest(prepare=tap)
    tap.lose = once(lambda message: message["t"] == "ev")
    hand.write("The frame that was lost")
    mei.page.wait_for_timeout(300)
    hand.write("The frame after it")
    expect(note(mei, "The frame that was lost")).to_have_count(1, timeout=2000)
    expect(note(mei, "The frame after it")).to_have_count(1)
    assert (tap.count("hello"), len(tap.sockets)) == (2, 1)


def test_a_lost_tail_is_found_by_the_heartbeat(guest, hand, tap):
    mei = guest(prepare=tap)
    tap.lose = once(lambda message: message["t"] == "ev")
    hand.write("The last thing that was said")
    expect(note(mei, "The last thing that was said")).to_have_count(1, timeout=14_000)
    assert (tap.count("hello"), len(tap.sockets)) == (2, 1)


def test_what_was_applied_is_receipted(guest, hand, tap):
    mei = guest(prepare=tap)
    seq = hand.write("Receipted in a moment")["seq"]
    expect(note(mei, "Receipted in a moment")).to_have_count(1)
    mei.page.wait_for_timeout(2600)
    receipts = [message["seq"] for message in tap.said if message["t"] == "recv"]
    assert receipts[-1] == seq
    assert len(receipts) <= 3


def test_a_farewell_brings_the_page_back_when_it_was_asked_to_come(guest, tap):
    mei = guest(prepare=tap)
    tap.tell(t="bye", code=1012, retry_after=1.5)
    expect(pill(mei)).to_have_attribute("data-state", "reconnecting")
    mei.page.wait_for_timeout(700)
    assert len(tap.sockets) == 1
    expect(pill(mei)).to_have_attribute("data-state", "live", timeout=3000)
    assert len(tap.sockets) == 2


@pytest.mark.parametrize("code", ["too_fast", "busy"])
def test_not_now_is_asked_again_under_the_same_id(guest, tap, code):
    mei = guest(prepare=tap)
    is_first = once(lambda message: message["t"] == "op")

    def refuse(message):
        if is_first(message):
            refusal = {"t": "refuse", "op_id": message["op_id"], "code": code, "message": "Wait."}
            return refusal | {"retry_after": 0.5}
        return None

    tap.answer = refuse
    write(mei, f"Once more after {code}")
    expect(note(mei, f"Once more after {code}")).to_have_count(1)
    expect(mei.page.locator(FIELD)).to_have_value("")
    first, second = (message for message in tap.said if message["t"] == "op")
    assert first == second


def test_a_reset_loads_the_page_anew_and_loses_nothing(guest, hand, tap):
    mei = guest(prepare=tap)
    hand.write("A note to be edited")
    note(mei, "A note to be edited").click()
    mei.page.fill("#drawer [name=text]", "Half an ed")
    mei.page.fill(FIELD, "Unanswered before the reset")
    tap.answer = once(lambda message: message["t"] == "op")  # swallowed
    tap.answer = lambda message, swallow=tap.answer: {"t": "eph"} if swallow(message) else None
    mei.page.press(FIELD, "Enter")
    expect(mei.page.locator("#outbox li")).to_contain_text("Unanswered before the reset")
    mei.page.focus("#drawer [name=text]")
    with mei.page.expect_navigation():
        tap.tell(t="reset", epoch="other", head=1, why="epoch")
    mei.is_live()
    expect(note(mei, "Unanswered before the reset")).to_have_count(1)
    ids = {message["op_id"] for message in tap.said if message["t"] == "op"}
    assert len(ids) == 1
    expect(mei.page.locator("#outbox")).to_be_hidden()
    mei.page.keyboard.type("it")
    expect(mei.page.locator("#drawer [name=text]")).to_have_value("Half an edit")
