"""The timeline: stickies and marks."""

from datetime import timedelta

from facilitation import addresses as touched
from facilitation.models import Mark, Sticky
from facilitation.refusals import Refusal

from .common import check_base, remove, restore, rewrite

BEFORE_START = "before_start"
LONGEST_BEFORE = timedelta(days=366)
# Rows after this many are a different problem than a meeting can solve.
MOST_STICKIES = 400


def check_time(act, at, confirm: str) -> None:
    incident = act.session.incident
    if at > act.now:
        raise Refusal(
            "future",
            "That time has not come yet.",
            fields={"when": "That time is in the future. Check the day."},
        )
    if at < incident.started_at - LONGEST_BEFORE:
        raise Refusal(
            "too_early",
            "That is more than a year before the incident.",
            fields={"when": "That is more than a year before the incident. Check the date."},
        )
    if at < incident.started_at.replace(second=0, microsecond=0) and confirm != BEFORE_START:
        raise Refusal(
            "before_start",
            "That is before the incident started.",
            fields={
                "when": "That is before the incident started. If the change really came earlier, "
                "add it all the same."
            },
            confirm=BEFORE_START,
        )


def add_sticky(act, *, kind, text, at, approximate, confirm=""):
    check_time(act, at, confirm)
    if act.session.stickies.filter(removed_at=None).count() >= MOST_STICKIES:
        raise Refusal("full", f"The line holds {MOST_STICKIES} notes. Remove or join some first.")
    sticky = Sticky.objects.create(
        session=act.session, kind=kind, text=text, at=at, approximate=approximate
    )
    return act.record(
        "sticky_added",
        touched.line(at),
        touched.MEASURES,
        touched.READY,
        thing=sticky.public_id,
    )


def edit_sticky(act, *, sticky, kind, text, at, approximate, base=None, confirm=""):
    check_base(sticky, base)
    if at != sticky.at:
        check_time(act, at, confirm)
    before = sticky.at
    rewrite(sticky, kind=kind, text=text, at=at, approximate=approximate)
    return act.record(
        "sticky_edited",
        touched.line(before),
        touched.line(at),
        touched.MEASURES,
        touched.READY,
        thing=sticky.public_id,
    )


def remove_sticky(act, *, sticky):
    remove(act, sticky)
    return act.record(
        "sticky_removed",
        touched.line(sticky.at),
        touched.MEASURES,
        touched.READY,
        thing=sticky.public_id,
        undo="restore_sticky",
    )


def restore_sticky(act, *, sticky):
    restore(sticky)
    return act.record(
        "sticky_restored",
        touched.line(sticky.at),
        touched.MEASURES,
        touched.READY,
        thing=sticky.public_id,
    )


def mark_sticky(act, *, sticky, mark):
    """Say that this sticky is the change, symptom, detection or resolution; the old mark moves."""
    held = Mark.objects.filter(session=act.session, kind=mark).select_related("sticky").first()
    lines = [touched.line(sticky.at)]
    if held:
        lines.append(touched.line(held.sticky.at))
    Mark.objects.update_or_create(session=act.session, kind=mark, defaults={"sticky": sticky})
    return act.record("sticky_marked", *lines, touched.MEASURES, touched.READY, mark=mark)


def unmark_sticky(act, *, sticky, mark):
    sticky.marks.filter(kind=mark).delete()
    return act.record(
        "sticky_unmarked", touched.line(sticky.at), touched.MEASURES, touched.READY, mark=mark
    )


def park_sticky(act, *, sticky):
    """Turn a note that argues into a question for the root cause phase."""
    remove(act, sticky)
    question = act.session.questions.create(text=sticky.text)
    return act.record(
        "sticky_parked",
        touched.line(sticky.at),
        touched.MEASURES,
        touched.READY,
        touched.question(question),
        touched.PARKING,
        thing=question.public_id,
    )
