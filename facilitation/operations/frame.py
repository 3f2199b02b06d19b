"""The frame around the boards: starting, phases, the clock, chairs and people."""

import secrets

from facilitation import addresses as touched
from facilitation.clock import LONGEST, NEW_SITTING_AFTER, book
from facilitation.models import CODE_ALPHABET, Participant, Question
from facilitation.refusals import Refusal
from playbook import phases, seats

from .lobby import let_in
from .whys import first_chain

CLOCK = (touched.RAIL, touched.CONTROLS, touched.BANNER)


def start_session(act):
    session = act.session
    if session.incident.resolved_at is None:
        raise Refusal(
            "not_resolved",
            "The incident is not over yet. Keep to the incident channel for now, and start when "
            "it has a resolution time.",
        )
    if session.started_at:
        raise Refusal("already", "The session has already started.")
    session.started_at = session.clock_started_at = act.now
    session.save(update_fields=["started_at", "clock_started_at"])
    return act.record("session_started", *touched.TURN)


def advance_phase(act, *, phase):
    session = act.session
    follows = phases.following(session.phase)
    if follows is None or follows.slug != phase:
        raise Refusal("not_next", "Each phase opens only from the one before it.")
    return enter(act, phase, "phase_advanced", back=("go_back", {"phase": session.phase}))


def go_back(act, *, phase):
    here = act.session.phase
    if phases.index(phase) >= phases.index(here):
        raise Refusal("not_back", "That phase has not been yet.")
    return enter(act, phase, "phase_reopened", back=("go_forward", {"phase": here}))


def skip_phase(act, *, phase, because):
    """Leave out the phase that would come next, for a reason that the write-up keeps."""
    session = act.session
    follows = phases.following(session.phase)
    beyond = phases.following(phase)
    if follows is None or follows.slug != phase or beyond is None:
        raise Refusal("not_next", "Only the phase that comes next can be left out.")
    clock = session.clocks.get(phase=phase)
    back = ("unskip_phase", {"phase": phase, "because": clock.skipped_because})
    clock.skipped_because = because
    clock.save(update_fields=["skipped_because"])
    return enter(act, beyond.slug, "phase_skipped", back=back)


def enter(act, phase, name, back):
    session = act.session
    if not session.started_at:
        raise Refusal("not_started", "Start the session first.")
    if session.phase == "whys" and phases.index(phase) > phases.index("whys"):
        check_parked_settled(session)
    book(session, act.now)
    session.phase = phase
    session.furthest = max(session.furthest, phases.index(phase))
    session.directive_up = False
    session.save(update_fields=["phase", "furthest", "clock_started_at", "directive_up"])
    if phase == "whys":
        first_chain(act)
    return act.record(name, *touched.TURN, touched.DIRECTIVE, phase=phase, back=back)


def check_parked_settled(session) -> None:
    waiting = session.questions.filter(removed_at=None, outcome=Question.Outcome.WAITING).count()
    if waiting:
        what = "One parked question waits" if waiting == 1 else f"{waiting} parked questions wait"
        raise Refusal(
            "parked_waiting",
            f"{what}: answer it, make it a why, or leave it parked.",
        )


def pause_clock(act):
    session = act.session
    if not session.is_running:
        raise Refusal("already", "The clock is already paused.")
    book(session, act.now)
    session.clock_started_at, session.paused_at = None, act.now
    session.save(update_fields=["clock_started_at", "paused_at"])
    return act.record("clock_paused", *CLOCK, back=("resume_clock", {}))


def resume_clock(act):
    session = act.session
    if session.is_running or not session.started_at:
        raise Refusal("already", "The clock is not paused.")
    if session.paused_at and act.now - session.paused_at > NEW_SITTING_AFTER:
        session.sitting += 1
    session.clock_started_at, session.paused_at = act.now, None
    session.save(update_fields=["clock_started_at", "paused_at", "sitting"])
    return act.record("clock_resumed", *CLOCK, back=("pause_clock", {}))


def add_minutes(act, *, minutes):
    here = act.session.phase
    stretch(act, here, minutes)
    back = ("return_minutes", {"phase": here, "minutes": minutes})
    return act.record("minutes_added", *CLOCK, minutes=minutes, back=back)


def take_minutes(act, *, phase, minutes):
    """Move minutes from a phase that is still to come to the one that is running."""
    if phases.index(phase) <= phases.index(act.session.phase):
        raise Refusal("not_later", "Minutes come from a phase that is still ahead.")
    here = act.session.phase
    stretch(act, phase, -minutes)
    stretch(act, here, minutes)
    back = ("return_minutes", {"phase": here, "minutes": minutes, "to": phase})
    return act.record(
        "minutes_taken", *CLOCK, touched.GUIDE, phase=phase, minutes=minutes, back=back
    )


