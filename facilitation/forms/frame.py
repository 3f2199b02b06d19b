"""Forms of the frame: phases, the clock, chairs and people."""

from django import forms

from playbook import phases

from .base import BoardForm, Line, Thing
from .people import Person

PHASES = [(phase.slug, phase.name) for phase in phases.PHASES]


class GoTo(BoardForm):
    phase = forms.ChoiceField(choices=PHASES)


class Skip(GoTo):
    because = Line(limit=300, empty="Why skip it? One sentence; the write-up keeps it.")


class AddMinutes(BoardForm):
    minutes = forms.IntegerField(min_value=1, max_value=30)


class TakeMinutes(AddMinutes):
    phase = forms.ChoiceField(choices=PHASES)


class ReturnMinutes(TakeMinutes):
    to = forms.ChoiceField(choices=PHASES, required=False)


class Unskip(GoTo):
    because = Line(limit=300, required=False)


class PickPerson(BoardForm):
    participant = Person()


class HandOver(PickPerson):
    because = Line(limit=300, required=False)


class FillChair(BoardForm):
    takes_confirm = True
    chair = Thing("chairs")
    name = Line(limit=80, required=False)
    because = Line(limit=300, required=False)
