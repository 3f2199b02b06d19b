"""The close: what must be said before it, and what it writes."""

from datetime import date

import pytest

from incidents.models import Action

from .scenarios.actions import shown
from .test_actions import reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def actions(room):
    return room.go_to("actions")


def test_the_session_does_not_close_before_everything_is_said(room):
    room.incident.impact = ""
    room.incident.save()
    room.go_to("actions")
    missing = [room.refused("close_session").message]
    made = reading(room, "One", "Two")
    missing.append(room.refused("close_session").message)
    for idea in made:
        room.do("say_yes", idea=idea)
    missing.append(room.refused("close_session").message)
    room.do("set_follow_up", date=room.day(30))
    missing.append(room.refused("close_session").message)
    words = {"what_happened": "Boxes were wrong.", "impact": "Three people."}
    room.do("set_sentences", **words, **shown(room))
    assert room.do("close_session").name == "session_closed"
    aloud, yes = "read the actions aloud", "hear each owner's yes"
    day, words = "set the follow-up date", "say what the impact was"
    one = "have at least one action with an owner and a date"
    assert missing == [
        f"Before closing: {', '.join(parts)}."
        for parts in ([aloud, one, day, words], [yes, day, words], [day, words], [words])
    ]


@pytest.mark.parametrize("day", [0, -1])
def test_the_follow_up_lies_ahead(actions, day):
    assert list(actions.refused("set_follow_up", date=actions.day(day)).fields) == ["date"]


@pytest.mark.parametrize("wrong", ["", None, "soon", "2026-02-30", 7, "9999999-01-01"])
def test_the_follow_up_is_a_calendar_date(actions, wrong):
    assert list(actions.refused("set_follow_up", date=wrong).fields) == ["date"]


def test_closing_writes_the_log_row_and_the_actions_with_nothing_typed_twice(room):
    room.go_to("whys")
    chain = room.session.chains.first().public_id
    rung = room.thing("add_rung", chain=chain, question="Why?", text="a format changed")
    room.do("choose_gap", rung=rung, sentence="Nobody is told", whoever=True, engineering=True)
    room.go_to("actions")
    one, two, three, _ = reading(room, "One", "Two", "Three", "Four")
    room.do("set_done_when", idea=one, done_when="The build fails", was="")
    room.do("say_yes", room.ben, idea=one)
    room.do("note_absence", idea=two)
    room.do("set_deadline", idea=three, deadline="", was=room.day(9))
    room.do("set_follow_up", date=room.day(30))
    room.do("close_session")
    incident = room.fresh().incident
    assert (incident.root_cause, incident.follow_up_on, incident.held_at) == (
        "Nobody is told", date.fromisoformat(room.day(30)), room.fresh().closed_at
    )  # fmt: skip
    promised = Action.objects.filter(kind=Action.Kind.COMMITTED).order_by("position")
    assert [(a.text, a.owner, a.done_when, a.accepted_at is not None) for a in promised] == [
        ("One", room.ben.user, "The build fails", True), ("Two", room.ben.user, "", False)
    ]  # fmt: skip
    parked = Action.objects.filter(kind=Action.Kind.PARKED).order_by("pk")
    assert [(a.text, a.parked_because) for a in parked] == [
        ("Three", "Needs a date"), ("Four", "Below the line")
    ]  # fmt: skip
    assert room.refused("add_idea", text="Late").code == "closed"
    assert not room.fresh().is_running