def stretch(act, phase, minutes) -> None:
    clock = act.session.clocks.get(phase=phase)
    planned = clock.planned + minutes * 60
    if not 60 <= planned <= LONGEST:
        raise Refusal("no_minutes", "There are no such minutes to give there.")
    clock.planned = planned
    clock.save(update_fields=["planned"])


def read_directive(act):
    """Ticked by whoever read it aloud."""
    act.session.directive_read_by = act.actor.name
    act.session.save(update_fields=["directive_read_by"])
    return act.record("directive_read", touched.BOARD, touched.READY)


def show_directive(act):
    return lift(act, True, "directive_shown")


def lower_directive(act):
    return lift(act, False, "directive_lowered")


def lift(act, up, name):
    act.session.directive_up = up
    act.session.save(update_fields=["directive_up"])
    back = ("lower_directive" if up else "show_directive", {})
    return act.record(name, touched.DIRECTIVE, back=back)


def hand_over(act, *, participant, because=""):
    """Give the facilitator's role to somebody with an account who is here."""
    if participant.removed_at or participant.is_guest:
        raise Refusal(
            "needs_account", "The facilitator needs an account. Ask a colleague who has one."
        )
    session = act.session
    before = session.facilitator
    session.chairs.filter(seat="facilitator").update(name=participant.name)
    session.facilitator = participant
    session.close_to_it_because = reason_for_closeness(session, because)
    session.save(update_fields=["facilitator", "close_to_it_because"])
    return act.record(
        "facilitator_changed",
        touched.PEOPLE,
        touched.BANNER,
        reload=turned(before, participant),
    )


def turned(*people) -> list[str]:
    """Whose pages change their role, and so are loaded anew."""
    return [person.public_id for person in people if person]


def reason_for_closeness(session, because) -> str:
    """Why the facilitator may sit this close to the incident; "" when they do not."""
    lead = session.chairs.get(seat="facilitator")
    held = session.chairs.filter(name__iexact=lead.name).exclude(name="")
    conflict = seats.too_close(chair.seat for chair in held)
    if conflict and not because:
        raise Refusal("too_close", conflict, fields={"because": conflict})
    return because if conflict else ""


def remove_participant(act, *, participant):
    if participant.pk == act.session.facilitator_id:
        raise Refusal("is_facilitator", "Hand the facilitator's role over first.")
    participant.removed_at = act.now
    participant.save(update_fields=["removed_at"])
    return act.record(
        "participant_removed",
        touched.PEOPLE,
        touched.BALLOTS,
        touched.RANKING,
        out=participant.public_id,
    )


def change_join_code(act):
    """Old codes and links stop working at once."""
    session = act.session
    session.join_code = new_code()
    session.join_round += 1
    session.save(update_fields=["join_code", "join_round"])
    return act.record("join_code_changed", touched.CHAIRS, touched.JOIN)


def new_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(8))


def fill_chair(act, *, chair, name="", because="", confirm=""):
    """Say who sits there; an empty name empties the chair."""
    session = act.session
    before, is_new_lead = session.facilitator, chair.seat == "facilitator" and chair.name != name
    former = {"name": chair.name, "because": session.close_to_it_because}
    chair.name = name
    chair.save(update_fields=["name"])
    if chair.seat == "facilitator":
        give_lead(act, name)
    kept = "" if is_new_lead else session.close_to_it_because
    session.close_to_it_because = reason_for_closeness(session, because or kept)
    session.save(update_fields=["close_to_it_because", "facilitator"])
    return act.record(
        "chair_filled",
        touched.CHAIRS,
        touched.PEOPLE,
        touched.BALLOTS,
        touched.BANNER,
        reload=turned(before, session.facilitator) if before != session.facilitator else [],
        chair=chair.public_id,
        # A role is handed over in words, and not by a key that takes steps back.
        back=None if is_new_lead else ("fill_chair", {"chair": chair.public_id, **former}),
    )


def give_lead(act, name) -> None:
    session = act.session
    user = session.incident.team.members.filter(name__iexact=name).first()
    if user is None:
        sentence = "The facilitator needs an account in this team. Pick a colleague from the list."
        raise Refusal("needs_account", sentence, fields={"name": sentence})
    session.facilitator, _ = Participant.objects.get_or_create(
        session=session, user=user, defaults={"name": user.name}
    )
    if session.facilitator.removed_at:
        raise Refusal("needs_account", "They were taken out of the room. Ask them to join again.")
    let_in(session.facilitator, act.now)
