"""Forms of the contributing factors."""

from django import forms

from playbook.factors import EFFECTS

from .base import Base, BoardForm, Line, MaybeBase, Thing, Words


class Effects(BoardForm):
    text = Words(empty="What made it worse or harder? A few words are enough.")
    effects = forms.MultipleChoiceField(
        choices=[(effect.slug, effect.name) for effect in EFFECTS],
        error_messages={"required": "Say what it did: worse, harder to catch or harder to fix."},
    )
    assumption = forms.BooleanField(required=False)


class AddFactor(Effects):
    pass


class EditFactor(Effects, Base):
    factor = Thing("factors", gone="That factor was removed meanwhile. Add it anew.")
    told_by = Line(limit=300, required=False)


class TakeFactor(MaybeBase):
    factor = Thing("factors")


class PickRemovedFactor(BoardForm):
    factor = Thing("factors", removed_too=True)
