"""How the log and the incident page say what stands in a row."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django import template

from playbook import durations

register = template.Library()

HOUR = timedelta(hours=1)
STATUS = {
    "open": ("circle-dashed", "plain", "Open"),
    "scheduled": ("calendar", "plain", "Scheduled"),
    "held": ("check", "ready", "Held"),
    "actions_open": ("circle-dashed", "plain", "Actions open"),
    "closed": ("check", "ready", "Closed"),
}


@register.inclusion_tag("incidents/_status.html")
def status_pill(incident) -> dict:
    """Icon, tone and words; an overdue action is said before anything else."""
    icon, tone, words = STATUS[incident.status]
    if incident.status == "actions_open" and incident.late_count:
        count = "One" if incident.late_count == 1 else str(incident.late_count)
        icon, tone, words = "clock", "late", f"{count} overdue"
    return {"icon": icon, "tone": tone, "words": words}


@register.filter
def hours_left(incident) -> str:
    """ "31 h left", "late, 5 h over"; whole hours, as a row has little room."""
    left = incident.time_left
    if left is None:
        return "not over yet"
    if left >= timedelta():
        return f"{left // HOUR} h left" if left >= HOUR else "under an hour left"
    return f"late, {-left // HOUR} h over" if -left >= HOUR else "late, just over"


@register.filter
def is_past(left: timedelta | None) -> bool:
    return left is not None and left < timedelta()


@register.filter
def amount(delta: timedelta) -> str:
    """ "5 h 10 min", before or after the point alike."""
    return durations.in_words(abs(delta))


@register.filter
def boxes(incident) -> list[str]:
    """One state for each action: done or dropped first, then overdue, then open."""
    waiting = incident.action_count - incident.finished_count - incident.late_count
    return (
        ["is-done"] * incident.finished_count + ["is-late"] * incident.late_count + [""] * waiting
    )


@register.filter
def day_in(at, zone: str):
    return at.astimezone(ZoneInfo(zone)).date()


@register.filter
def days_joined(incidents, zone: str) -> str:
    """ "9 Dec, 3 Nov and 12 Oct"."""
    days = [day_in(incident.started_at, zone) for incident in incidents]
    words = [f"{day.day} {day:%b}" for day in days]
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


@register.filter
def clock24(at, zone: str) -> str:
    """ "Wed 11:14", for the ends of the drawn line."""
    return f"{at.astimezone(ZoneInfo(zone)):%a %H:%M}"
