"""How long until every screen has a note, and how many notes go through, beside a bare relay."""

import json
import sys
from collections import Counter
from dataclasses import asdict, fields
from pathlib import Path

from . import checks, load, profiler, report
from .counting import figures
from .figures import over_runs, ratios
from .machine import machine
from .server import COMMANDS, UNLIMITED, Seat, Server

RELAY = "bench.relay:application"


def add_options(parser) -> None:
    usual = load.Asked()
    parser.add_argument("--people", type=int, default=usual.people, help="in each room")
    parser.add_argument("--rooms", type=int, default=usual.rooms)
    parser.add_argument("--rate", type=float, default=usual.rate, help="notes a second in all")
    parser.add_argument(
        "--closed-loop",
        action="store_true",
        help="10 writers in each room with 4 notes each on the way, in place of a rate",
    )
    parser.add_argument("--seconds", type=float, default=usual.seconds)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--server", choices=sorted(COMMANDS), default="daphne")
    parser.add_argument("--no-relay", action="store_true", help="only the product")
    parser.add_argument("--profile", action="store_true", help="also where the server's time goes")
    parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")


def main(options) -> int:
    asked = load.Asked(**{each.name: getattr(options, each.name) for each in fields(load.Asked)})
    result = {
        "what": "board",
        "machine": machine(),
        "asked": asdict(asked) | {"server": options.server, "runs": options.runs},
        "runs": [],
        "acknowledged": 0,
    }
    faults: Counter = Counter()
    for _ in range(options.runs):
        result["runs"].append(one_run(options, asked, result, faults))
    result["summary"] = over_runs(result["runs"])
    result["faults"] = {name: count for name, count in faults.items() if count}
    result["ok"] = not result["faults"]
    if options.json:
        json.dump(result, sys.stdout)
        print()
    else:
        print(report.text(result))
        if "profile" in result:
            print("\n" + profiler.table(result["profile"]))
    return 0 if result["ok"] else 1


def one_run(options, asked, result, faults) -> dict:
    """The product and the relay, one after the other, each on a fresh server."""
    sides = {"product": measure_product(options, asked, result, faults)}
    if not options.no_relay:
        length = sides["product"]["frame_bytes"]
        sides["relay"] = measure_relay(options.server, asked, length, faults)
        sides["ratio"] = ratios(sides["product"], sides["relay"])
    return sides


def measure_product(options, asked, result, faults) -> dict:
    with Server(environ=UNLIMITED, command=COMMANDS[options.server]) as server:
        seats = server.prepare(asked.rooms, asked.people)
        server.start()
        sampler = profiler.Profiler(asked.seconds, Path(server.folder.name))
        at_start = (lambda: sampler.start(server.process.pid)) if options.profile else lambda: None
        recorded = load.run(server, seats, asked, at_start)
        if options.profile:
            result["profile"] = sampler.finish()
        # Killed, not stopped: what is saved only on the way out was not saved.
        server.kill()
        promised = checks.acknowledged(recorded.rooms)
        saved = checks.read_saved(Path(server.folder.name) / "postmortems.sqlite3")
    result["acknowledged"] += len(promised)
    faults["lost"] += len(checks.lost(promised, saved))
    faults["never on some screen"] += checks.missing_on_screens(recorded.rooms)
    faults.update(recorded.faults)
    return figures(recorded)


def measure_relay(name, asked, length, faults) -> dict:
    seats = [
        Seat(room=f"relay-{room}", epoch="relay", seq=0, cookie=f"guest={person}")
        for room in range(asked.rooms)
        for person in range(asked.people)
    ]
    environ = {"BENCH_FRAME_BYTES": str(length)}
    with Server(environ=environ, application=RELAY, command=COMMANDS[name]) as server:
        server.start()
        recorded = load.run(server, seats, asked)
    recorded.faults["never on some screen"] += checks.missing_on_screens(recorded.rooms)
    faults.update({f"relay: {name}": count for name, count in recorded.faults.items()})
    return figures(recorded)
