"""A real PostgreSQL, a real Redis and two Daphne processes, ended by their process ids."""

import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

from bench import services
from bench.server import ROOT, UNLIMITED, Server, free_port
from bench.services import end, wait_until

from .longruns import LongRuns


@pytest.fixture(scope="session")
def folder():
    with services.folder() as made:
        yield made


@pytest.fixture(scope="session")
def have():
    """Call with programs' names: without one the test is skipped, or fails where all must run."""

    def check(*names):
        try:
            for name in names:
                services.program(name)
        except services.Missing as missing:
            if os.environ.get("POSTMORTEMS_REQUIRE_ALL") == "1":
                pytest.fail(str(missing))
            pytest.skip(str(missing))

    return check


@pytest.fixture(scope="session")
def postgres(folder, have):
    """The address of an empty database."""
    have("initdb", "postgres")
    try:
        with services.postgres(folder) as address:
            yield address
    except services.NobodyToRunAs as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def redis(folder, have):
    have("redis-server")
    with services.redis(folder) as address:
        yield address


class Product:
    """The product on these servers, with its own settings from the environment."""

    def __init__(self, folder, postgres, redis):
        self.ports = (free_port(), free_port())
        self.origins = [f"http://127.0.0.1:{port}" for port in self.ports]
        self.environ = {k: v for k, v in os.environ.items() if "POSTMORTEMS_" not in k} | {
            "DJANGO_SETTINGS_MODULE": "postmortems.settings",
            "POSTMORTEMS_DATA": str(folder / "data"),
            "POSTMORTEMS_DATABASE_URL": postgres,
            "POSTMORTEMS_REDIS_URL": redis,
            "POSTMORTEMS_ORIGINS": ",".join(self.origins),
        }

    def manage(self, *arguments) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environ, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def serve(self, port):
        daphne = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(port), "-v", "0"]
        return subprocess.Popen(
            [*daphne, "postmortems.asgi:application"], cwd=ROOT, env=self.environ
        )


@pytest.fixture(scope="session")
def product(folder, postgres, redis):
    """Migrated, with the worked example loaded, served by two processes."""
    found = Product(folder, postgres, redis)
    found.manage("migrate", "-v", "0")
    found.example = found.manage("load_example")
    served = [(found.serve(port), port) for port in found.ports]
    try:
        for process, port in served:
            wait_until(lambda port=port: answers_health(port), process, "Daphne")
        yield found
    finally:
        for process, _ in served:
            end(process)


def answers_health(port) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="session")
def prepared():
    """Three rooms on their timeline with two hundred people each, made once: (folder, seats)."""
    with Server() as made:
        seats = made.prepare(3, 200)
        # Pages are loaded too, and name their files by the hash of what is in them.
        made.manage("collectstatic", "--noinput", "--ignore", "ext", "--verbosity", "0")
        yield made.folder.name, [seats[start : start + 200] for start in (0, 200, 400)]


@contextmanager
def serving(prepared):
    """Gives a function that starts a server with a copy of the rooms; ends them all.

    limited: whether people are held to what they are outside tests.
    """
    servers = []

    def start(application="postmortems.asgi:application", limited=False, **environ) -> Server:
        environ = ({} if limited else UNLIMITED) | {"POSTMORTEMS_METRICS_TOKEN": "token"} | environ
        server = Server(environ, application)
        servers.append(server)
        shutil.copytree(prepared[0], server.folder.name, dirs_exist_ok=True)
        return server.start()

    try:
        yield start
    finally:
        for server in servers:
            server.close()


@pytest.fixture(scope="module")
def serve(prepared):
    """Call for a server of one's own, as `serving` says; it is ended with the module."""
    with serving(prepared) as start:
        yield start


@pytest.fixture(scope="session")
def rooms(prepared):
    """The seats of each room."""
    return prepared[1]


@pytest.fixture(scope="session")
def long_runs(prepared, rooms):
    """What takes long and asks for little, under way beside other tests."""
    with serving(prepared) as start, LongRuns(start, rooms) as under_way:
        yield under_way


@pytest.fixture(scope="module")
def meanwhile(request):
    """Begin the long runs now, if any test wants them: this module's tests mostly wait as well."""
    if any("long_runs" in item.fixturenames for item in request.session.items):
        request.getfixturevalue("long_runs")
