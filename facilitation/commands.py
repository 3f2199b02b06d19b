"""The one way behind both doors: check who, when and what, then do it, in one transaction.

Operations of one session that arrive together share a transaction. A refusal is an answer, not an
error, and undoes nothing of its neighbours.
"""

import logging
import re
from dataclasses import dataclass, field

from django.db import OperationalError, transaction

from playbook import phases

from . import events, refused, steady, undoing
from .memory import Memory
from .models import Participant, SessionEvent
from .refusals import Refusal
from .registry import COMMANDS, FACILITATOR, Command

OP_ID = re.compile(r"[A-Za-z0-9-]{8,36}")
BROKEN = Refusal("broken", "That could not be saved. Your words are still here.")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Order:
    """One operation as it was sent.

    participant_id: primary key. data: the form's fields, JSON values. op_id: the client's own id of
    this operation; the same one again returns the same event.
    """

    participant_id: int
    command: str
    data: dict
    op_id: str

    def fault(self) -> Refusal | None:
        """What is wrong with it before anybody is asked."""
        if not isinstance(self.command, str) or self.command not in COMMANDS:
            return Refusal("unknown", "This page is older than the server. Reload it.")
        if not isinstance(self.op_id, str) or not OP_ID.fullmatch(self.op_id):
            return Refusal("bad_op_id", "This was sent without its own id. Reload the page.")
        if not isinstance(self.data, dict):
            return Refusal("invalid", "Send the fields by name.")
        return None


@dataclass
class Outcome:
    """What came of orders that were done together.

    answers: an event or a refusal for each order. events: the new ones, in order. memory: what may
    be drawn from without asking the database; None when more was done than adding.
    """

    answers: list[SessionEvent | Refusal]
    events: list[SessionEvent] = field(default_factory=list)
    memory: Memory | None = None
    repeats: int = 0

    def let_go(self) -> None:
        """After drawing: the next operation may use what is known of the room."""
        if self.memory:
            self.memory.keep()


def perform(participant_id: int, command: str, data: dict, op_id: str) -> SessionEvent:
    """Do one command for a participant and return its event, committed.

    Raises Refusal with the reason; then nothing has changed.
    """
    order = Order(participant_id, command, data, op_id)
    if fault := order.fault():
        raise fault
    person = Participant.objects.filter(pk=participant_id).only("session_id").first()
    if person is None:
        raise Refusal("gone", "You are no longer in this session.")
    outcome = perform_together(person.session_id, [order])
    outcome.let_go()
    (answer,) = outcome.answers
    if isinstance(answer, Refusal):
        raise answer
    return answer


def perform_together(session_pk: int, orders: list[Order]) -> Outcome:
    """Do orders of one session in one transaction, one after the other; committed on return.

    Raises DatabaseError when nothing could be saved at all.
    """
    with events.locked(session_pk) as written:
        told = events.earlier(session_pk, [(o.participant_id, o.op_id) for o in orders])
        batch = Batch(written, told)
        outcome = Outcome([batch.answer(order) for order in orders])
    outcome.events, outcome.repeats = written.recorded, batch.repeats
    if batch.only_added:
        outcome.memory = written.memory
    return outcome


class Batch:
    """Orders of one session under one lock."""

    def __init__(self, written: events.Log, told: dict):
        self.written, self.told = written, told
        self.only_added, self.is_stale, self.repeats = True, False, 0
        self.now = steady.now()

    def answer(self, order: Order) -> SessionEvent | Refusal:
        rule = COMMANDS[order.command]
        if not rule.adds:
            # It may ask for anything, so everything before it has to be in the tables.
            self.written.write()
        place = self.written.here()
        try:
            return self.carry_out(order, rule)
        except Refusal as refusal:
            self.written.back_to(place)
            return refusal
        except OperationalError:
            raise
        except Exception:
            # The browser sends until it is answered: without an answer it would do so for ever.
            log.exception("A command failed")
            self.written.back_to(place)
            # What it told the memory before it broke never happened.
            self.written.write()
            self.only_added, self.is_stale = False, True
            return BROKEN

    def carry_out(self, order: Order, rule: Command) -> SessionEvent:
        if self.is_stale:
            self.written.memory.renew()
            self.is_stale = False
        body_hash = events.hash_body(order.command, order.data)
        actor = self.written.memory.person(order.participant_id)
        if actor is None:
            raise Refusal("gone", "You are no longer in this session.")
        if done := self.told.get((order.participant_id, order.op_id)):
            self.repeats += 1
            return same_or_conflict(done, body_hash)
        act = events.Act(self.written, actor, order.op_id, body_hash, self.now)
        with refused.remembered(act):
            event = self.do_add(act, rule, order) if rule.adds else self.do(act, rule, order)
        self.told[order.participant_id, order.op_id] = event
        return event

    def do_add(self, act: events.Act, rule: Command, order: Order) -> SessionEvent:
        """It writes nothing itself: its row waits and is written with the others."""
        check_may(act, rule)
        return rule.operation(act, **read(rule, order.data, act.session))

    def do(self, act: events.Act, rule: Command, order: Order) -> SessionEvent:
        """In a savepoint of its own; afterwards nothing is taken as known."""
        self.only_added = False
        try:
            with transaction.atomic():
                check_may(act, rule)
                fields = read(rule, order.data, act.session)
                if rule.operation is None:
                    event = undoing.take(act, order.command, fields, check_may, read)
                else:
                    event = rule.operation(act, **fields)
                self.written.write()
            return event
        finally:
            self.is_stale = True


def same_or_conflict(event: SessionEvent, body_hash: str) -> SessionEvent:
    """The event that this op id already made. The same id with another body is a conflict."""
    if event.body_hash != body_hash:
        raise Refusal("op_conflict", "This was already sent with other words. Send it anew.")
    return event


def read(rule: Command, data: dict, session) -> dict:
    """The fields as the operation wants them."""
    form = rule.form.filled(data, session=session)
    if not form.is_valid():
        fields = {name: str(errors[0]) for name, errors in form.errors.items()}
        raise Refusal("invalid", next(iter(fields.values())), fields=fields)
    return form.arguments()


def check_may(act: events.Act, rule: Command) -> None:
    """Who, which session state, which phase: refuse with the reason that fits."""
    session = act.session
    if not act.actor.may_enter(act.now):
        raise Refusal("gone", "You are no longer in this session.")
    if rule.who == FACILITATOR and act.actor.pk != session.facilitator_id:
        raise Refusal("not_facilitator", "Only the facilitator steers this.")
    if session.is_closed:
        raise Refusal("closed", "The session is closed. Your words are still here: copy them.")
    if not session.started_at and not rule.before_start:
        raise Refusal("not_started", "The session has not started yet.")
    if session.phase not in rule.phases:
        here = phases.index(session.phase)
        if all(phases.index(slug) > here for slug in rule.phases):
            raise Refusal("ahead", "That phase has not been opened yet.")
        raise Refusal("phase_over", f"The room is at “{session.current.name}” now.")
