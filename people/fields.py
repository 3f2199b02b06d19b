"""Form fields for words people type: one line, nothing hidden in it, and kind sentences."""

import re
from zoneinfo import available_timezones

from django import forms

# Controls and the marks that turn text around: what they hide could read as something else.
HIDDEN = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


class PlainText(forms.CharField):
    """One line of text. Line breaks become spaces; hidden characters are named, not removed."""

    default_error_messages = {
        "required": "This needs a few words.",
        "max_length": "Keep it to %(limit_value)d characters. This has %(show_value)d.",
        "hidden": "There are characters in here that cannot be seen. Type it again, please.",
        "null_characters_not_allowed": "There are characters in here that cannot be seen. "
        "Type it again, please.",
    }

    def to_python(self, value):
        return re.sub(r"\s+", " ", super().to_python(value)).strip()

    def validate(self, value):
        super().validate(value)
        if HIDDEN.search(value):
            raise forms.ValidationError(self.error_messages["hidden"], code="hidden")


class ZoneField(PlainText):
    """A time zone by its IANA name, such as Europe/Berlin."""

    default_error_messages = {
        "required": "Pick a time zone, such as Europe/London.",
        "zone": "That is no time zone we know. Pick one from the list, such as Europe/London.",
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"list": "zones"}))
        super().__init__(max_length=64, **kwargs)

    def validate(self, value):
        super().validate(value)
        if value and value not in available_timezones():
            raise forms.ValidationError(self.error_messages["zone"], code="zone")


class EmailField(forms.EmailField):
    default_error_messages = {
        "required": "This needs an email address.",
        "invalid": "That does not look like an email address. Check it, please.",
    }

    def to_python(self, value):
        return super().to_python(value).lower()


class Styled:
    """Gives text-like inputs the class of our fields, and no colon to the labels."""

    PLAIN = (forms.RadioSelect, forms.CheckboxInput, forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, self.PLAIN):
                field.widget.attrs.setdefault("class", "in")
