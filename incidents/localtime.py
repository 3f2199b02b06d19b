"""Times as people type them into a page: without a zone, meant in the incident's."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django import forms

TYPED = "%Y-%m-%dT%H:%M"


class LocalTimeField(forms.Field):
    """A naive datetime from an `<input type="datetime-local">`."""

    default_error_messages = {
        "required": "Say when it started. A guess to the hour is fine.",
        "invalid": "That is no time on the calendar. Pick a day and a time.",
    }

    def __init__(self, **kwargs):
        kwargs.setdefault(
            "widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format=TYPED)
        )
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            typed = datetime.fromisoformat(str(value).strip())
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        if typed.tzinfo or not 1990 <= typed.year <= 2200:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return typed.replace(microsecond=0)

    def has_changed(self, initial, data) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True


def as_typed(at: datetime | None, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).strftime(TYPED) if at else ""


def in_zone(typed: datetime, zone: str, not_before: datetime | None = None) -> datetime | None:
    """The moment meant; None where the clocks jumped over it.

    An hour that came twice is read as its first turn, unless only the second fits `not_before`.
    """
    for fold in (0, 1):
        local = typed.replace(tzinfo=ZoneInfo(zone), fold=fold)
        moment = local.astimezone(UTC)
        if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != typed:
            return None
        if not_before is None or moment >= not_before:
            return moment
    return typed.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
