"""The timeline: stickies and marks."""

from datetime import timedelta

from django.conf import settings

from facilitation import addresses as touched
from facilitation.models import Mark, Sticky
from facilitation.refusals import Refusal
from facilitation.when import as_typed

from .common import check_base, remove, restore, rewrite, versions

BEFORE_START = "before_start"
LONGEST_BEFORE = timedelta(days=366)


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
    if act.memory.notes >= settings.MOST_NOTES:
        most = f"{settings.MOST_NOTES:,}"
        raise Refusal("full", f"The line holds {most} notes. Remove or join some first.")
    sticky = Sticky(session=act.session, kind=kind, text=text, at=at, approximate=approximate)
    act.add(sticky)
    return act.record(
        "sticky_added",
        *touched_by_new(act, sticky, is_first=act.memory.place(sticky)),
        thing=sticky.public_id,
        back=("remove_sticky", {"sticky": sticky.public_id, "base": sticky.version}),
    )


def touched_by_new(act, sticky, is_first) -> list[str]:
    """The first note of a minute moves its neighbours apart; any other only joins its moment."""
    if is_first:
        measures = [touched.MEASURES] if act.memory.marks else []
        return [touched.line(sticky.at), *measures, touched.READY]
    if sticky.kind == Sticky.Kind.EVENT:
        return [touched.sticky(sticky)]
    return [touched.sticky(sticky), touched.READY]


def edit_sticky(act, *, sticky, kind, text, at, approximate, base, confirm=""):
    before, text_before = sticky.at, sticky.text
    shown = {
        "kind": sticky.kind,
        "when": as_typed(before, sticky.approximate, act.session.zone),
    }
    check_base(sticky, base, **shown)
    if at != before:
        check_time(act, at, confirm)
    rewrite(sticky, kind=kind, text=text, at=at, approximate=approximate)
    return act.record(
        "sticky_edited",
        touched.line(before),
        touched.line(at),
        touched.MEASURES,
        touched.READY,
        thing=sticky.public_id,
        versions=versions(sticky),
        back=(
            "edit_sticky",
            shown
            | {
                "sticky": sticky.public_id,
                "text": text_before,
                "confirm": BEFORE_START,
                "base": sticky.version,
            },
        ),
    )


def remove_sticky(act, *, sticky, base=None):
    check_base(sticky, base)
    remove(act, sticky)
    return act.record(
        "sticky_removed",
        touched.line(sticky.at),
        touched.MEASURES,
        touched.READY,
        thing=sticky.public_id,
        versions=versions(sticky),
        back=("restore_sticky", {"sticky": sticky.public_id}),
    )


def restore_sticky(act, *, sticky):
    restore(sticky)
    return act.record(
        "sticky_restored",
        touched.line(sticky.at),
        touched.MEASURES,
        touched.READY,
        thing=sticky.public_id,
        versions=versions(sticky),
        back=("remove_sticky", {"sticky": sticky.public_id, "base": sticky.version}),
    )


def mark_sticky(act, *, sticky, mark):
    """Say that this sticky is the change, symptom, detection or resolution; the old mark moves."""
    held = Mark.objects.filter(session=act.session, kind=mark).select_related("sticky").first()
    lines = [touched.line(sticky.at)]
    if held:
        lines.append(touched.line(held.sticky.at))
    Mark.objects.update_or_create(session=act.session, kind=mark, defaults={"sticky": sticky})
    return act.record(
        "sticky_marked",
        *lines,
        touched.MEASURES,
        touched.READY,
        mark=mark,
        back=mark_back(held, sticky, mark),
    )


def mark_back(held, sticky, mark):
    """Where the mark was: on another note that still stands, or on none."""
    if held is None or held.sticky.removed_at:
        return "unmark_sticky", {"sticky": sticky.public_id, "mark": mark}
    if held.sticky == sticky:
        return None
    return "mark_sticky", {"sticky": held.sticky.public_id, "mark": mark}


def unmark_sticky(act, *, sticky, mark):
    gone, _ = sticky.marks.filter(kind=mark).delete()
    return act.record(
        "sticky_unmarked",
        touched.line(sticky.at),
        touched.MEASURES,
        touched.READY,
        mark=mark,
        back=("mark_sticky", {"sticky": sticky.public_id, "mark": mark}) if gone else None,
    )


def park_sticky(act, *, sticky, base=None):
    """Turn a note that argues into a question for the root cause phase."""
    check_base(sticky, base)
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
        versions=versions(sticky, question),
        back=(
            "unpark_sticky",
            {
                "sticky": sticky.public_id,
                "question": question.public_id,
                "base": question.version,
            },
        ),
    )


def unpark_sticky(act, *, sticky, question, base=None):
    """Make the question a note again, where it stood."""
    check_base(question, base)
    restore(sticky)
    remove(act, question)
    return act.record(
        "sticky_unparked",
        touched.line(sticky.at),
        touched.MEASURES,
        touched.READY,
        touched.question(question),
        touched.PARKING,
        thing=sticky.public_id,
        versions=versions(sticky, question),
        back=("park_sticky", {"sticky": sticky.public_id, "base": sticky.version}),
    )
