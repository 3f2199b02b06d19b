"""Two people change one thing at once: the second gets both texts, and nothing is lost."""

import pytest
from playwright.sync_api import expect

WORDS = "#drawer [name=text]"
MINE, THEIRS = "The guest's wording", "The facilitator's wording"


def write(one, words, when="2026-03-03 17:00"):
    one.page.fill("#composer [name=when]", when)
    one.page.fill("#composer [name=text]", words)
    one.page.press("#composer [name=text]", "Enter")
    one.page.locator("#line .sticky", has_text=words).wait_for()


def note(one, words):
    return one.page.locator("#line .sticky", has_text=words)


def open_it(one, words):
    note(one, words).click()
    one.page.wait_for_selector(WORDS)


def keep(one):
    one.page.get_by_role("button", name="Keep the change").click()


def choice(one):
    found = one.page.locator("#drawer [data-stale]")
    found.wait_for()
    return found


def is_said(one, words):
    """To a screen reader."""
    one.page.locator("#said", has_text=words).wait_for(state="attached")


def is_focused(locator) -> bool:
    return locator.evaluate("(element) => element === document.activeElement")


def both_edit(room, words):
    """The facilitator's text is saved first; the guest's is refused with both."""
    facilitator, guest = room
    for one, own in ((facilitator, THEIRS), (guest, MINE)):
        open_it(one, words)
        one.page.fill(WORDS, f"{own} of {words}")
    # The facilitator's must not arrive before the guest has sent: that is another test's.
    guest.page.route("**/sticky/**", lambda route: route.abort())
    keep(facilitator)
    note(guest, f"{THEIRS} of {words}").wait_for()
    keep(guest)
    guest.page.unroute("**/sticky/**")
    found = choice(guest)
    assert is_focused(found)
    shown = found.inner_text()
    assert f"{THEIRS} of {words}" in shown and f"{MINE} of {words}" in shown
    assert guest.page.input_value(WORDS) == f"{MINE} of {words}"
    guest.check_access("two edits")
    return found


def pick(guest, found, name):
    """By keyboard, from the note that has the focus."""
    button = found.get_by_role("button", name=name)
    while not is_focused(button):
        guest.page.keyboard.press("Tab")
    guest.page.keyboard.press("Enter")


def test_keep_mine_keep_the_other_and_join_them_end_as_they_say(room):
    facilitator, guest = room
    for words, when in (("One", "17:00"), ("Two", "18:00"), ("Three", "19:00")):
        write(guest, words, f"2026-03-03 {when}")
    guest.tolerates = ("net::ERR_FAILED",)

    pick(guest, both_edit(room, "One"), "Keep mine")
    note(facilitator, f"{MINE} of One").wait_for()
    assert note(facilitator, f"{THEIRS} of One").count() == 0
    guest.page.wait_for_selector("#drawer", state="hidden")
    assert is_focused(note(guest, f"{MINE} of One"))

    pick(guest, both_edit(room, "Two"), "Keep the other")
    guest.page.wait_for_selector("#drawer", state="hidden")
    assert note(guest, f"{THEIRS} of Two").count() == note(facilitator, "of Two").count() == 1
    assert is_focused(note(guest, f"{THEIRS} of Two"))

    pick(guest, both_edit(room, "Three"), "Join them")
    field = guest.page.locator(WORDS)
    assert is_focused(field)
    assert field.input_value() == f"{THEIRS} of Three\n{MINE} of Three"
    keep(guest)
    both = note(facilitator, f"{MINE} of Three")
    both.wait_for()
    assert f"{THEIRS} of Three" in both.inner_text()


