"""People whose pages do all that a page does: they reconnect, send again, and load anew."""

import asyncio
import random
import sqlite3
from collections import Counter
from contextlib import asynccontextmanager, closing
from pathlib import Path

from bench.chaos.client import Client
from bench.chaos.door import Door, Page
from bench.chaos.outbox import Op
from bench.server import Seat, Server

from .sockets import new_op, note, until

DATABASE = "postmortems.sqlite3"
REMEMBERED = ("reset", "bye", "refuse")


class Person(Client):
    """The model client, writing notes; and what it was told that a person would notice."""

    def __init__(self, server: Server, seat: Seat, number: int = 0, page: Page | None = None):
        """Without a page it has no board, and follows from the seat's number."""
        page = page or Page("<body></body>", seat.seq, seat.epoch, "", "")
        door = Door(server.port, server.origin)
        super().__init__(f"person {number}", seat, page, server.port, door, random.Random(number))
        self.heard: dict[str, list[dict]] = {kind: [] for kind in REMEMBERED}
        self.codes: list[int | None] = []

    async def converse(self, wire) -> None:
        try:
            await super().converse(wire)
        finally:
            self.codes.append(wire.close_code)

    async def take(self, message: dict) -> None:
        if message["t"] in REMEMBERED:
            self.heard[message["t"]].append(message)
        await super().take(message)

    def goes_to(self, server: Server) -> None:
        """What a proxy does when a process is gone."""
        self.url = f"ws://127.0.0.1:{server.port}{self.seat.path}"

    async def write(self) -> str:
        op_id = new_op()
        await self.ask(Op(op_id, "add_sticky", note(op_id, self.rng.randrange(360))))
        return op_id

    async def write_on(self, pause: float = 0.1) -> None:
        while True:
            await asyncio.sleep(self.rng.uniform(0, 2 * pause))
            await self.write()

    @property
    def is_done(self) -> bool:
        return self.ready and not self.outbox.waiting and not self.account.unanswered


@asynccontextmanager
async def living(people: list[Person]):
    """Everybody connected, and at the end nobody's task left behind."""
    tasks = [asyncio.create_task(each.live()) for each in people]
    try:
        await until(
            lambda: all(each.ready for each in people) or any(task.done() for task in tasks),
            "everybody is in",
        )
        yield
        assert not [task for task in tasks if task.done()]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def writing(people: list[Person], pause: float = 0.1):
    tasks = [asyncio.create_task(each.write_on(pause)) for each in people]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def settled(people: list[Person], what: str, within: float = 60) -> None:
    """Everything is answered, and everybody has the same."""
    await until(
        lambda: all(each.is_done for each in people) and len({each.last for each in people}) == 1,
        what,
        within,
    )


def lost_or_twice(people: list[Person], log: list[tuple[int, str]]) -> list[str]:
    """What somebody was told is saved, and is not in the log once at that number."""
    times = Counter(log)
    told = [(op, seq) for each in people for op, seq in each.account.acknowledged.items()]
    return [f"{op} at {seq}" for op, seq in told if times[seq, op] != 1]


def file_of(server: Server) -> Path:
    return Path(server.folder.name) / DATABASE


def log_in_file(database: Path, room: str) -> list[tuple[int, str]]:
    """(seq, op id), read with nothing but SQLite."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as file:
        return file.execute(
            "SELECT e.seq, e.op_id FROM facilitation_sessionevent e "
            "JOIN facilitation_livesession s ON s.id = e.session_id "
            "WHERE s.public_id = ? ORDER BY e.seq",
            [room],
        ).fetchall()


def is_dense(log: list[tuple[int, str]]) -> bool:
    return [seq for seq, _ in log] == list(range(1, len(log) + 1))
