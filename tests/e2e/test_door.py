"""At the door: somebody asks to come in from a phone, and the facilitator answers on a tablet."""

import re
from datetime import datetime, timedelta


def opened(lead):
    """A session with the lobby on; returns its code and its link."""
    page = lead.page
    lead.go("/")
    page.get_by_role("link", name="Log an incident").click()
    page.fill("[name=title]", "Parcels without labels")
    page.check("input[name=type][value=process]", force=True)
    page.fill("[name=started]", f"{datetime.now() - timedelta(days=2):%Y-%m-%dT%H:%M}")
    page.fill("[name=resolved]", f"{datetime.now() - timedelta(days=1):%Y-%m-%dT%H:%M}")
    page.fill("[name=what_happened]", "The printer ran out of paper.")
    page.locator("form.form button.btn--go").click()
    page.get_by_role("button", name="Open a session").click()
    page.wait_for_selector("#chairs")
    code = "".join(page.locator(".joinbox__code span").all_inner_texts())
    link = page.input_value("#join-link")
    page.get_by_role("link", name="Go to the room").click()
    lead.is_live()
    return code, link


def switch(lead, name, state):
    """Turn a switch in the people drawer by keyboard."""
    page = lead.page
    if page.locator("#drawer").is_hidden():
        page.get_by_role("button", name="People and how to join").click()
    page.get_by_role("switch", name=name).press("Space")
    page.get_by_role("switch", name=name, checked=state).and_(page.locator(":focus")).wait_for()


def knock(one, link, name):
    one.page.goto(link)
    one.page.fill("[name=name]", name)
    one.page.get_by_role("button", name="Ask to come in").click()
    one.sees("This page opens by itself")


def test_the_facilitator_lets_people_in_one_by_one_and_locks_the_room(lead, person):
    facilitator, tom, mei, zoe = lead("tablet"), person("phone"), person("laptop"), person("phone")
    page = facilitator.page
    code, link = opened(facilitator)
    switch(facilitator, "Ask me before anybody comes in", True)
    facilitator.check_access("people drawer")
    page.keyboard.press("Escape")
    for one, name in ((tom, "Tom"), (mei, "Mei"), (zoe, "Zoe")):
        knock(one, link, name)
        page.get_by_role("button", name=f"Let {name} in").wait_for()
    tom.check_access("waiting")
    facilitator.check_access("people at the door")
    assert "Parcels" not in tom.page.content()

    page.get_by_role("button", name="Let Tom in").press("Enter")
    tom.page.wait_for_url(re.compile("/session/"))
    tom.is_live()
    page.get_by_role("button", name="Turn Mei away").press("Enter")
    mei.sees("The facilitator has not let you in.")
    mei.check_access("turned away")
    page.get_by_role("button", name="Let Zoe in").press("Enter")
    zoe.page.wait_for_url(re.compile("/session/"))
    page.locator("#lobby").wait_for(state="hidden")

    switch(facilitator, "Lock the room", True)
    mei.go("/join/")
    mei.page.fill("[name=code]", code)
    mei.page.get_by_role("button", name="Join", exact=True).click()
    mei.sees("The room is locked")
    mei.check_access("locked")
    assert "Parcels" not in mei.page.content()
    tom.page.reload()
    tom.is_live()


def test_without_scripts_the_door_opens_by_looking_again(lead, chromium, server):
    facilitator = lead("tablet")
    code, _ = opened(facilitator)
    switch(facilitator, "Ask me before anybody comes in", True)
    facilitator.page.keyboard.press("Escape")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.base}/join/")
    page.fill("[name=code]", code)
    page.get_by_role("button", name="Join", exact=True).click()
    page.fill("[name=name]", "Lou")
    page.get_by_role("button", name="Ask to come in").click()
    facilitator.page.get_by_role("button", name="Let Lou in").click()
    facilitator.page.locator("#lobby").wait_for(state="hidden")
    page.get_by_role("link", name="Look again").click()
    page.wait_for_url(re.compile("/session/"))
    context.close()
