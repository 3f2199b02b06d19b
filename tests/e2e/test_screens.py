"""Every screen at every size, light and dark: nothing sticks out, axe finds nothing serious, and
the board stays light to load."""

import re

import pytest

from .conftest import SIZES

BOARD_LIMIT = 120 * 1024


@pytest.fixture
def finished(lead):
    """Addresses of the worked example's incident, as the first person sees them."""
    one = lead("laptop")
    one.go("/")
    if "Checkout" not in one.page.content():
        one.page.get_by_role("link", name="Veg boxes").first.click()
    link = one.page.locator("table.log a", has_text="change to the subscription API").first
    return link.get_attribute("href")


def no_sideways_scroll(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [name for name in SIZES if name != "wall"])
def test_the_pages_fit_every_screen(lead, finished, device, scheme):
    one = lead(device, scheme)
    for path in ("/", finished, f"{finished}write-up/", f"{finished}edit/", "/join/"):
        one.go(path)
        one.page.wait_for_load_state("networkidle")
        assert no_sideways_scroll(one.page), f"{path} on {device}"
        one.check_access(f"{path} on {device}, {scheme}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", list(SIZES))
def test_the_finished_boards_fit_every_screen(lead, finished, device, scheme):
    one = lead(device, scheme)
    one.go(finished)
    one.page.get_by_role("link", name="Look at the boards").click()
    if "/join/" in one.page.url:
        one.page.get_by_role("button", name="Join the room").click()
    one.is_live()
    session = one.page.url.split("?")[0]
    for look in ("room", "timeline", "whys", "factors", "actions"):
        one.page.goto(f"{session}?look={look}")
        one.is_live()
        assert no_sideways_scroll(one.page), f"{look} on {device}"
        one.check_access(f"{look} on {device}, {scheme}")


def test_the_board_is_light_and_comes_from_this_house_alone(lead, finished):
    one = lead("laptop")
    one.go(finished)
    one.page.get_by_role("link", name="Look at the boards").click()
    if "/join/" in one.page.url:
        one.page.get_by_role("button", name="Join the room").click()
    one.is_live()
    sizes = []
    client = one.context.new_cdp_session(one.page)
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    client.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    one.page.goto(re.sub(r"\?.*", "", one.page.url) + "?look=timeline")
    one.is_live()
    one.page.wait_for_load_state("networkidle")
    print(f"board: {sum(sizes) / 1024:.1f} KB in {len(sizes)} requests")
    assert 10_000 < sum(sizes) < BOARD_LIMIT
