"""One's own last step: by keys, by the two buttons, and on a phone."""

from playwright.sync_api import expect


def write(one, words, when="2026-03-03 17:00"):
    one.page.fill("#composer [name=when]", when)
    one.page.fill("#composer [name=text]", words)
    one.page.press("#composer [name=text]", "Enter")
    note(one, words).wait_for()
    # Saved and acknowledged: the field is free for the next note.
    expect(one.page.locator("#composer [name=text]")).to_have_value("")


def note(one, words):
    return one.page.locator("#line .sticky", has_text=words)


def is_told(one, words):
    one.page.locator("#toasts", has_text=words).wait_for()


def test_keys_take_back_ones_own_steps_and_typing_stays_the_browsers(room):
    facilitator, guest = room
    keyboard = guest.page.keyboard
    facilitator.page.get_by_role("button", name="Add a note").click()
    write(facilitator, "The facilitator's")
    write(guest, "One")
    write(guest, "Two", "2026-03-03 18:00")
    # The composer has the focus and is empty: there is no typing to take back.
    keyboard.press("Control+z")
    is_told(guest, "Note removed")
    note(facilitator, "Two").wait_for(state="detached")
    keyboard.press("Control+z")
    note(facilitator, "One").wait_for(state="detached")
    keyboard.press("Control+z")
    is_told(guest, "There is nothing of yours to take back.")
    assert note(facilitator, "The facilitator's").count() == 1
    keyboard.press("Control+Shift+z")
    note(facilitator, "One").wait_for()
    keyboard.press("Control+y")
    note(facilitator, "Two").wait_for()
    keyboard.type("Half a")
    keyboard.press("Control+z")
    assert guest.page.input_value("#composer [name=text]") != "Half a"
    keyboard.press("Control+z")
    assert note(guest, "Two").count() == 1


def test_the_buttons_do_the_same_and_the_notice_offers_the_way_back(room):
    facilitator, guest = room
    guest.page.set_viewport_size({"width": 390, "height": 844})
    write(guest, "One")
    for name in ("Undo", "Redo"):
        box = guest.page.get_by_role("button", name=name, exact=True).first.bounding_box()
        assert min(box["width"], box["height"]) >= 44
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    guest.page.locator("[data-retrace=undo]").click()
    is_told(guest, "Note removed")
    note(facilitator, "One").wait_for(state="detached")
    guest.check_access("after an undo")
    guest.page.locator("#toasts").get_by_role("button", name="Redo").click()
    is_told(guest, "Note put back")
    note(facilitator, "One").wait_for()


def test_a_turn_of_the_room_is_taken_back_by_key(room):
    facilitator, guest = room
    facilitator.page.get_by_role("button", name="Next: Root cause").click()
    guest.page.wait_for_selector("#board[data-phase=whys]")
    facilitator.page.locator("#board").focus()
    facilitator.page.keyboard.press("Control+z")
    guest.page.wait_for_selector("#board[data-phase=timeline]")
    write(guest, "One")
    facilitator.page.keyboard.press("Control+Shift+z")
    guest.page.wait_for_selector("#board[data-phase=whys]")
    guest.page.keyboard.press("Control+z")
    is_told(
        guest, "“Note added” cannot be taken back now. The room is at “Root cause, 5 Whys” now."
    )
