"""A PostgreSQL and a Redis of one's own, from the system's packages, on free ports of loopback."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from glob import glob
from pathlib import Path

from .server import free_port

WITHIN = 30
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


class Missing(Exception):
    """A program that the system does not have."""


class NobodyToRunAs(Exception):
    """PostgreSQL refuses to run as root, and there is no user for it."""


def program(name: str) -> str:
    """Where a program is; raises Missing without it."""
    places = [shutil.which(name) or "", *sorted(glob(f"/usr/lib/postgresql/*/bin/{name}"))]
    for place in reversed(places):
        if place and (name == "redis-server" or "postgresql" in place):
            return place
    raise Missing(f"{name} is not installed")


def wait_until(ready, process, what) -> None:
    limit = time.monotonic() + WITHIN
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise AssertionError(f"{what} ended with {process.returncode}")
        if ready():
            return
        time.sleep(0.05)
    raise AssertionError(f"{what} did not start within {WITHIN} s")


def listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def end(process) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def folder():
    """Readable by the database's own user, whom a root-owned temporary folder would lock out."""
    made = Path(tempfile.mkdtemp(prefix="pm-servers-", dir="/tmp"))
    made.chmod(0o755)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def postgres(place: Path):
    """The address of an empty database, kept in this folder."""
    initdb, server = program("initdb"), program("postgres")
    data = place / "pg"
    role = owner_of(data)
    port = free_port()
    subprocess.run(
        [initdb, "-D", data, "-A", "trust", "-U", "pm", "-E", "UTF8", "--no-sync"],
        check=True, cwd="/tmp", **role, **QUIET,
    )  # fmt: skip
    process = subprocess.Popen(
        [server, "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", data, "-F"],
        cwd="/tmp", **role, **QUIET,
    )  # fmt: skip
    address = f"postgres://pm@127.0.0.1:{port}/postgres"
    try:
        wait_until(lambda: answers(address), process, "PostgreSQL")
        yield address
    finally:
        end(process)


def owner_of(data: Path) -> dict:
    """Make the data folder; whom to run the database as, in the words of subprocess."""
    data.mkdir()
    if os.geteuid() != 0:
        return {}
    try:
        owner = pwd.getpwnam("postgres")
    except KeyError:
        raise NobodyToRunAs("there is no user postgres to run the database as") from None
    os.chown(data, owner.pw_uid, owner.pw_gid)
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def answers(address: str) -> bool:
    import psycopg

    try:
        psycopg.connect(address, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def redis(place: Path):
    """The address of an empty Redis that writes nothing to disk."""
    server, port = program("redis-server"), free_port()
    process = subprocess.Popen(
        [server, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(place)],
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: listens(port), process, "Redis")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        end(process)
