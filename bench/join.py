"""From opening the board's page until the whole board is there, alone and with many at once."""

import asyncio
import json
import sys
from collections import Counter
from time import perf_counter

import uvloop

from .figures import percentile, percentiles, rounded
from .load import connect, drain, note, wait_for
from .machine import machine, told
from .page import get_page
from .screen import Room
from .server import COMMANDS, UNLIMITED, Server

SAMPLES, LEAST_ROUNDS = 30, 3
WITHIN = 30.0
TOGETHER = 20
PAUSE = 0.2
WAYS = {"page": "page, socket, welcome", "replay": "hello, replay from the start"}


def numbers_of(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def add_options(parser) -> None:
    parser.add_argument("--stickies", type=numbers_of, default=[40, 200], help="such as 40,200")
    parser.add_argument("--sockets", type=numbers_of, default=[1, 50], help="at once, such as 1,50")
    parser.add_argument("--server", choices=sorted(COMMANDS), default="daphne")
    parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")


def main(options) -> int:
    faults: Counter = Counter()
    found = {"what": "join", "machine": machine(), "server": options.server}
    with Server(environ=UNLIMITED, command=COMMANDS[options.server]) as server:
        # One seat more than sockets: somebody is in the room all the time, as in a session.
        seats = server.prepare(len(options.stickies), max(SAMPLES, *options.sockets) + 1)
        server.manage("prepare", "--base", server.origin, "--no-example")
        server.start()
        found["cases"] = uvloop.run(measure(server, seats, options, faults))
    found["faults"] = {name: times for name, times in faults.items() if times}
    found["ok"] = not found["faults"]
    if options.json:
        json.dump(found, sys.stdout)
        print()
    else:
        print(text(found))
    return 0 if found["ok"] else 1


async def measure(server, seats, options, faults) -> list[dict]:
    cases, each = [], len(seats) // len(options.stickies)
    for place, stickies in enumerate(options.stickies):
        writer_seat, *others = seats[place * each : (place + 1) * each]
        room = Room(faults)
        writer = await fill(server, room, writer_seat, stickies)
        await together(come_by_page, server, room, others[:1])
        for sockets in options.sockets:
            for way, come in (("page", come_by_page), ("replay", come_back)):
                case = {"stickies": stickies, "sockets": sockets, "way": way}
                samples = await rounds(come, server, room, others, sockets)
                cases.append(case | told_samples(samples))
        writer.leave()
    return cases


async def fill(server, room, seat, stickies: int):
    """Write the notes, and stay."""
    writer = await connect(server, room, seat)
    writer.hello(seat.seq)
    writer.keep_alive()
    room.screens.append(writer)
    for number in range(stickies):
        writer.write(*note(number))
        if number % TOGETHER == TOGETHER - 1:
            await drain([room])
    await drain([room])
    room.faults["unanswered"] += room.unanswered
    return writer


async def rounds(come, server, room, seats, sockets) -> list[tuple]:
    """Others each time, as far as there are any: who comes again and again is held up."""
    samples: list[tuple] = []
    for turn in range(max(LEAST_ROUNDS, -(-SAMPLES // sockets))):
        places = range(turn * sockets, (turn + 1) * sockets)
        samples += await together(come, server, room, [seats[p % len(seats)] for p in places])
    return samples


async def together(come, server, room, seats) -> list[tuple]:
    """Everybody at once; then all leave, and the server has a moment to notice."""
    head = max(room.ack_seq.values())
    answers = await asyncio.gather(*(come(server, room, seat, head) for seat in seats))
    for screen, *_ in answers:
        screen.leave()
    await asyncio.sleep(PAUSE)
    return [sample for screen, *sample in answers if screen.seq >= head]


async def come_by_page(server, room, seat, head) -> tuple:
    """A first visit: (screen, ms, bytes on the wire, bytes of the page unpacked)."""
    start = perf_counter()
    page = await get_page(server.origin, f"/session/{seat.room}/", seat.cookie)
    screen = await connect(server, room, seat)
    screen.hello(page.seq)
    await arrived(screen, head)
    milliseconds = (here_at(screen) - start) * 1000
    return screen, milliseconds, page.bytes_sent + screen.bytes, page.bytes_unpacked


async def come_back(server, room, seat, head) -> tuple:
    """A page that saw nothing since the start of the session; its socket is already open."""
    screen = await connect(server, room, seat)
    start = perf_counter()
    screen.hello(seat.seq)
    await arrived(screen, head)
    return screen, (here_at(screen) - start) * 1000, screen.bytes, screen.bytes


def here_at(screen) -> float:
    return max(screen.welcomed_at, screen.times[-1] if screen.times else 0.0)


async def arrived(screen, head) -> None:
    """Those who never have all are a fault and no sample."""
    await wait_for(lambda: (screen.welcomed_at and screen.seq >= head) or screen.leaving, WITHIN)
    if screen.seq < head:
        screen.room.faults["never caught up"] += 1


def told_samples(samples) -> dict:
    times = [milliseconds for milliseconds, *_ in samples]
    return {
        "samples": len(times),
        "ms": percentiles(times, (50, 95)) | {"max": rounded(max(times, default=None))},
        "bytes": percentile([sent for _, sent, _ in samples], 50),
        "bytes_unpacked": percentile([unpacked for *_, unpacked in samples], 50),
    }


def text(found: dict) -> str:
    lines = [told(found["machine"]), ""]
    names = ("p50 ms", "p95 ms", "max ms", "bytes", "unpacked")
    lines.append(f"{'notes':>6}{'at once':>9}  {'':30}" + "".join(f"{name:>10}" for name in names))
    for case in found["cases"]:
        figures = (*case["ms"].values(), case["bytes"], case["bytes_unpacked"])
        lines.append(
            f"{case['stickies']:>6}{case['sockets']:>9}  {WAYS[case['way']]:30}"
            + "".join(f"{figure:>10g}" if figure < 1e5 else f"{figure:>10}" for figure in figures)
        )
    lines += [f"FAULT {name}: {times}" for name, times in found["faults"].items()]
    return "\n".join([*lines, "", "Everybody caught up, in order." if found["ok"] else ""]).rstrip()
