"""Ideas, their ranking, the promises, the reading aloud, and the close."""

from datetime import timedelta

import pytest
from django.utils import timezone

from facilitation.board import Board
from facilitation.models import Ballot, Candidate
from playbook import deadlines
from tests.factories import Room

pytestmark = pytest.mark.django_db


@pytest.fixture
def actions(room):
    return room.go_to("actions")


def texts(room) -> list[str]:
    return [idea.text for idea in Board(room.fresh()).ideas]


def reading(room, *words) -> list[str]:
    made = room.promised(*words)
    room.do("begin_reading")
    return made


# Brainstorm and ranking


def test_everyone_adds_ideas_and_ranking_opens_when_the_brainstorm_is_closed(actions):
    for person in (actions.ana, actions.ben, actions.gil):
        actions.do("add_idea", person, text=f"Idea of {person.pk}")
    assert actions.refused("rank_ideas", actions.ben, order=texts_ids(actions)).code == "wrong_step"
    assert actions.refused("move_idea", idea=texts_ids(actions)[0], to=2).code == "wrong_step"
    actions.do("close_brainstorm")
    assert actions.do("rank_ideas", actions.ben, order=texts_ids(actions)).name == "ideas_ranked"


def texts_ids(room) -> list[str]:
    return [idea.public_id for idea in Board(room.fresh()).ideas]


def test_there_is_nothing_to_rank_without_ideas(actions):
    assert actions.refused("close_brainstorm").code == "no_ideas"


def test_the_ballots_are_combined_and_ties_stay_open(actions):
    one, two, three = actions.ideas("One", "Two", "Three")
    actions.do("close_brainstorm")
    actions.do("rank_ideas", actions.ben, order=[three, one, two])
    actions.do("rank_ideas", actions.gil, order=[three, two, one])
    actions.do("take_ranking")
    ranked = Board(actions.fresh()).ranked
    assert [(r.idea.text, r.tied) for r in ranked] == [
        ("Three", False), ("One", True), ("Two", True)
    ]  # fmt: skip


def test_one_ballot_a_person_and_the_event_never_says_what(actions):
    one, two = actions.ideas("One", "Two")
    actions.do("close_brainstorm")
    actions.do("rank_ideas", actions.ben, order=[one, two])
    event = actions.do("rank_ideas", actions.ben, order=[two, "unknown", two, one])
    assert [ballot.order for ballot in Ballot.objects.all()] == [[two, one]]
    assert (event.particulars, one in str(event.targets)) == ({}, False)


@pytest.mark.parametrize("order", [None, "x", {"a": 1}, 7, ["x"] * 201])
def test_an_order_that_is_no_list_is_refused(actions, order):
    actions.ideas("One")
    actions.do("close_brainstorm")
    assert list(actions.refused("rank_ideas", order=order).fields) == ["order"]


def test_the_facilitator_moves_an_idea_and_the_room_hears_where(actions):
    made = actions.ideas("One", "Two", "Three", "Four")
    actions.do("close_brainstorm")
    event = actions.do("move_idea", idea=made[3], to=2)
    assert texts(actions) == ["One", "Four", "Two", "Three"]
    assert event.particulars["said"] == "Moved to 2 of 4"
    actions.do("move_idea", idea=made[0], to=200)
    assert texts(actions) == ["Four", "Two", "Three", "One"]


def test_parking_needs_no_reason_and_taking_back_puts_it_last(actions):
    one, _ = actions.ideas("One", "Two")
    actions.do("park_idea", idea=one)
    assert (texts(actions), Candidate.objects.get(public_id=one).parked_because) == (
        ["Two"], "Kept for later"
    )  # fmt: skip
    actions.do("unpark_idea", idea=one)
    assert texts(actions) == ["Two", "One"]


# Two or three, a person, a date


@pytest.mark.parametrize("command", ["set_owner", "set_deadline", "set_done_when"])
def test_a_fourth_action_cannot_be_promised(actions, command):
    made = actions.promised("One", "Two", "Three", "Four")
    refusal = actions.refused(command, idea=made[3], owner="Ben", deadline=actions.day(3), was="")
    assert (refusal.code, refusal.message) == (
        "below_the_line", "3 actions, no more. Move this one above the line first."
    )  # fmt: skip


def test_one_action_alone_needs_a_reason(actions):
    actions.promised("One")
    refusal = actions.refused("begin_reading")
    assert refusal.message == "One action alone needs a reason. Then read them aloud."
    actions.do("give_single_reason", because="It closes the gap whole")
    assert actions.do("begin_reading").name == "reading_begun"


@pytest.mark.parametrize("owner", ["the team", "Team", "two developers", "TBD", "Ben and Gil", "?"])
def test_an_owner_is_one_person(actions, owner):
    (idea,) = actions.ideas("One")
    refusal = actions.refused("set_owner", idea=idea, owner=owner, was="")
    assert (refusal.code, list(refusal.fields)) == ("not_a_person", ["owner"])


