"""The close: what was agreed becomes actions and a row in the log, with nothing typed twice."""

from facilitation import addresses as touched
from facilitation.clock import book
from facilitation.models import Candidate
from facilitation.promises import live_ideas, parked_ideas, promises, today
from facilitation.refusals import Refusal
from incidents.models import Action

from .actions import Step
from .common import check_was


def set_sentences(act, *, what_happened, impact, was_what_happened, was_impact):
    """Also takes them back, by a form that lets them be as empty as they were."""
    incident = act.session.incident
    former = {"what_happened": incident.what_happened, "impact": incident.impact}
    check_was(
        what_happened=(incident.what_happened, was_what_happened),
        impact=(incident.impact, was_impact),
    )
    incident.what_happened, incident.impact = what_happened, impact
    incident.save(update_fields=["what_happened", "impact"])
    was = {"was_what_happened": what_happened, "was_impact": impact}
    return act.record(
        "sentences_set",
        touched.CLOSING,
        touched.CONTROLS,
        back=("restore_sentences", former | was),
    )


def set_follow_up(act, *, date):
    if date <= today(act.session):
        sentence = "Pick a day after today."
        raise Refusal("past", sentence, fields={"date": sentence})
    return check_back_on(act, date, "follow_up_set")


def clear_follow_up(act):
    return check_back_on(act, None, "follow_up_cleared")


def check_back_on(act, date, name):
    former = act.session.follow_up_on
    act.session.follow_up_on = date
    act.session.save(update_fields=["follow_up_on"])
    return act.record(
        name,
        touched.CLOSING,
        touched.VOW,
        touched.CONTROLS,
        back=("set_follow_up", {"date": former.isoformat()}) if former else ("clear_follow_up", {}),
    )


def missing_for_close(session) -> list[str]:
    """What still has to be said before the session can close, in short phrases."""
    missing = []
    found = promises(session)
    if session.step != Step.READING:
        missing.append("read the actions aloud")
    ready = sum(promise.is_ready for promise in found)
    if not ready:
        missing.append("have at least one action with an owner and a date")
    if ready == 1 and not session.single_action_because:
        missing.append("say why one action is enough")
    if any(p.is_ready and p.idea.answer == Candidate.Answer.WAITING for p in found):
        missing.append("hear each owner's yes")
    if not session.follow_up_on:
        missing.append("set the follow-up date")
    if not session.incident.what_happened:
        missing.append("say what happened")
    if not session.incident.impact:
        missing.append("say what the impact was")
    return missing


def close_session(act):
    session = act.session
    if missing := missing_for_close(session):
        raise Refusal("not_yet", f"Before closing: {', '.join(missing)}.")
    book(session, act.now)
    session.clock_started_at = session.paused_at = None
    session.closed_at = act.now
    session.save(update_fields=["clock_started_at", "paused_at", "closed_at"])
    commit_actions(session)
    write_log_row(session, act.now)
    return act.record("session_closed", *touched.TURN, touched.DIRECTIVE, touched.LOBBY)


def commit_actions(session) -> None:
    ready = [promise.idea for promise in promises(session) if promise.is_ready]
    Action.objects.bulk_create(
        Action(
            incident=session.incident,
            kind=Action.Kind.COMMITTED,
            position=place,
            text=idea.text,
            owner_name=idea.owner_name,
            owner=idea.owner.user if idea.owner else None,
            deadline=idea.deadline,
            done_when=idea.done_when,
            accepted_at=idea.answered_at,
        )
        for place, idea in enumerate(ready, start=1)
    )
    not_ready = {p.idea.pk: p.readiness.word for p in promises(session) if not p.is_ready}
    rest = [idea for idea in live_ideas(session) if idea.pk not in {each.pk for each in ready}]
    Action.objects.bulk_create(
        Action(
            incident=session.incident,
            kind=Action.Kind.PARKED,
            text=idea.text,
            owner_name=idea.owner_name,
            parked_because=idea.parked_because or not_ready.get(idea.pk) or "Below the line",
        )
        for idea in [*rest, *parked_ideas(session)]
    )


def write_log_row(session, now) -> None:
    incident = session.incident
    incident.held_at = now
    incident.root_cause = session.gap_sentence
    incident.follow_up_on = session.follow_up_on
    incident.save(update_fields=["held_at", "root_cause", "follow_up_on"])
