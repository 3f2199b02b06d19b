"""Fields that every command's form is made of."""

import re
import threading
import unicodedata

from django import forms
from django.core.exceptions import ValidationError

from facilitation.models import TEXT_LIMIT

PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{1,22}")
# Overrides and isolates make a line read other than it is stored ("Trojan source").
REORDERING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def no_hidden_characters(text: str) -> None:
    for character in text:
        if character in REORDERING:
            raise ValidationError(
                "There are characters in here that change the reading direction. "
                "Remove them and send again."
            )
        if unicodedata.category(character) == "Cc" and character not in "\n\t\r":
            raise ValidationError(
                "There are invisible control characters in here. Remove them and send again."
            )
        if "\ud800" <= character <= "\udfff":
            raise ValidationError("Half a character got in here. Remove it and send again.")


class Words(forms.CharField):
    """Somebody's words: trimmed, limited, and free of hidden characters."""

    def __init__(self, *, empty="Write a few words first.", limit=TEXT_LIMIT, **kwargs):
        super().__init__(
            max_length=limit,
            validators=[no_hidden_characters],
            error_messages={
                "required": empty,
                "max_length": f"That is %(show_value)s characters. {limit:,} fit here: "
                "split it in two.",
            },
            **kwargs,
        )

    def to_python(self, value):
        if value is not None and not isinstance(value, str):
            raise ValidationError("Send text.")
        return super().to_python(value)


class Line(Words):
    """One line of words: inner line breaks become spaces."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class Thing(forms.Field):
    """A thing on this session's boards by its public id, never by anybody else's."""

    def __init__(self, relation: str, *, gone="That is no longer on the board.", **kwargs):
        self.relation, self.gone = relation, gone
        self.removed_too = kwargs.pop("removed_too", False)
        super().__init__(error_messages={"required": gone}, **kwargs)

    def things(self):
        return getattr(self.session, self.relation).all()

    def to_python(self, value):
        if value in (None, ""):
            return None
        # What no id looks like is never asked of a database, which may not take it as text.
        if not isinstance(value, str) or not PUBLIC_ID.fullmatch(value):
            raise ValidationError(self.gone)
        thing = self.things().filter(public_id=value).first()
        removed = getattr(thing, "removed_at", None)
        if thing is None or (removed and not self.removed_too):
            raise ValidationError(self.gone)
        return thing


class Rungs(Thing):
    def __init__(self, **kwargs):
        super().__init__("chains", gone="That rung is no longer there.", **kwargs)

    def things(self):
        from facilitation.models import Rung

        return Rung.objects.filter(chain__session=self.session, chain__removed_at=None)


_forms = threading.local()


class BoardForm(forms.Form):
    """A command's form; it looks things up in one session only."""

    use_required_attribute = False
    confirm = forms.CharField(required=False, max_length=40)

    def __init__(self, data, *, session):
        super().__init__(data)
        self._look_in(session)

    def _look_in(self, session) -> None:
        self.session = session
        for field in self.fields.values():
            field.session = session

    @classmethod
    def filled(cls, data, *, session):
        """A form for these data. The same object is filled anew each time, one a thread: copying
        every field, as Django does for pages that change their fields, is most of a form's cost."""
        form = getattr(_forms, cls.__name__, None)
        if type(form) is not cls:
            form = cls(data, session=session)
            setattr(_forms, cls.__name__, form)
            return form
        form.data, form._errors, form.cleaned_data = data, None, {}
        form._look_in(session)
        return form

    def arguments(self) -> dict:
        """What the operation is called with."""
        cleaned = dict(self.cleaned_data)
        if not self.takes_confirm:
            cleaned.pop("confirm", None)
        return cleaned

    takes_confirm = False


class Nothing(BoardForm):
    """For commands that need no words."""


class OwnEvent(BoardForm):
    """One's own event by its number in the log; without one, the last that can be taken back."""

    seq = forms.IntegerField(min_value=1, required=False)


UNSEEN = "This was sent without what you saw before. Reload the page and send it again."


class Base(BoardForm):
    """For edits: the version that the writer saw, so that nobody's words are overwritten unseen."""

    base = forms.IntegerField(min_value=0, error_messages={"required": UNSEEN})


class MaybeBase(BoardForm):
    """For what takes words off a board: only while they are still of this version, if one is sent.

    An undo sends it. Whoever presses "Remove" means the thing, whatever it says by now.
    """

    base = forms.IntegerField(min_value=0, required=False)


class Was(forms.Field):
    """The value that the form showed: a text that may be empty, but never missing."""

    def clean(self, value):
        if not isinstance(value, str):
            raise ValidationError(UNSEEN)
        return " ".join(value.split())
