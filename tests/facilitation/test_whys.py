"""Parked questions, the why-chains, the gap most worth closing, and contributing factors."""

import pytest

from facilitation.board import Board
from facilitation.models import Chain, Factor, Question, Rung
from facilitation.registry import COMMANDS
from tests.factories import Room

pytestmark = pytest.mark.django_db
GAP = {"sentence": "Nothing tells one squad", "whoever": True, "engineering": True}


@pytest.fixture
def whys(room):
    return room.go_to("whys")


def climb(room, *answers, chain=None) -> list[str]:
    chain = chain or room.session.chains.first()
    return [
        room.thing("add_rung", chain=chain.public_id, question="Why did it?", text=answer)
        for answer in answers
    ]


# Parked questions


@pytest.mark.parametrize("way", ["advance", "skip"])
def test_the_phase_does_not_close_while_a_parked_question_waits(whys, way):
    whys.do("park_question", whys.gil, text="Why on a Friday?")
    steps = {
        "advance": ("advance_phase", {"phase": "factors"}),
        "skip": ("skip_phase", {"phase": "factors", "because": "No time"}),
    }
    command, data = steps[way]
    refusal = whys.refused(command, **data)
    assert (refusal.code, refusal.message) == (
        "parked_waiting",
        "One parked question waits: answer it, make it a why, or leave it parked.",
    )


@pytest.mark.parametrize(
    ("outcome", "answer"), [("answered", "The only slot"), ("why", ""), ("left", "")]
)
def test_each_way_of_settling_lets_the_room_move_on(whys, outcome, answer):
    question = whys.thing("park_question", text="Why on a Friday?")
    whys.do("settle_question", whys.ben, question=question, outcome=outcome, answer=answer)
    assert whys.do("advance_phase", phase="factors").name == "phase_advanced"


def test_an_answer_needs_words(whys):
    question = whys.thing("park_question", text="Why on a Friday?")
    refusal = whys.refused("settle_question", question=question, outcome="answered")
    assert refusal.fields == {"answer": "One sentence is enough."}


def test_a_question_becomes_a_chain_once(whys):
    question = whys.thing("park_question", text="Why on a Friday?")
    for _ in range(2):
        whys.do("settle_question", question=question, outcome="why")
    chain = Question.objects.get().chain
    assert (chain.first_question, chain.letter) == ("Why on a Friday?", "B")
    assert whys.session.chains.count() == 2


def test_a_question_whose_chain_was_taken_away_can_become_one_again(whys):
    question = whys.thing("park_question", text="Why on a Friday?")
    whys.do("settle_question", question=question, outcome="why")
    whys.do("remove_chain", chain=Question.objects.get().chain.public_id)
    whys.do("settle_question", question=question, outcome="why")
    assert Question.objects.get().chain.removed_at is None


def test_a_question_taken_away_waits_no_more(whys):
    question = whys.thing("park_question", text="Why on a Friday?")
    whys.do("remove_question", question=question)
    whys.do("advance_phase", phase="factors")


# Chains


def test_the_first_question_is_built_from_the_marked_symptom(room):
    note = room.go_to("timeline").note("Three wrong boxes left", hours=1)
    room.do("mark_sticky", sticky=note.public_id, mark="symptom")
    room.go_to("whys")
    ladder = Board(room.fresh()).ladders[0]
    assert ladder.chain.origin == "Three wrong boxes left"
    assert ladder.next_question == ladder.chain.first_question


def test_each_answer_proposes_the_next_why(whys):
    climb(whys, "the format had changed")
    assert Board(whys.fresh()).ladders[0].next_question.lower().startswith("why")
    assert "the format had changed" in Board(whys.fresh()).ladders[0].next_question


@pytest.mark.parametrize("length", [1, 3, 5, 7])
def test_a_chain_of_any_length_may_hold_the_gap(whys, length):
    end = climb(whys, *[f"reason {n}" for n in range(length)])[-1]
    event = whys.do("choose_gap", rung=end, **GAP)
    assert (event.name, whys.fresh().gap_sentence) == ("gap_chosen", GAP["sentence"])


@pytest.mark.parametrize("said", [{"whoever": False}, {"engineering": False}])
def test_a_no_to_either_check_keeps_the_chain_open(whys, said):
    (rung,) = climb(whys, "a format changed")
    refusal = whys.refused("choose_gap", rung=rung, **(GAP | said))
    assert (refusal.code, list(refusal.fields)) == ("not_structural", list(said))
    assert whys.fresh().gap_rung is None


