"""What people see of the connection: words survive a drop, and nobody's edit is overwritten."""

from playwright.sync_api import expect

from .screens import OF_THE_LINE


def write(one, words, when="2026-03-03 17:00"):
    one.page.fill("#composer [name=when]", when)
    one.page.fill("#composer [name=text]", words)
    one.page.press("#composer [name=text]", "Enter")


def test_words_written_offline_are_sent_once_on_return(room):
    facilitator, guest = room
    guest.tolerates = OF_THE_LINE
    guest.context.set_offline(True)
    guest.page.wait_for_selector("#live:not([data-state=live])", state="attached")
    write(guest, "Written in the tunnel")
    guest.page.locator("#outbox li", has_text="Written in the tunnel").wait_for()
    assert guest.page.locator("#offline").is_visible()
    guest.check_access("offline")
    guest.context.set_offline(False)
    guest.is_live()
    facilitator.page.locator("#line .sticky", has_text="Written in the tunnel").wait_for()
    guest.page.locator("#outbox").wait_for(state="hidden")
    assert facilitator.page.locator("#line .sticky", has_text="tunnel").count() == 1


def test_two_edits_of_one_note_keep_both_texts(room):
    facilitator, guest = room
    write(facilitator_with_composer(facilitator), "First wording")
    for one in (facilitator, guest):
        one.page.locator("#line .sticky", has_text="First wording").click()
        one.page.wait_for_selector("#drawer [name=text]")
    facilitator.page.fill("#drawer [name=text]", "The facilitator's wording")
    facilitator.page.get_by_role("button", name="Keep the change").click()
    guest.page.locator("#line .sticky", has_text="The facilitator's wording").wait_for()
    guest.page.fill("#drawer [name=text]", "The guest's wording")
    guest.page.get_by_role("button", name="Keep the change").click()
    guest.sees("Two edits to this note")
    assert guest.page.input_value("#drawer [name=text]") == "The guest's wording"
    guest.page.get_by_role("button", name="Join them").click()
    guest.page.get_by_role("button", name="Keep the change").click()
    both = facilitator.page.locator("#line .sticky", has_text="The guest's wording")
    both.wait_for()
    assert "The facilitator's wording" in both.inner_text()


def facilitator_with_composer(facilitator):
    facilitator.page.get_by_role("button", name="Add a note").click()
    return facilitator


def test_a_removed_note_comes_back_by_undo_and_the_keyboard_walks_the_line(room):
    facilitator, guest = room
    first = guest.page.locator("#line .sticky", has_text="One")
    for words, when in (("One", "2026-03-03 17:00"), ("Two", "2026-03-03 18:00")):
        write(guest, words, when)
        guest.page.locator("#line .sticky", has_text=words).wait_for()
        # Saved and acknowledged: the field is free for the next note.
        expect(guest.page.locator("#composer [name=text]")).to_have_value("")
    first.focus()
    guest.page.keyboard.press("ArrowRight")
    expect(guest.page.locator("#line .sticky", has_text="Two")).to_be_focused()
    guest.page.keyboard.press("Enter")
    guest.page.get_by_role("button", name="Remove").click()
    guest.page.locator("#line .sticky", has_text="Two").wait_for(state="detached")
    guest.page.locator("#toasts").get_by_role("button", name="Undo").click()
    facilitator.page.locator("#line .sticky", has_text="Two").wait_for()


def test_typing_survives_what_others_add(room):
    facilitator, guest = room
    guest.page.fill("#composer [name=text]", "Half a thou")
    write(facilitator_with_composer(facilitator), "Meanwhile")
    guest.page.locator("#line .sticky", has_text="Meanwhile").wait_for()
    guest.page.keyboard.type("ght")
    assert guest.page.input_value("#composer [name=text]") == "Half a thought"
