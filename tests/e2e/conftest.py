"""A real server as `bin/run` starts it, real Chromium, and people who sit in front of it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
EMAIL, PASSWORD = "nora@example.org", "seven grey herons"
SIZES = {
    "tablet": (1180, 820),
    "portrait": (820, 1180),
    "laptop": (1366, 768),
    "phone": (390, 844),
    "wall": (1920, 1080),
}


def pytest_collection_modifyitems(items):
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            # One server and one browser serve them all, so they stay in one worker.
            item.add_marker(pytest.mark.xdist_group("browser"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, data: Path):
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.environ = dict(os.environ) | {
            "POSTMORTEMS_DATA": str(data),
            "POSTMORTEMS_ORIGINS": self.base,
            "POSTMORTEMS_MODE": "local",
            "DJANGO_SETTINGS_MODULE": "postmortems.settings",
        }
        prepared = self.manage("prepare", "--base", self.base, "--example")
        self.link = next(li[5:] for li in prepared.splitlines() if li.startswith("link="))
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(self.port)),
                *("-v", "0", "--ping-interval", "10", "postmortems.asgi:application"),
            ],
            cwd=ROOT,
            env=self.environ,
            stderr=(data / "server.log").open("w"),
        )
        self.wait()

    def manage(self, *arguments) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def wait(self) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.base}/healthz", timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("The server did not answer within 30 s.")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


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


class Person:
    """Somebody in front of a screen. Remembers every complaint of the browser."""

    def __init__(self, browser, base, device, scheme="light"):
        width, height = SIZES[device]
        self.base = base
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            has_touch=device in ("tablet", "phone"),
            reduced_motion="reduce",
        )
        self.complaints = []
        self.hosts = set()
        self.page = self.new_page()

    def new_page(self):
        page = self.context.new_page()
        page.set_default_timeout(8000)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))
        return page

    def _heard(self, message):
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def go(self, path):
        self.page.goto(self.base + path)

    def sees(self, text):
        self.page.get_by_text(text, exact=False).first.wait_for()

    def is_live(self):
        self.page.wait_for_selector("#live[data-state=live]", state="attached")

    def check_access(self, name):
        """axe: nothing serious or critical on what is shown now."""
        found = Axe().run(self.page).response["violations"]
        grave = [v for v in found if v["impact"] in ("serious", "critical")]
        told = [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in grave]
        assert told == [], f"{name}: {told}"


@pytest.fixture
def person(chromium, server):
    """Make people; at the end none of their browsers has complained or left the house."""
    people = []

    def make(device, scheme="light"):
        people.append(Person(chromium, server.base, device, scheme))
        return people[-1]

    yield make
    complaints = [complaint for one in people for complaint in one.complaints]
    hosts = {host for one in people for host in one.hosts}
    for one in people:
        one.context.close()
    assert complaints == []
    assert hosts <= {f"127.0.0.1:{server.port}"}


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
        someone.go("/sign-in/")
        someone.page.fill("[name=login]", EMAIL)
        someone.page.fill("[name=password]", PASSWORD)
        someone.page.get_by_role("button", name="Sign in").click()
        someone.page.wait_for_url("**/log/**")
        return someone

    return on
