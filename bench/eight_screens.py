"""From sending a note until the first and the last of eight screens have it, on a real server.

    .venv/bin/python -m bench.eight_screens [--people 8] [--notes 50]

Loopback only; the load comes from the same machine. Prints milliseconds, p50 and p95.
"""

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_room(people: int):
    """A started session in its timeline: its address parts and one guest secret a person."""
    import django

    django.setup()
    from django.core.management import call_command

    from facilitation import access, seating
    from facilitation.commands import perform
    from incidents.models import Incident, IncidentType
    from people.models import Membership, Team, User

    call_command("migrate", verbosity=0)
    team = Team.objects.create(name="Bench")
    user = User.objects.create_user("bench@example.invalid", "Bench")
    Membership.objects.create(team=team, user=user)
    incident = Incident.objects.create(
        team=team,
        title="Bench",
        type=IncidentType.objects.first(),
        started_at=datetime(2026, 3, 3, 16, 47, tzinfo=UTC),
        resolved_at=datetime(2026, 3, 4, 11, 14, tzinfo=UTC),
    )
    session = seating.open_session(incident, user)
    for command, data in (("start_session", {}), ("advance_phase", {"phase": "timeline"})):
        perform(session.facilitator.pk, command, data, str(uuid.uuid4()))
    secrets = [access.new_secret() for _ in range(people)]
    for n, secret in enumerate(secrets):
        seating.take_seat(session.pk, None, f"Person {n}", secret)
    session.refresh_from_db()
    return session.public_id, session.epoch, session.seq, secrets


async def run(port, room, notes):
    from websockets.asyncio.client import connect

    public_id, epoch, seq, secrets = room
    origin = f"http://127.0.0.1:{port}"
    url = f"ws://127.0.0.1:{port}/session/{public_id}/socket/"
    sockets = [
        await connect(url, origin=origin, additional_headers={"Cookie": f"guest={secret}"})
        for secret in secrets
    ]
    seen: dict[str, list[float]] = {}
    done = asyncio.Event()

    async def listen(ws):
        await ws.send(json.dumps({"t": "hello", "v": 1, "epoch": epoch, "seq": seq}))
        async for text in ws:
            message = json.loads(text)
            for event in message.get("ev", ()):
                times = seen.setdefault(event["op"], [])
                times.append(time.perf_counter())
                if len(times) == len(sockets):
                    done.set()

    tasks = [asyncio.create_task(listen(ws)) for ws in sockets]
    await asyncio.sleep(0.5)
    first, last = [], []
    for n in range(notes):
        op_id, done_at = str(uuid.uuid4()), time.perf_counter()
        done.clear()
        when = f"2026-03-03 {17 + n // 60}:{n % 60:02d}"
        data = {"kind": "event", "when": when, "text": f"Note {n}"}
        op = {"t": "op", "op_id": op_id, "command": "add_sticky", "data": data}
        await sockets[n % len(sockets)].send(json.dumps(op))
        await asyncio.wait_for(done.wait(), 5)
        times = seen[op_id]
        first.append((times[0] - done_at) * 1000)
        last.append((times[-1] - done_at) * 1000)
        await asyncio.sleep(0.2)
    for task in tasks:
        task.cancel()
    return first, last


def spread(values) -> str:
    ordered = sorted(values)
    return (
        f"p50 {statistics.median(ordered):.1f} ms, p95 {ordered[int(len(ordered) * 0.95)]:.1f} ms"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--notes", type=int, default=50)
    options = parser.parse_args()
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        os.environ |= {
            "POSTMORTEMS_DATA": data,
            "POSTMORTEMS_ORIGINS": f"http://127.0.0.1:{port}",
            "DJANGO_SETTINGS_MODULE": "postmortems.settings",
        }
        room = make_room(options.people)
        serve = [sys.executable, "-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", str(port)]
        with subprocess.Popen([*serve, "postmortems.asgi:application"]) as server:
            try:
                wait_for(port)
                first, last = asyncio.run(run(port, room, options.notes))
            finally:
                server.terminate()
    print(f"{options.people} screens, {options.notes} notes, one after the other")
    print(f"first screen: {spread(first)}")
    print(f"last screen:  {spread(last)}")


def wait_for(port) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("The server did not start.")


if __name__ == "__main__":
    main()
