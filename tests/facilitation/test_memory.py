"""What a process remembers of a room is never used once somebody else has written."""

import random
from contextlib import nullcontext, suppress
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from facilitation import events, memory, seating
from facilitation.memory import Memory
from facilitation.models import LiveSession, Participant
from facilitation.refusals import Refusal
from facilitation.seating import take_seat
from incidents.models import Incident

from .moves import Moves
from .orders import another_process, log_of, note, order, said, together

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def timeline(room):
    memory._kept.clear()
    return room.go_to("timeline")


def remembered(room) -> Memory | None:
    return memory._kept.get(room.session.pk, (None, None))[1]


def add(room, text="A note", **after_start):
    """A note as the writer adds it, so that the room is remembered."""
    outcome = together(room, note(room, text, **after_start))
    outcome.let_go()
    return outcome


def of(model) -> dict:
    return {field.attname: getattr(model, field.attname) for field in model._meta.concrete_fields}


def assert_true_now(room):
    """What the next operation would go by is what the tables say."""
    pk = room.session.pk
    with transaction.atomic():
        known = Memory.of_locked(pk)
    fresh = Memory(LiveSession.objects.select_related("incident").get(pk=pk))
    assert {m: +kinds for m, kinds in known.places.items() if +kinds} == fresh.places
    assert known.notes == fresh.notes
    assert {k: of(s) for k, s in known.marks.items()} == {k: of(s) for k, s in fresh.marks.items()}
    assert of(known.session) == of(fresh.session)
    assert of(known.session.incident) == of(fresh.session.incident)
    assert {p: of(each) for p, each in known.people.items()} == {
        each.pk: of(each) for each in Participant.objects.filter(pk__in=known.people)
    }
    # Looking takes it out; put it back as it was.
    memory._kept[pk] = ((known.session.seq, known.session.epoch), known)


def test_a_room_is_remembered_from_one_note_to_the_next(timeline, django_assert_max_num_queries):
    add(timeline)
    known = remembered(timeline)
    # The lock, the op ids, the row, the number, the event, and a savepoint around them.
    with django_assert_max_num_queries(7):
        add(timeline)
    assert remembered(timeline) is known


def test_a_number_that_another_process_took_is_seen(timeline):
    add(timeline, hours=1)
    with another_process():
        timeline.note("Theirs", hours=2)
    outcome = add(timeline, hours=2)
    assert outcome.memory.notes == 3
    assert not any(target.startswith("line@") for target in outcome.events[0].targets)
    assert_true_now(timeline)


def test_facts_of_the_incident_that_were_edited_are_seen(timeline):
    incident = timeline.incident
    add(timeline)
    early = note(timeline, "The change", hours=-5)
    assert said(together(timeline, early).answers) == ["before_start"]
    add(timeline)
    Incident.objects.filter(pk=incident.pk).update(started_at=incident.started_at - DAY)
    again = note(timeline, "The change", hours=-5)
    assert said(together(timeline, again).answers) == ["sticky_added"]


def test_who_gave_their_seat_up_is_not_remembered_as_sitting(timeline):
    gils = together(timeline, note(timeline, "Mine", timeline.gil))
    gils.let_go()
    assert timeline.gil.pk in remembered(timeline).people
    with another_process():
        seating.give_seat_up(timeline.gil)
    assert said(together(timeline, note(timeline, "Mine", timeline.gil)).answers) == ["gone"]


def test_a_board_that_was_put_back_is_not_the_one_that_is_remembered(timeline):
    """The same number means another thing after a restore; only the epoch tells."""
    backup = transaction.savepoint()
    add(timeline, hours=1)
    kept = memory._kept.copy()
    transaction.savepoint_rollback(backup)
    call_command("after_restore", verbosity=0)
    with another_process():
        timeline.note("Theirs", hours=2)
    memory._kept = kept
    outcome = add(timeline, hours=2)
    assert outcome.memory.notes == 2
    assert_true_now(timeline)


def test_nothing_is_remembered_of_a_transaction_that_failed(timeline, monkeypatch):
    add(timeline, hours=1)
    with monkeypatch.context() as broken:

        def fails(rows):
            raise DatabaseError

        broken.setattr(events.rows, "insert", fails)
        with pytest.raises(DatabaseError), transaction.atomic():
            add(timeline, hours=2)
    assert remembered(timeline) is None
    assert add(timeline, hours=2).memory.notes == 2
    assert_true_now(timeline)


def test_nothing_is_remembered_of_a_commit_that_failed(timeline):
    add(timeline, hours=1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        together(timeline, note(timeline, "Lost", hours=2))
        raise ZeroDivisionError
    assert remembered(timeline) is None
    assert_true_now(timeline)


def test_only_so_many_rooms_are_remembered(timeline, monkeypatch):
    monkeypatch.setattr(memory, "ROOMS", 0)
    add(timeline)
    assert memory._kept == {}


WAYS = ["door", "batch", "batch", "batch", "notes", "notes", "elsewhere", "seat"]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_by_whichever_way_the_memory_is_what_the_tables_say(timeline, seed):
    chance = random.Random(seed)
    moves, done = Moves(timeline, chance), []
    people = [timeline.ana, timeline.ben, timeline.gil]
    for step in range(50):
        (command, data), by, way = (
            moves.next("timeline"), chance.choice(people), chance.choice(WAYS)
        )  # fmt: skip
        hours = [chance.randint(0, 21) for _ in range(3)]
        batch = [note(timeline, "Words", chance.choice(people), hours=h) for h in hours]
        done.append((way, command))
        with suppress(Refusal), another_process() if way == "elsewhere" else nullcontext():
            if way == "seat":
                take_seat(timeline.session.pk, None, f"Guest {step}", f"secret {step}")
            elif way in ("door", "elsewhere"):
                timeline.do(command, by, **data)
            else:
                if way == "batch":
                    batch.insert(chance.randint(0, 3), order(by, command, **data))
                together(timeline, *batch).let_go()
        assert_true_now(timeline)
    assert len(log_of(timeline)) > 60, done
