"""A real server, real Chromium, people who sit in front of it, and a bad line between the two."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from .faults import BadLine
from .hands import Hand
from .screens import EMAIL, OF_THE_LINE, PASSWORD, Person, sign_in, start_meeting
from .serving import Server
from .tap import Tap

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            # One server and one browser serve them all, so they stay in one worker.
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="package")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("data"))
    yield running
    running.stop()


@pytest.fixture(scope="package")
def chromium():
    if not CHROMIUM:
        if os.environ.get("POSTMORTEMS_REQUIRE_ALL"):
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip("Chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def person(chromium, server):
    """Make people; at the end none of their browsers has complained or left the house."""
    people = []

    def make(device, scheme="light", base=server.base):
        people.append(Person(chromium, base, device, scheme))
        return people[-1]

    yield make
    complaints = [complaint for one in people for complaint in one.complaints]
    hosts = {host for one in people for host in one.hosts}
    for one in people:
        one.context.close()
    assert complaints == []
    assert hosts <= {f"127.0.0.1:{port}" for port in (server.port, server.line_port)}


@pytest.fixture(scope="package")
def first_person(chromium, server):
    """The first account, made through the one-time link as anybody would."""
    one = Person(chromium, server.base, "laptop")
    page = one.page
    page.goto(server.link)
    page.fill("[name=name]", "Nora")
    page.fill("[name=email]", EMAIL)
    page.fill("[type=password]", PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    page.wait_for_url("**/log/**")
    assert one.complaints == []
    one.context.close()


@pytest.fixture
def lead(person, first_person):
    """The facilitator: signed in, on a tablet unless said otherwise."""

    def on(device="tablet", scheme="light"):
        someone = person(device, scheme)
        sign_in(someone)
        return someone

    return on


@pytest.fixture(scope="package")
def bad_line(server):
    line = BadLine(server.line_port, server.port)
    yield line
    line.stop()


@pytest.fixture
def line(bad_line):
    """The line between a browser and the server, good until a test spoils it."""
    bad_line.mend()
    yield bad_line
    bad_line.mend()


@pytest.fixture(scope="package")
def meeting(chromium, server, first_person):
    """The join link of a session that stands at its timeline; it serves a whole run of tests."""
    lead = Person(chromium, server.base, "laptop")
    sign_in(lead)
    link = start_meeting(lead)
    assert lead.complaints == []
    lead.context.close()
    return link


@pytest.fixture
def hand(meeting):
    """Somebody in that session without a screen."""
    return Hand(meeting, "Tom")


@pytest.fixture
def guest(person, meeting, line):
    """A guest of that session, who reaches the server by the line."""

    def enter(device="laptop", scheme="light", prepare=None):
        one = person(device, scheme, line.base)
        one.tolerates = OF_THE_LINE
        if prepare:
            prepare(one)
        one.page.goto(line.base + meeting[meeting.index("/join/") :])
        one.page.fill("[name=name]", "Mei")
        one.page.get_by_role("button", name="Join the room").click()
        one.is_live()
        return one

    return enter


@pytest.fixture
def room(lead, person):
    """A session of its own that stands at its timeline, with a facilitator and a guest."""
    facilitator, one = lead("tablet"), person("laptop")
    one.page.goto(start_meeting(facilitator))
    one.page.fill("[name=name]", "Mei")
    one.page.get_by_role("button", name="Join the room").click()
    one.is_live()
    one.page.wait_for_selector("#composer [name=text]")
    return facilitator, one


@pytest.fixture
def tap():
    """Give it to `guest` as what to prepare."""
    return Tap()
