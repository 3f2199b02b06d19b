"""The one function behind both doors: `perform` checks who, when and what, then does it.

Everything is checked inside the operation's own transaction. A refusal is an answer, not an error.
"""

import re

from playbook import phases

from . import events
from .models import SessionEvent
from .refusals import Refusal
from .registry import COMMANDS, FACILITATOR, Command

OP_ID = re.compile(r"[A-Za-z0-9-]{8,36}")


def perform(participant_id: int, command: str, data: dict, op_id: str) -> SessionEvent:
    """Do one command for a participant and return its event, committed.

    participant_id: the participant's primary key. data: the form's fields, JSON values. op_id: the
    client's own id of this operation; the same one again returns the same event.
    Raises Refusal with the reason; then nothing has changed.
    """
    rule = COMMANDS.get(command) if isinstance(command, str) else None
    if rule is None:
        raise Refusal("unknown", "This page is older than the server. Reload it.")
    if not OP_ID.fullmatch(op_id or ""):
        raise Refusal("bad_op_id", "This was sent without its own id. Reload the page.")
    if not isinstance(data, dict):
        raise Refusal("invalid", "Send the fields by name.")
    body_hash = events.hash_body(command, data)
    with events.act(participant_id, op_id, body_hash) as act:
        if done := events.earlier(act):
            return done
        check_may(act, rule)
        form = rule.form(data, session=act.session)
        if not form.is_valid():
            fields = {name: str(errors[0]) for name, errors in form.errors.items()}
            raise Refusal("invalid", next(iter(fields.values())), fields=fields)
        return rule.operation(act, **form.arguments())


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