def test_somebody_in_the_room_is_the_owner_by_id_or_by_name(actions):
    one, two, three = actions.ideas("One", "Two", "Three")
    actions.do("set_owner", idea=one, participant=actions.ben.public_id, was="")
    actions.do("set_owner", idea=two, owner="ben", was="")
    actions.do("set_owner", idea=three, owner="Ina", was="")
    found = Candidate.objects.order_by("pk").values_list("owner_name", "owner")
    assert list(found) == [("Ben", actions.ben.pk), ("ben", actions.ben.pk), ("Ina", None)]


@pytest.mark.parametrize("said", ["end of sprint", "next sprint", "soon", "Q3", "when we can"])
def test_what_is_no_date_asks_for_one(actions, said):
    (idea,) = actions.ideas("One")
    assert actions.refused("set_deadline", idea=idea, deadline=said, was="").code == "not_a_date"


def test_a_date_that_has_passed_is_refused(actions):
    (idea,) = actions.ideas("One")
    for days in (0, -1):
        refusal = actions.refused("set_deadline", idea=idea, deadline=actions.day(days), was="")
        assert refusal.code == "not_a_date"


def test_friday_next_week_is_a_date_to_confirm(actions):
    (idea,) = actions.ideas("One")
    meant = deadlines.read_deadline("Friday next week", timezone.localdate()).date
    said = {"idea": idea, "deadline": "Friday next week", "was": ""}
    refusal = actions.refused("set_deadline", **said)
    assert (refusal.code, refusal.confirm) == ("confirm_date", meant.isoformat())
    other = (meant + timedelta(days=7)).isoformat()
    wrong = actions.refused("set_deadline", **said, confirm=other)
    assert wrong.code == "confirm_date"
    actions.do("set_deadline", **said, confirm=refusal.confirm)
    assert Candidate.objects.get().deadline == meant


@pytest.mark.parametrize(
    ("missing", "word"), [("set_owner", "needs an owner"), ("set_deadline", "needs a date")]
)
def test_what_is_missing_keeps_the_reading_back_and_says_so(actions, missing, word):
    one, _ = actions.promised("One", "Two")
    was = {"set_owner": "Ben", "set_deadline": actions.day(9)}[missing]
    actions.do(missing, idea=one, was=was)
    assert actions.refused("begin_reading").message == f"One action {word}. Then read them aloud."


def test_a_memo_is_not_ready_until_it_says_how_it_is_seen(actions):
    one, _ = actions.promised("Remind everyone to be careful", "Two")
    refusal = actions.refused("begin_reading")
    assert refusal.message == "One action not verifiable. Then read them aloud."
    actions.do("set_done_when", idea=one, done_when="The build fails without it", was="")
    assert actions.do("begin_reading").name == "reading_begun"


# The reading


def test_only_the_owner_or_the_facilitator_says_the_yes(actions):
    one, two = reading(actions, "One", "Two")
    assert actions.refused("say_yes", actions.gil, idea=one).code == "not_yours"
    actions.do("say_yes", actions.ben, idea=one)
    actions.do("say_yes", idea=two)
    found = Candidate.objects.order_by("pk").values_list("answer", flat=True)
    assert list(found) == ["yes", "yes"]
    assert Candidate.objects.filter(answered_at=None).count() == 0


@pytest.mark.parametrize(
    ("command", "change"),
    [
        ("edit_idea", {"text": "Another thing", "base": 1}),
        ("set_owner", {"owner": "Gil", "was": "Ben"}),
        ("set_deadline", {"deadline": "2099-01-01", "was": Room.day(9)}),
    ],
)
def test_a_changed_promise_needs_a_new_yes(actions, command, change):
    one, _ = reading(actions, "One", "Two")
    actions.do("say_yes", idea=one)
    actions.do(command, idea=one, **change)
    idea = Candidate.objects.get(public_id=one)
    assert (idea.answer, idea.answered_at) == ("waiting", None)


def test_a_yes_is_said_only_while_reading_and_only_above_the_line(actions):
    made = actions.promised("One", "Two", "Three", "Four")
    assert actions.refused("say_yes", idea=made[0]).code == "wrong_step"
    actions.do("begin_reading")
    assert actions.refused("say_yes", idea=made[3]).code == "below_the_line"


def test_an_answer_is_taken_back(actions):
    one, _ = reading(actions, "One", "Two")
    actions.do("note_absence", idea=one)
    assert Candidate.objects.get(public_id=one).answer == "absent"
    actions.do("take_answer_back", idea=one)
    assert Candidate.objects.get(public_id=one).answer == "waiting"
