"""Forms of the timeline: stickies, marks, parked questions."""

from django import forms
from django.core.exceptions import ValidationError

from facilitation.models import Mark, Sticky
from facilitation.when import Unclear, read_when

from .base import Base, BoardForm, MaybeBase, Thing, Words


class WhenMixin(forms.Form):
    """`when` as the room says it becomes `at` and `approximate`."""

    takes_confirm = True

    def clean_when(self):
        text = self.cleaned_data["when"]
        incident = self.session.incident
        try:
            return read_when(
                text,
                start=incident.started_at,
                end=incident.resolved_at or incident.started_at,
                zone=incident.zone,
            )
        except Unclear as unclear:
            raise ValidationError(str(unclear)) from unclear

    def arguments(self):
        cleaned = super().arguments()
        cleaned["at"], cleaned["approximate"] = cleaned.pop("when")
        return cleaned


def when_field():
    return forms.CharField(
        max_length=40,
        error_messages={"required": "When was it? About is fine: ~9:00 am."},
    )


class AddSticky(WhenMixin, BoardForm):
    kind = forms.ChoiceField(choices=Sticky.Kind)
    when = when_field()
    text = Words(empty="What happened? A few words are enough.")


class EditSticky(WhenMixin, Base):
    sticky = Thing("stickies", gone="That note was removed meanwhile. Add it anew.")
    kind = forms.ChoiceField(choices=Sticky.Kind)
    when = when_field()
    text = Words(empty="A note needs a few words. To take it away, remove it.")


class PickSticky(BoardForm):
    sticky = Thing("stickies")


class TakeSticky(PickSticky, MaybeBase):
    pass


class PickRemovedSticky(BoardForm):
    sticky = Thing("stickies", removed_too=True)


class UnparkSticky(PickRemovedSticky, MaybeBase):
    question = Thing("questions", gone="That question is no longer parked.")


class MarkSticky(PickSticky):
    mark = forms.ChoiceField(choices=Mark.Kind)


class ParkQuestion(BoardForm):
    text = Words(empty="What do you want to ask later?")


class EditQuestion(Base):
    question = Thing("questions")
    text = Words(empty="A question needs a few words.")


class PickQuestion(BoardForm):
    question = Thing("questions")


class TakeQuestion(PickQuestion, MaybeBase):
    pass


class PickRemovedQuestion(BoardForm):
    question = Thing("questions", removed_too=True)
