"""A session with one of everything, so that every address has something to show."""

from types import SimpleNamespace

import pytest
from django.test import Client

from facilitation.models import Candidate, Factor, Question, Rung
from tests.factories import GUEST_SECRET, Room


def furnish(room) -> SimpleNamespace:
    """One thing of each kind, by its public id; the room stands in its last phase."""
    sticky = room.go_to("timeline").note("Orders stop").public_id
    room.do("park_question", text="Why on a Friday?")
    question = Question.objects.get(session=room.session).public_id
    room.go_to("whys")
    chain = room.session.chains.first().public_id
    room.do("add_rung", chain=chain, question="Why?", text="a format changed")
    room.do("settle_question", question=question, outcome="left")
    room.go_to("factors").do("add_factor", text="It runs at night", effects=["catch"])
    room.go_to("actions").do("add_idea", text="A contract test")
    return SimpleNamespace(
        sticky=sticky,
        question=question,
        chain=chain,
        rung=Rung.objects.get(chain__session=room.session).public_id,
        factor=Factor.objects.get(session=room.session).public_id,
        idea=Candidate.objects.get(session=room.session).public_id,
    )


@pytest.fixture
def room(world, make_incident):
    room = Room(make_incident(impact="Three people."), world.ana, world.ben)
    room.things = furnish(room)
    return room


@pytest.fixture
def foreign(world, make_incident):
    """The same, of the team that Carla is in."""
    room = Room(make_incident(team=world.other_team), world.carla)
    room.gil.delete()
    room.things = furnish(room)
    return room


@pytest.fixture
def gil(room):
    client = Client()
    client.cookies["guest"] = GUEST_SECRET
    return client
