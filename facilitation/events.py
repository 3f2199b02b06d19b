"""The event log: what happened on a board, in order, in the same transaction as the rows."""

import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import connection, transaction

from . import rows
from .memory import Memory
from .models import LiveSession, Participant, SessionEvent

MOVE_ON = "UPDATE facilitation_livesession SET seq = %s WHERE id = %s"
EARLIER = (
    "SELECT actor_id, op_id FROM facilitation_sessionevent WHERE session_id = %s AND ({pairs})"
)


class Log:
    """What the operations of one transaction add: rows first, then events, written together."""

    def __init__(self, memory: Memory):
        self.memory = memory
        self.rows: list = []
        self.events: list[SessionEvent] = []
        self.recorded: list[SessionEvent] = []

    @property
    def session(self) -> LiveSession:
        return self.memory.session

    def here(self) -> tuple[int, int, int]:
        return len(self.rows), len(self.events), self.session.seq

    def back_to(self, place: tuple[int, int, int]) -> None:
        """Forget what a refused operation added since `here()`."""
        del self.rows[place[0] :]
        del self.events[place[1] :]
        self.session.seq = place[2]

    def write_rows(self) -> None:
        for _, same in groupby(self.rows, key=type):
            rows.insert(list(same))
        self.rows.clear()

    def write(self) -> None:
        """Everything that waits, so that the next query sees it."""
        self.write_rows()
        if self.events:
            with connection.cursor() as cursor:
                cursor.execute(MOVE_ON, [self.session.seq, self.session.pk])
            rows.insert(self.events)
            self.recorded += self.events
            self.events = []


@dataclass(frozen=True)
class Act:
    """One operation under way: the log of its locked session, who does it, under which op id."""

    log: Log
    actor: Participant
    op_id: str
    body_hash: str
    now: datetime

    @property
    def session(self) -> LiveSession:
        return self.log.session

    @property
    def memory(self) -> Memory:
        return self.log.memory

    def add(self, row) -> None:
        """Put a new row on the board; it is written together with its neighbours."""
        self.log.rows.append(row)

    def record(self, name: str, *targets: str, back=None, **particulars) -> SessionEvent:
        """Give the change its place in the order.

        targets: addresses of touched fragments. back: (command, data) that takes the change back.
        """
        if back:
            particulars["back"] = list(back)
        session = self.session
        session.seq += 1
        event = SessionEvent(
            session=session,
            seq=session.seq,
            actor=self.actor,
            op_id=self.op_id,
            body_hash=self.body_hash,
            name=name,
            targets=list(dict.fromkeys(targets)),
            particulars=particulars,
            at=self.now,
        )
        self.log.events.append(event)
        return event


def hash_body(command: str, data: dict) -> str:
    body = json.dumps([command, data], sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(body.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@contextmanager
def locked(session_pk: int):
    """Lock a session's row and yield its Log; what was recorded is written at the end.

    The lock makes commit order equal sequence order, on PostgreSQL too.
    """
    with transaction.atomic():
        log = Log(Memory.of_locked(session_pk))
        yield log
        log.write()


def earlier(session_pk: int, pairs: list[tuple[int, str]]) -> dict[tuple[int, str], SessionEvent]:
    """The events that these (participant's primary key, op id) have already made.

    Asked for every operation and nearly always empty: so first in plain SQL, by the unique index.
    """
    wanted = " OR ".join(["(actor_id = %s AND op_id = %s)"] * len(pairs))
    with connection.cursor() as cursor:
        cursor.execute(
            EARLIER.format(pairs=wanted), [session_pk, *(part for pair in pairs for part in pair)]
        )
        found = cursor.fetchall()
    if not found:
        return {}
    told = SessionEvent.objects.filter(session_id=session_pk, op_id__in=[op for _, op in found])
    return {(event.actor_id, event.op_id): event for event in told}