def test_a_text_that_comes_in_while_somebody_writes_takes_nothing_from_them(room):
    facilitator, guest = room
    write(guest, "First")
    open_it(guest, "First")
    guest.page.fill(WORDS, MINE)
    open_it(facilitator, "First")
    facilitator.page.fill(WORDS, THEIRS)
    keep(facilitator)
    found = choice(guest)
    assert THEIRS in found.inner_text() and MINE in found.inner_text()
    # Told, and neither the words nor the keyboard are taken away.
    assert is_focused(guest.page.locator(WORDS))
    guest.page.keyboard.type(", and on")
    assert guest.page.input_value(WORDS) == f"{MINE}, and on"
    is_said(guest, "Both texts are kept")
    keep(guest)
    guest.page.wait_for_selector("[data-stale]:focus")
    pick(guest, choice(guest), "Keep mine")
    note(facilitator, f"{MINE}, and on").wait_for()


def test_changes_of_different_fields_are_both_kept_without_a_question(room):
    facilitator, guest = room
    write(guest, "First")
    for one in room:
        open_it(one, "First")
    guest.page.check("#drawer input[value=missed]", force=True)
    facilitator.page.fill(WORDS, THEIRS)
    keep(facilitator)
    expect(guest.page.locator(WORDS)).to_have_value(THEIRS)
    keep(guest)
    guest.page.wait_for_selector("#drawer", state="hidden")
    facilitator.page.locator("#line .sticky--missed", has_text=THEIRS).wait_for()
    assert guest.page.locator("[data-stale]").count() == 0


def test_an_untouched_form_shows_the_other_text_and_says_so(room):
    facilitator, guest = room
    write(guest, "First")
    for one in room:
        open_it(one, "First")
    facilitator.page.fill(WORDS, THEIRS)
    keep(facilitator)
    expect(guest.page.locator(WORDS)).to_have_value(THEIRS)
    is_said(guest, "It shows here now")


@pytest.fixture
def promising(room):
    """The same two at an idea above the line."""
    facilitator, guest = room
    page = facilitator.page
    for phase in ("Root cause", "Factors", "Actions"):
        page.get_by_role("button", name=f"Next: {phase}").click()
    guest.page.fill("form[data-draft=idea] [name=text]", "Contract tests")
    guest.page.press("form[data-draft=idea] [name=text]", "Enter")
    page.locator("#idea-list .sticky", has_text="Contract tests").wait_for()
    page.get_by_role("button", name="Close the brainstorm").click()
    for one in room:
        one.page.locator("#promises .pick").first.click()
        one.page.wait_for_selector("#drawer [name=owner]")
    return room


def set_owner(one, name):
    one.page.fill("#drawer [name=owner]", name)
    one.page.locator("#drawer form[data-command=set_owner] button.btn").click()


def test_two_owners_are_not_joined_but_chosen_between(promising):
    facilitator, guest = promising
    guest.page.fill("#drawer [name=owner]", "Gil")
    set_owner(facilitator, "Tom")
    found = choice(guest)
    assert "Two edits to this owner" in found.inner_text()
    assert not found.get_by_role("button", name="Join them").is_visible()
    # Written meanwhile in another form of the drawer, and not lost by the choice.
    guest.page.fill("#drawer [name=done_when]", "The build fails")
    found.get_by_role("button", name="Keep mine").click()
    facilitator.page.locator("#promises .pick", has_text="Gil").wait_for()
    assert guest.page.input_value("#drawer [name=done_when]") == "The build fails"
    expect(guest.page.locator("#drawer [data-was=owner]")).to_have_value("Gil")


def test_a_draft_that_is_older_than_the_page_asks_before_it_goes_up(room):
    """The page is loaded anew while somebody writes, and the other text came in between."""
    facilitator, guest = room
    write(guest, "First")
    open_it(guest, "First")
    guest.page.fill(WORDS, MINE)
    open_it(facilitator, "First")
    facilitator.page.fill(WORDS, THEIRS)
    guest.page.route("**/sticky/**", lambda route: route.abort())
    guest.tolerates = ("net::ERR_FAILED",)
    keep(facilitator)
    note(guest, THEIRS).wait_for()
    guest.page.unroute("**/sticky/**")
    # Setting a mark draws the drawer anew.
    guest.page.locator(".marks button", has_text="Detection").click()
    found = choice(guest)
    assert THEIRS in found.inner_text()
    assert guest.page.input_value(WORDS) == MINE
