"""Somebody is writing while the room goes on around them."""

from playwright.sync_api import expect

from .hands import Hand
from .test_bad_line import FIELD, note


def caret(one):
    return one.page.evaluate(
        "(({ activeElement: f }) => [f.marked, f.value, f.selectionStart])(document)"
    )


def test_the_caret_stays_through_a_hundred_changes_of_others(guest, meeting):
    mei = guest()
    hands = [Hand(meeting, f"Hand {n}") for n in range(4)]
    mei.page.fill(FIELD, "ab")
    mei.page.locator(FIELD).evaluate(
        "field => { field.marked = true; field.setSelectionRange(1, 1); }"
    )
    written = "a"
    for round in range(10):
        for n in range(10):
            hands[n % 4].write(f"Change {round}-{n}", f"2026-03-03 {17 + round % 5}:{n:02}")
        mei.page.keyboard.type(str(round))
        written += str(round)
        assert caret(mei) == [True, written + "b", len(written)]
    expect(note(mei, "Change 9-9")).to_be_visible()
    assert caret(mei) == [True, written + "b", len(written)]


def test_a_button_that_is_drawn_anew_keeps_the_focus(guest, hand):
    mei = guest()
    hand.write("The first of two", "2026-03-04 02:02")
    note(mei, "The first of two").focus()
    hand.write("The second of two", "2026-03-04 02:02")
    expect(note(mei, "The second of two")).to_be_visible()
    expect(note(mei, "The first of two")).to_be_focused()


def test_the_field_of_a_board_is_not_drawn_over(room):
    facilitator, guest = room
    facilitator.page.locator("[data-command=advance_phase]").click()
    facilitator.page.fill("[data-draft=start_chain] [name=origin]", "the wrong box")
    facilitator.page.press("[data-draft=start_chain] [name=origin]", "Enter")
    because = guest.page.locator("#ladders .ladder [name=text]").first
    because.fill("half a rea")
    because.evaluate("field => { field.marked = true; }")
    theirs = facilitator.page.locator("#ladders .ladder [name=text]").first
    theirs.fill("the format had changed")
    theirs.press("Enter")
    expect(guest.page.locator(".rung__a", has_text="the format had changed")).to_be_visible()
    guest.page.keyboard.type("son")
    assert caret(guest)[:2] == [True, "half a reason"]
    # What nobody has touched follows the board: the next why asks about what was just said.
    expect(guest.page.locator("#ladders [name=question]").first).to_have_value(
        facilitator.page.locator("#ladders [name=question]").first.input_value()
    )


def test_what_was_not_sent_when_the_phase_ended_stays_with_its_writer(room):
    facilitator, guest = room
    guest.page.fill(FIELD, "Half a note about the pause")
    facilitator.page.locator("[data-command=advance_phase]").click()
    left = guest.page.locator("#outbox li")
    expect(left).to_contain_text("Half a note about the pause")
    expect(left).to_contain_text("The room moved on before this was sent.")
    guest.check_access("words that are left over")
    guest.page.reload()
    guest.is_live()
    left.get_by_role("button", name="Put it back").click()
    expect(guest.page.locator(FIELD)).to_have_value("Half a note about the pause")
    expect(guest.page.locator("#outbox")).to_be_hidden()
