"""Somebody in the room, or at its door, by their public id."""

from django import forms

from .base import BoardForm, Thing


class Person(Thing):
    """Somebody who is in the room."""

    def __init__(self, **kwargs):
        super().__init__("participants", gone="They are no longer here.", **kwargs)

    def things(self):
        return self.session.participants.present()


class AtTheDoor(Thing):
    """Somebody who waits to be let in."""

    def __init__(self, **kwargs):
        super().__init__("participants", gone="They no longer wait at the door.", **kwargs)

    def things(self):
        return self.session.participants.waiting()


class PickWaiting(BoardForm):
    participant = AtTheDoor()


class SetLobby(BoardForm):
    on = forms.BooleanField(required=False)
