"""A real server for measuring and for breaking: its own data folder, port and process, and rooms.

Loopback only. Whatever is started here is ended by its process id.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WITHIN = 30.0
# What people are held to; a load of one machine would be refused long before the server is busy.
UNLIMITED = {
    "POSTMORTEMS_OPS_A_SECOND": "100000",
    "POSTMORTEMS_OPS_BURST": "100000",
    "POSTMORTEMS_MOST_NOTES": "1000000",
}
# How each ASGI server is started; None is Daphne, as bin/run starts it.
COMMANDS = {
    "daphne": None,
    "uvicorn": [
        sys.executable, "-m", "uvicorn", "--host", "127.0.0.1", "--port", "{port}",
        "--log-level", "warning", "--lifespan", "off", "--ws", "websockets-sansio",
        "--ws-ping-interval", "10", "--ws-ping-timeout", "25",
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Seat:
    """One guest's way in: the room's public id, its epoch and number, and their own cookie."""

    room: str
    epoch: str
    seq: int
    cookie: str

    @property
    def path(self) -> str:
        return f"/session/{self.room}/socket/"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """Daphne (or another ASGI server) with the product, on a free port of this machine.

    environ: settings on top of the usual ones. application: the ASGI path, so that a broken twin
    or a bare relay can stand in its place. The data folder outlives kill() and start(). log: an
    open file for what it says, in place of stderr.
    """

    log = None

    def __init__(self, environ=None, application="postmortems.asgi:application", command=None):
        self.folder = tempfile.TemporaryDirectory(prefix="pm-bench-")
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.application, self.command, self.process = application, command, None
        self.environ = {k: v for k, v in os.environ.items() if not k.startswith("POSTMORTEMS_")} | {
            "DJANGO_SETTINGS_MODULE": "postmortems.settings",
            "POSTMORTEMS_DATA": self.folder.name,
            "POSTMORTEMS_ORIGINS": self.origin,
            **(environ or {}),
        }

    def manage(self, *arguments, stdin="") -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environ, input=stdin, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"manage.py {arguments[0]} failed: {done.stderr.strip()[-2000:]}")
        return done.stdout

    def prepare(self, rooms=1, people=8) -> list[Seat]:
        """Migrate, and make rooms on their timeline with guests in them; every guest's seat."""
        self.manage("migrate", "--verbosity", "0")
        code = f"from bench.server import make_rooms; make_rooms({rooms}, {people})"
        told = self.manage("shell", "--verbosity", "0", "-c", code)
        return [Seat(**each) for each in json.loads(told.split("SEATS")[1])]

    def start(self) -> "Server":
        command = self.command or [
            sys.executable, "-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", str(self.port),
            "--ping-interval", "10", "--ping-timeout", "25", "--no-server-name",
        ]  # fmt: skip
        command = [part.format(port=self.port) for part in command]
        # What the server says goes to stderr: stdout is for figures.
        said = self.log or 2
        self.process = subprocess.Popen(
            [*command, self.application], cwd=ROOT, env=self.environ, stdout=said, stderr=said
        )
        until = time.monotonic() + WITHIN
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise SystemExit(f"The server ended with {self.process.returncode}.")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.02)
        raise SystemExit("The server did not start.")

    def kill(self) -> None:
        """As a power cut does it: no goodbye, nothing flushed."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.kill()

    def close(self) -> None:
        self.stop()
        self.folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def cpu_seconds(self) -> float:
        """User and system time of the server's process so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float:
        """Resident memory of the server's process."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def make_rooms(rooms: int, people: int) -> None:
    """Inside the product's own shell: rooms on their timeline; prints the seats as JSON."""
    import uuid
    from datetime import UTC, datetime

    from django.conf import settings

    from facilitation import access, seating
    from facilitation.commands import perform
    from incidents.models import Incident, IncidentType
    from people.models import Membership, Team, User

    team = Team.objects.create(name="Bench")
    user = User.objects.create_user("bench@example.invalid", "Bench")
    Membership.objects.create(team=team, user=user)
    seats = []
    for room in range(rooms):
        incident = Incident.objects.create(
            team=team,
            title=f"Bench {room + 1}",
            type=IncidentType.objects.first(),
            started_at=datetime(2026, 3, 3, 16, 47, tzinfo=UTC),
            resolved_at=datetime(2026, 3, 4, 11, 14, tzinfo=UTC),
        )
        session = seating.open_session(incident, user)
        for command, data in (("start_session", {}), ("advance_phase", {"phase": "timeline"})):
            perform(session.facilitator.pk, command, data, str(uuid.uuid4()))
        secrets = [access.new_secret() for _ in range(people)]
        for n, secret in enumerate(secrets):
            seating.take_seat(session.pk, None, f"Person {n + 1}", secret)
        session.refresh_from_db()
        seats += [
            {
                "room": session.public_id,
                "epoch": session.epoch,
                "seq": session.seq,
                "cookie": f"{settings.GUEST_COOKIE_NAME}={secret}",
            }
            for secret in secrets
        ]
    print("SEATS" + json.dumps(seats))
