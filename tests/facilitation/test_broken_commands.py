"""A command that breaks is answered, its neighbours are saved, and nothing of it is remembered."""

from dataclasses import replace

import pytest

from facilitation.models import LiveSession, Sticky
from facilitation.refusals import Refusal
from facilitation.registry import COMMANDS
from facilitation.sync import writer as writer_module
from facilitation.sync.writer import Job, Writer
from tests.factories import Room

from .orders import note, order, said, together

pytestmark = pytest.mark.django_db


@pytest.fixture
def timeline(room):
    return room.go_to("timeline")


def texts() -> list[str]:
    return list(Sticky.objects.order_by("pk").values_list("text", flat=True))


@pytest.fixture
def break_command(monkeypatch):
    """Let a command do its work and then fail."""

    def breaks(name, fault=ZeroDivisionError):
        whole = COMMANDS[name].operation

        def half_way(act, **fields):
            whole(act, **fields)
            raise fault

        monkeypatch.setitem(COMMANDS, name, replace(COMMANDS[name], operation=half_way))

    return breaks


@pytest.mark.parametrize(
    ("broken", "whole"), [("park_question", "add_sticky"), ("add_sticky", "park_question")]
)
def test_a_command_that_breaks_is_said_so_and_its_neighbours_are_saved(
    timeline, break_command, caplog, broken, whole
):
    given = {
        "add_sticky": note(timeline, "A note"),
        "park_question": order(timeline.ben, "park_question", text="A question"),
    }
    before = timeline.fresh().seq
    break_command(broken)
    second = replace(given[whole], op_id="op-00000002")
    outcome = together(timeline, given[whole], given[broken], second)
    done = {"add_sticky": "sticky_added", "park_question": "question_parked"}[whole]
    assert said(outcome.answers) == [done, "broken", done]
    assert [event.seq for event in outcome.events] == [before + 1, before + 2]
    rows = {"add_sticky": len(texts()), "park_question": timeline.session.questions.count()}
    assert (rows[whole], rows[broken]) == (2, 0)
    assert "A command failed" in caplog.text


def test_what_broke_half_way_is_not_remembered_as_if_it_had_been_added(
    timeline, break_command, monkeypatch
):
    with monkeypatch.context():
        break_command("add_sticky")
        broken = together(timeline, note(timeline, "Bad", hours=5))
        broken.let_go()
    monkeypatch.undo()
    outcome = together(timeline, note(timeline, "Good", hours=5))
    assert any(target.startswith("line@") for target in outcome.events[0].targets)
    assert outcome.memory.notes == 1


def test_one_that_is_refused_after_its_work_takes_no_number(timeline, break_command):
    """No command of ours does so; the next one might."""
    break_command("add_sticky", Refusal("late", "Too late."))
    before, question = timeline.fresh().seq, order(timeline.ben, "park_question", text="Why?")
    outcome = together(timeline, note(timeline, "Late"), question)
    assert said(outcome.answers) == ["late", "question_parked"]
    assert [event.seq for event in outcome.events] == [before + 1]
    assert (texts(), timeline.fresh().seq) == ([], before + 1)


def test_rooms_that_wait_together_do_not_fail_together(timeline, world, make_incident, monkeypatch):
    monkeypatch.setattr(writer_module, "keep_connection", lambda: None)
    other = Room(make_incident(), world.carla).go_to("timeline")
    orders = [(timeline, note(timeline, "Kept")), (other, note(other, "Lost"))]
    told = []
    writer = Writer(told.append, lambda session_pk: ())
    jobs = {room.session.pk: [Job(room.session.pk, given, print)] for room, given in orders}
    LiveSession.objects.filter(pk=other.session.pk).delete()
    writer.carry_out(jobs)
    answers = {done.session_pk: said([answer for _, answer in done.answers]) for done in told}
    assert answers == {timeline.session.pk: ["sticky_added"], other.session.pk: ["broken"]}
    assert texts() == ["Kept"]
