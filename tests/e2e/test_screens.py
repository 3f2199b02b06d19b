"""Every screen at every size, light and dark: nothing sticks out, axe finds nothing serious, and
the board stays light to load."""

import re

import pytest

from .screens import SIZES

BOARD_LIMIT = 120 * 1024


def finished(one) -> str:
    """The path of the worked example's incident, from the log that the person sees first."""
    one.go("/")
    link = one.page.locator("table.log a", has_text="change to the subscription API").first
    return link.get_attribute("href")


def look_at_boards(one) -> str:
    """Go into the finished session; returns its address."""
    one.go(finished(one))
    one.page.get_by_role("link", name="Look at the boards").click()
    one.page.wait_for_url(re.compile("/(join|session)/"))
    if "/join/" in one.page.url:
        one.page.get_by_role("button", name="Join the room").click()
    one.is_live()
    return one.page.url.split("?")[0]


def no_sideways_scroll(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [name for name in SIZES if name != "wall"])
def test_the_pages_fit_every_screen(lead, device, scheme):
    one = lead(device, scheme)
    incident = finished(one)
    for path in ("/", incident, f"{incident}write-up/", f"{incident}edit/", "/join/"):
        one.go(path)
        one.page.wait_for_load_state("networkidle")
        assert no_sideways_scroll(one.page), f"{path} on {device}"
        one.check_access(f"{path} on {device}, {scheme}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", list(SIZES))
def test_the_finished_boards_fit_every_screen(lead, device, scheme):
    one = lead(device, scheme)
    session = look_at_boards(one)
    for look in ("room", "timeline", "whys", "factors", "actions"):
        one.page.goto(f"{session}?look={look}")
        one.is_live()
        assert no_sideways_scroll(one.page), f"{look} on {device}"
        one.check_access(f"{look} on {device}, {scheme}")


def test_the_board_is_light_and_comes_from_this_house_alone(lead):
    one = lead("laptop")
    session = look_at_boards(one)
    sizes = []
    client = one.context.new_cdp_session(one.page)
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    client.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    one.page.goto(f"{session}?look=timeline")
    one.is_live()
    one.page.wait_for_load_state("networkidle")
    assert 10_000 < sum(sizes) < BOARD_LIMIT
