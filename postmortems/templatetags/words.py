"""Times, durations and counts as people say them."""

from datetime import timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django import template
from django.templatetags.static import static
from lucide.templatetags.lucide import lucide

from playbook import deadlines, durations

register = template.Library()


@register.filter
def moment(at, zone: str) -> str:
    """An aware datetime as "Wed 9:35 am" in the incident's zone."""
    if at is None:
        return "not known"
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%a} {clock(at, zone)}"


@register.filter
def clock(at, zone: str) -> str:
    """An aware datetime as "9:35 am" in the incident's zone."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"


@register.filter
def dated_moment(at, zone: str) -> str:
    """An aware datetime as "Tue 8 Dec, 4:47 pm"."""
    if at is None:
        return "not known"
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b}, {clock(at, zone)}"


@register.filter
def short_date(value) -> str:
    """A date as "9 Dec 2026"."""
    return f"{value.day} {value:%b %Y}" if value else "not known"


@register.filter
def day_words(value) -> str:
    return deadlines.day_words(value) if value else ""


@register.filter
def long_day(value) -> str:
    return deadlines.long_day(value) if value else ""


@register.filter
def duration(delta: timedelta | None) -> str:
    return "not known" if delta is None else durations.in_words(delta)


@register.filter
def counted(number: int, words: str) -> str:
    """{{ 3|counted:"question,questions" }} gives "3 questions"."""
    one, many = words.split(",")
    return f"{number} {one if number == 1 else many}"


@register.filter
def initials(name: str) -> str:
    parts = name.split()
    if not parts:
        return "?"
    return (parts[0][0] + parts[-1][0] if len(parts) > 1 else parts[0][:2]).upper()


@register.filter
def words(text: str) -> list[str]:
    return text.split()


@register.simple_tag
def static_css(name: str) -> str:
    return static(f"css/{name}.css")


@register.simple_tag
def static_js(name: str) -> str:
    return static(f"js/{name}.js")


@register.simple_tag
def icon(name: str, size: str = "") -> str:
    """A Lucide icon, drawn once and kept: `{% icon "check" "s" %}`, sizes "", "s", "l"."""
    return _drawn(str(name), str(size))


@cache
def _drawn(name: str, size: str) -> str:
    return lucide(name, size=None, aria_hidden="true", **{"class": f"i i--{size}" if size else "i"})


@register.filter
def sort_key(number: int) -> str:
    """A number as text that sorts as the number does."""
    return f"{number:012d}"


@register.filter
def minutes_seconds(seconds: int) -> str:
    return f"{'-' if seconds < 0 else ''}{abs(seconds) // 60}:{abs(seconds) % 60:02d}"


@register.filter
def whole_minutes(seconds: int) -> str:
    return f"{max(seconds // 60, 0)} min"


@register.filter
def dated_input(at, zone: str) -> str:
    """An aware datetime as a field takes it back without doubt: "2026-12-09 09:35"."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


@register.filter
def before_hash(address: str) -> str:
    return address.partition("#")[0]


@register.filter
def as_sentence(text: str) -> str:
    """ "no test exists" becomes "No test exists.", as a first draft of a sentence."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?')) else '.'}"
