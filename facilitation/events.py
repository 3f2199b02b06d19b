"""The event log: what happened on a board, in order, in the same transaction as the rows."""

import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from .models import LiveSession, Participant, SessionEvent
from .refusals import Refusal


@dataclass(frozen=True)
class Act:
    """One operation under way: the locked session, who does it, and under which op id."""

    session: LiveSession
    actor: Participant
    op_id: str
    body_hash: str
    now: datetime

    def record(self, name: str, *targets: str, **particulars) -> SessionEvent:
        """Give the change its place in the order. targets: addresses of touched fragments."""
        session = self.session
        session.seq += 1
        session.save(update_fields=["seq"])
        return SessionEvent.objects.create(
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


def hash_body(command: str, data: dict) -> str:
    body = json.dumps([command, data], sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(body.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@contextmanager
def act(participant_id: int, op_id: str, body_hash: str):
    """Lock the session of a participant and read the participant again, in one transaction.

    Yields an Act. The lock makes commit order equal sequence order, on PostgreSQL too. The
    participant is read inside it because a role or a removal may have changed since the handshake.
    """
    with transaction.atomic():
        actor = Participant.objects.filter(pk=participant_id).select_related("user").first()
        if actor is None:
            raise Refusal("gone", "You are no longer in this session.")
        session = (
            LiveSession.objects.select_for_update(of=("self",))
            .select_related("incident")
            .get(pk=actor.session_id)
        )
        actor.refresh_from_db(fields=["removed_at"])
        actor.session = session
        yield Act(session, actor, op_id, body_hash, timezone.now())


def earlier(act: Act) -> SessionEvent | None:
    """The event that this op id already made. The same id with another body is a conflict."""
    event = SessionEvent.objects.filter(
        session=act.session, actor=act.actor, op_id=act.op_id
    ).first()
    if event and event.body_hash != act.body_hash:
        raise Refusal("op_conflict", "This was already sent with other words. Send it anew.")
    return event
