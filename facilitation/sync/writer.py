"""The thread that writes: operations that wait together share a transaction and a frame.

One thread on SQLite, so that it never waits for itself; a few on PostgreSQL, where each room keeps
to one of them. What it has committed it draws at once, from what it still has in memory.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from django.db import OperationalError, connection, transaction

from facilitation import commands
from facilitation.board import Board
from facilitation.commands import BROKEN, Order, Outcome
from facilitation.models import LiveSession
from facilitation.refusals import Refusal

from . import counters
from .frames import Frame, draw_all
from .pools import keep_connection

MOST_TOGETHER = 64
WRITERS_ON_POSTGRESQL = 4
BUSY = Refusal(
    "busy",
    "The server cannot save just now. Your words are kept here and sent again.",
    retry_after=1.0,
)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """An order, and whom to tell (in the loop's thread) when it has been answered."""

    session_pk: int
    order: Order
    answered: Callable


@dataclass(frozen=True, slots=True)
class Done:
    """What the loop is told after a transaction: the answers, and the frames it has made."""

    session_pk: int
    answers: list[tuple[Job, object]]
    head: int
    frames: dict[str, list[Frame]]


class Writer:
    """publish: called in this thread with a Done. audiences: which frames a room needs now."""

    def __init__(self, publish: Callable[[Done], None], audiences: Callable[[int], tuple]):
        self.publish, self.audiences = publish, audiences
        self.queue: SimpleQueue[Job] = SimpleQueue()
        self.thread: threading.Thread | None = None
        self.under_way = 0

    def put(self, job: Job) -> None:
        self.queue.put(job)
        if self.thread is None:
            self.thread = threading.Thread(target=self.run, name="board-writer", daemon=True)
            self.thread.start()

    def waiting(self) -> int:
        """Operations that are not answered yet."""
        return self.queue.qsize() + self.under_way

    def run(self) -> None:
        while True:
            jobs = self.take()
            self.under_way = len(jobs)
            rooms: dict[int, list[Job]] = {}
            for job in jobs:
                rooms.setdefault(job.session_pk, []).append(job)
            self.carry_out(rooms)
            self.under_way = 0

    def take(self) -> list[Job]:
        """Wait for the first, then take whatever has come meanwhile."""
        jobs = [self.queue.get()]
        try:
            while len(jobs) < MOST_TOGETHER:
                jobs.append(self.queue.get_nowait())
        except Empty:
            pass
        return jobs

    def carry_out(self, rooms: dict[int, list[Job]]) -> None:
        """Everything that waited. A fault that could be one operation's own is looked for alone."""
        try:
            keep_connection()
            with self.one_commit():
                done = [
                    (pk, jobs, commands.perform_together(pk, [job.order for job in jobs]))
                    for pk, jobs in rooms.items()
                ]
        except OperationalError as fault:
            # Locked, full, read-only or gone: nothing of it is saved, and it may be tried again.
            log.warning("Could not save: %s", fault)
            counters.FAULTS.labels("busy").inc()
            self.answer_all(rooms, BUSY)
        except Exception:
            jobs = [job for together in rooms.values() for job in together]
            if len(jobs) > 1:
                for job in jobs:
                    self.carry_out({job.session_pk: [job]})
                return
            log.exception("A command failed")
            counters.FAULTS.labels("broken").inc()
            self.answer_all(rooms, BROKEN)
        else:
            for session_pk, jobs, outcome in done:
                self.tell(session_pk, jobs, outcome)

    def one_commit(self):
        """SQLite has one writer anyway, so rooms that wait together also share the commit.

        On PostgreSQL each room has its own: two processes that held several would lock each other.
        """
        return transaction.atomic() if connection.vendor == "sqlite" else nullcontext()

    def answer_all(self, rooms, refusal) -> None:
        for session_pk, jobs in rooms.items():
            self.publish(Done(session_pk, [(job, refusal) for job in jobs], 0, {}))

    def tell(self, session_pk: int, jobs: list[Job], outcome: Outcome) -> None:
        counters.BATCHES.inc()
        counters.REPEATS.inc(outcome.repeats)
        answers = list(zip(jobs, outcome.answers, strict=True))
        head = outcome.events[-1].seq if outcome.events else 0
        try:
            frames = self.draw(session_pk, outcome)
        except Exception:
            # It is saved all the same: whoever is behind draws it again from the log.
            log.exception("A frame could not be drawn")
            counters.FAULTS.labels("draw").inc()
            frames = {}
        outcome.let_go()
        self.publish(Done(session_pk, answers, head, frames))

    def draw(self, session_pk: int, outcome: Outcome) -> dict[str, list[Frame]]:
        wanted = self.audiences(session_pk)
        if not (outcome.events and wanted):
            return {}
        if outcome.memory:
            board = Board(outcome.memory.session, memory=outcome.memory)
        else:
            rows = LiveSession.objects.select_related("incident__team", "facilitator")
            board = Board(rows.get(pk=session_pk))
        found = draw_all(board, outcome.events, wanted)
        counters.FRAMES.labels("live").inc(sum(map(len, found.values())))
        return found


def how_many() -> int:
    return 1 if connection.vendor == "sqlite" else WRITERS_ON_POSTGRESQL
