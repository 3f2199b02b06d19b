"""Forms of the root cause phase: chains, rungs, the gap most worth closing."""

from django import forms

from facilitation.models import Question

from .base import Base, BoardForm, Line, MaybeBase, Rungs, Thing


class StartChain(BoardForm):
    origin = Line(limit=120, empty="From which symptom does this chain start?")
    question = Line(limit=300, required=False)


class EditChain(Base):
    chain = Thing("chains", gone="That chain is no longer there.")
    origin = Line(limit=120, empty="From which symptom does this chain start?")


class TakeChain(MaybeBase):
    chain = Thing("chains", gone="That chain is no longer there.")


class PickRemovedChain(BoardForm):
    chain = Thing("chains", removed_too=True)


class AddRung(BoardForm):
    chain = Thing("chains", gone="That chain is no longer there.")
    question = Line(limit=300, empty="What is the why?")
    text = Line(limit=500, empty="Because what? A few words are enough.")


class EditRung(Base):
    rung = Rungs()
    question = Line(limit=300, empty="What is the why?")
    text = Line(limit=500, empty="Because what? A few words are enough.")


class TakeRung(MaybeBase):
    rung = Rungs()


class PickRemovedRung(BoardForm):
    rung = Rungs(removed_too=True)


class ChooseGap(BoardForm):
    rung = Rungs()
    sentence = Line(limit=300, empty="Say the gap in one sentence.")
    whoever = forms.BooleanField(required=False)
    engineering = forms.BooleanField(required=False)


class SettleQuestion(MaybeBase):
    question = Thing("questions")
    outcome = forms.ChoiceField(choices=Question.Outcome)
    answer = Line(limit=300, required=False)
