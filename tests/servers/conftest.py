"""A real PostgreSQL, a real Redis and two Daphne processes, ended by their process ids."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from glob import glob
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
WITHIN = 30


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def program(name) -> str:
    """Where a program is; without it the test is skipped, or fails where all must run."""
    places = [shutil.which(name) or "", *sorted(glob(f"/usr/lib/postgresql/*/bin/{name}"))]
    for place in reversed(places):
        if place and (name == "redis-server" or "postgresql" in place):
            return place
    if os.environ.get("POSTMORTEMS_REQUIRE_ALL") == "1":
        pytest.fail(f"{name} is not installed")
    pytest.skip(f"{name} is not installed")


def wait_until(ready, process, what):
    limit = time.monotonic() + WITHIN
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise AssertionError(f"{what} ended with {process.returncode}")
        if ready():
            return
        select_a_moment()
    raise AssertionError(f"{what} did not start within {WITHIN} s")


def select_a_moment():
    import select

    select.select([], [], [], 0.05)


def listens(port) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def end(process):
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def folder():
    """Readable by the database's own user, whom a root-owned temporary folder would lock out."""
    made = Path(tempfile.mkdtemp(prefix="pm-servers-", dir="/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(folder):
    """The address of an empty database."""
    initdb, server = program("initdb"), program("postgres")
    data, user = folder / "pg", None
    data.mkdir()
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root.
        user = "postgres"
        try:
            owner = pwd.getpwnam(user)
        except KeyError:
            pytest.skip("there is no user postgres to run the database as")
        os.chown(data, owner.pw_uid, owner.pw_gid)
    role = {"user": user, "group": user, "extra_groups": []} if user else {}
    port, quiet = free_port(), {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(
        [initdb, "-D", data, "-A", "trust", "-U", "pm", "-E", "UTF8", "--no-sync"],
        check=True, cwd="/tmp", **role, **quiet,
    )  # fmt: skip
    process = subprocess.Popen(
        [server, "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", data, "-F"],
        cwd="/tmp", **role, **quiet,
    )  # fmt: skip
    import psycopg

    address = f"postgres://pm@127.0.0.1:{port}/postgres"

    def answers():
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    try:
        wait_until(answers, process, "PostgreSQL")
        yield address
    finally:
        end(process)


@pytest.fixture(scope="session")
def redis(folder):
    server, port = program("redis-server"), free_port()
    process = subprocess.Popen(
        [server, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: listens(port), process, "Redis")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        end(process)


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