def test_only_the_end_of_a_chain_is_chosen_and_only_with_a_sentence(whys):
    first, last = climb(whys, "a format changed", "nothing told them")
    assert whys.refused("choose_gap", rung=first, **GAP).code == "not_the_end"
    refusal = whys.refused("choose_gap", rung=last, **(GAP | {"sentence": " "}))
    assert list(refusal.fields) == ["sentence"]


def test_only_the_lowest_rung_goes_and_never_the_gap(whys):
    first, last = climb(whys, "a format changed", "nothing told them")
    assert whys.refused("remove_rung", rung=first).code == "not_the_end"
    whys.do("choose_gap", rung=last, **GAP)
    assert whys.refused("remove_rung", rung=last).code == "holds_gap"
    chain = whys.session.chains.first().public_id
    assert whys.refused("remove_chain", chain=chain).code == "holds_gap"
    whys.do("reopen_gap")
    whys.do("remove_rung", whys.gil, rung=last)
    assert Rung.objects.filter(removed_at=None).count() == 1


def test_a_second_chain_stands_beside_the_first_and_shows_where_they_meet(whys):
    climb(whys, "bad data", "no schema validation")
    made = whys.thing("start_chain", origin="Support heard first")
    other = Chain.objects.get(public_id=made)
    climb(whys, "nothing alerted", "No schema validation.", chain=other)
    first, second = Board(whys.fresh()).ladders
    assert [
        (ladder.chain.letter, [r.meets for r in ladder.rungs]) for ladder in (first, second)
    ] == [
        ("A", ["", ""]),
        ("B", ["", "Meets chain A at 2"]),
    ]


def test_six_chains_stand_at_once_and_letters_never_run_out(whys):
    for n in range(30):
        made = whys.thing("start_chain", origin=f"Symptom {n}")
        whys.do("remove_chain", chain=made)
    assert Chain.objects.get(public_id=made).letter == "EE"
    for n in range(5):
        whys.do("start_chain", origin=f"Symptom {n}")
    assert whys.refused("start_chain", origin="One more").code == "full"


def test_a_chain_is_thirty_whys_deep_at_most(whys):
    climb(whys, *[f"reason {n}" for n in range(30)])
    chain = whys.session.chains.first().public_id
    assert whys.refused("add_rung", chain=chain, question="Why?", text="More").code == "full"


# Factors


@pytest.mark.parametrize(
    "effects", [["worse"], ["catch"], ["fix"], ["worse", "catch"], ["worse", "catch", "fix"]]
)
def test_a_factor_carries_one_or_more_of_three_effects(room, effects):
    room.go_to("factors").do("add_factor", room.gil, text="It runs at night", effects=effects)
    assert Factor.objects.get().effects == effects


@pytest.mark.parametrize("effects", [[], None, ["other"], "worse", [["worse"]]])
def test_a_factor_without_an_effect_is_refused(room, effects):
    refusal = room.go_to("factors").refused("add_factor", text="At night", effects=effects)
    assert list(refusal.fields) == ["effects"]


def test_the_playbooks_five_kinds_are_one_tap_starters(room):
    assert [starter.label for starter in Board(room.session).starters] == [
        "Missing alert", "Timing", "Stale documentation", "Runbook mismatch",
        "Reasonable assumption",
    ]  # fmt: skip


def test_a_reasonable_assumption_is_no_root_cause(whys):
    (rung,) = climb(whys, "I didn't think it would reach you")
    whys.go_to("factors")
    whys.do("add_factor", text="I didn’t think it would reach you.", effects=["worse"],
            assumption=True)  # fmt: skip
    whys.do("go_back", phase="whys")
    assert whys.refused("choose_gap", rung=rung, **GAP).code == "assumption"


def test_a_factor_taken_away_comes_back(room):
    factor = room.go_to("factors").thing("add_factor", text="At night", effects=["catch"])
    event = room.do("remove_factor", room.ben, factor=factor)
    back = ["restore_factor", {"factor": factor}]
    assert (event.particulars["back"], Board(room.fresh()).factors) == (back, [])
    room.do("restore_factor", factor=factor)
    assert [f.public_id for f in Board(room.fresh()).factors] == [factor]


def test_nothing_on_a_board_says_who_wrote_it():
    taken = {name: set(rule.form.base_fields) for name, rule in COMMANDS.items()}
    assert [name for name, fields in taken.items() if fields & {"author", "by", "user"}] == []


def test_chains_of_another_session_are_not_found(whys, world, make_incident):
    other = Room(make_incident(), world.ana).go_to("whys")
    chain = other.session.chains.first().public_id
    refusal = whys.refused("add_rung", chain=chain, question="Why?", text="So")
    assert refusal.fields == {"chain": "That chain is no longer there."}
