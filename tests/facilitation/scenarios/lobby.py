"""Scenarios of the door: who is let in, and the lock."""

from .actions import reading
from .base import scenario


def somebody_waits(room, *names):
    return [room.waiting(name).public_id for name in names]


@scenario
def set_lobby__on(room):
    room.go_to("timeline")
    return {"on": True}


@scenario
def set_lobby__off_while_somebody_waits(room):
    room.do("set_lobby", on=True)
    somebody_waits(room, "Zoe")
    return {"on": False}


@scenario
def lock_room__plain(room):
    room.go_to("timeline")
    return {}


@scenario
def unlock_room__plain(room):
    room.do("lock_room")
    return {}


@scenario
def admit_participant__one_of_two(room):
    zoe, _ = somebody_waits(room, "Zoe", "Sam")
    return {"participant": zoe}


@scenario
def admit_participant__the_last_while_ideas_are_ranked(room):
    room.go_to("actions").ideas("One", "Other")
    room.do("close_brainstorm")
    (zoe,) = somebody_waits(room, "Zoe")
    return {"participant": zoe}


@scenario
def admit_everybody__of_two(room):
    somebody_waits(room, "Zoe", "Sam")
    return {}


@scenario
def turn_away__one_of_two(room):
    zoe, _ = somebody_waits(room, "Zoe", "Sam")
    return {"participant": zoe}


@scenario
def close_session__while_somebody_waits(room):
    for idea in reading(room, "One", "Two", "Three"):
        room.do("say_yes", idea=idea)
    room.do("set_follow_up", date=room.day(30))
    somebody_waits(room, "Zoe")
    return {}
