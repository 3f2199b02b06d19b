"""Steps of the frame that only take others back: an undo of the facilitator's comes here."""

from facilitation import addresses as touched
from facilitation.refusals import Refusal
from playbook import phases

from .frame import CLOCK, enter, stretch


def go_forward(act, *, phase):
    """Return to a phase where the room has been, after going back from it."""
    session = act.session
    here = phases.index(session.phase)
    if not here < phases.index(phase) <= session.furthest:
        raise Refusal("not_next", "The room has not been at that phase yet.")
    return enter(act, phase, "phase_resumed", back=("go_back", {"phase": session.phase}))


def unskip_phase(act, *, phase, because=""):
    """Go back to before a phase that was left out. because: its reason before, if it had one."""
    before, beyond = phases.preceding(phase), phases.following(phase)
    clock = act.session.clocks.get(phase=phase)
    is_there = before and beyond and act.session.phase == beyond.slug
    if not is_there or not clock.skipped_because:
        raise Refusal("not_back", "The room has gone on from there.")
    back = ("skip_phase", {"phase": phase, "because": clock.skipped_because})
    clock.skipped_because = because
    clock.save(update_fields=["skipped_because"])
    return enter(act, before.slug, "phase_unskipped", back=back)


def return_minutes(act, *, phase, minutes, to=""):
    """Take minutes from a phase again; `to` is the phase that had lent them, if one had."""
    stretch(act, phase, -minutes)
    if to:
        stretch(act, to, minutes)
    return act.record(
        "minutes_returned",
        *CLOCK,
        touched.GUIDE,
        minutes=minutes,
        back=minutes_again(act, phase, minutes, to),
    )


def minutes_again(act, phase, minutes, to):
    if phase != act.session.phase:
        return None
    return (
        ("take_minutes", {"phase": to, "minutes": minutes})
        if to
        else ("add_minutes", {"minutes": minutes})
    )
