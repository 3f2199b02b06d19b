"""The names that a time zone field proposes."""

from zoneinfo import available_timezones

from django import template

register = template.Library()

PLACES = {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian"}
PLACES |= {"Pacific"}


@register.simple_tag
def zone_names() -> list[str]:
    """UTC and every place; the old aliases are understood but not proposed."""
    return ["UTC", *sorted(name for name in available_timezones() if name.split("/")[0] in PLACES)]
