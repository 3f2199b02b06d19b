"""Forms of the actions phase: ideas, ranking, promises, the reading and the close."""

from django import forms

from incidents import sentences

from .base import Base, BoardForm, Line, MaybeBase, Thing, Was, Words
from .people import Person


class AddIdea(BoardForm):
    text = Words(empty="What could we change? A few words are enough.", limit=500)


class EditIdea(Base):
    idea = Thing("candidates", gone="That idea was removed meanwhile. Add it anew.")
    text = Words(empty="An idea needs a few words. To take it away, remove it.", limit=500)


class PickIdea(BoardForm):
    idea = Thing("candidates")


class TakeIdea(PickIdea, MaybeBase):
    pass


class Placed(BoardForm):
    """Where in the room's order an idea goes, counted from one; nothing means to the end."""

    to = forms.IntegerField(min_value=1, max_value=200, required=False)


class RestoreIdea(Placed):
    idea = Thing("candidates", removed_too=True)


class UnparkIdea(PickIdea, Placed):
    pass


class Ids(forms.Field):
    """A list of ids as it came, never a text to be parsed."""

    def to_python(self, value):
        if not isinstance(value, list) or len(value) > 200:
            raise forms.ValidationError("Send the ideas' ids in your order.")
        return [each for each in value if isinstance(each, str)]


class RankIdeas(BoardForm):
    order = Ids()

    def clean_order(self):
        order = self.cleaned_data["order"]
        known = set(
            self.session.candidates.filter(removed_at=None).values_list("public_id", flat=True)
        )
        return [each for each in dict.fromkeys(map(str, order)) if each in known]


class MoveIdea(PickIdea):
    to = forms.IntegerField(min_value=1, max_value=200)


class SetOwner(PickIdea):
    was = Was()
    owner = Line(limit=80, required=False)
    participant = Person(required=False)


class SetDeadline(PickIdea):
    takes_confirm = True
    was = Was()
    deadline = Line(limit=60, required=False)


class SetDoneWhen(PickIdea):
    was = Was()
    done_when = Line(limit=300, required=False)


class ParkIdea(PickIdea):
    because = Line(limit=200, required=False)


class SingleReason(BoardForm):
    because = Line(limit=300, empty="Why is one action enough? One sentence.")


def one_sentence(text: str) -> None:
    if sentences.count(text) > 1:
        raise forms.ValidationError("One sentence is enough here. Which one says the most?")


class Sentence(Line):
    default_validators = [*Line.default_validators, one_sentence]


class WasSentences(BoardForm):
    was_what_happened = Was()
    was_impact = Was()


class Sentences(WasSentences):
    what_happened = Sentence(limit=300, empty="What happened, in one sentence?")
    impact = Sentence(limit=300, empty="What was the impact, in one sentence?")


class FormerSentences(WasSentences):
    """As they were before the session touched them: perhaps empty, perhaps more than one."""

    what_happened = Words(limit=300, required=False)
    impact = Words(limit=300, required=False)


class Day(forms.DateField):
    """A date as text; JSON may bring anything else."""

    def to_python(self, value):
        return super().to_python(value if isinstance(value, str) else None)


class SetFollowUp(BoardForm):
    date = Day(
        error_messages={
            "required": "On which date do we check whether the actions are done?",
            "invalid": "Pick a calendar date.",
        }
    )
