"""Who may do what, when: every command by every role in every phase and state of the session.

The table below is written by hand from the playbook, not read from the registry, so that a
changed rule fails here first.
"""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from facilitation.commands import check_may, perform
from facilitation.events import Act, Log
from facilitation.memory import Memory
from facilitation.models import Participant
from facilitation.refusals import Refusal
from facilitation.registry import COMMANDS
from tests.factories import Room

pytestmark = pytest.mark.django_db
ORDER = ["room", "timeline", "whys", "factors", "actions"]
# command: (only the facilitator, phases by first letter, also before the start)
TABLE = {
    "undo": (False, "rtwfa", True),
    "redo": (False, "rtwfa", True),
    "start_session": (True, "r", True),
    "advance_phase": (True, "rtwfa", False),
    "go_back": (True, "rtwfa", False),
    "skip_phase": (True, "rtwfa", False),
    "go_forward": (True, "rtwfa", False),
    "unskip_phase": (True, "rtwfa", False),
    "pause_clock": (True, "rtwfa", False),
    "resume_clock": (True, "rtwfa", False),
    "add_minutes": (True, "rtwfa", False),
    "take_minutes": (True, "rtwfa", False),
    "return_minutes": (True, "rtwfa", False),
    "show_directive": (True, "rtwfa", True),
    "lower_directive": (True, "rtwfa", True),
    "read_directive": (False, "r", True),
    "hand_over": (True, "rtwfa", True),
    "remove_participant": (True, "rtwfa", True),
    "change_join_code": (True, "rtwfa", True),
    "fill_chair": (True, "rtwfa", True),
    "set_lobby": (True, "rtwfa", True),
    "lock_room": (True, "rtwfa", True),
    "unlock_room": (True, "rtwfa", True),
    "admit_participant": (True, "rtwfa", True),
    "admit_everybody": (True, "rtwfa", True),
    "turn_away": (True, "rtwfa", True),
    "add_sticky": (False, "t", False),
    "edit_sticky": (False, "t", False),
    "remove_sticky": (False, "t", False),
    "restore_sticky": (False, "t", False),
    "mark_sticky": (False, "t", False),
    "unmark_sticky": (False, "t", False),
    "park_sticky": (False, "t", False),
    "unpark_sticky": (False, "t", False),
    "park_question": (False, "twfa", False),
    "edit_question": (False, "tw", False),
    "remove_question": (False, "tw", False),
    "restore_question": (False, "tw", False),
    "settle_question": (False, "w", False),
    "start_chain": (False, "w", False),
    "edit_chain": (False, "w", False),
    "remove_chain": (True, "w", False),
    "withdraw_chain": (False, "w", False),
    "restore_chain": (False, "w", False),
    "add_rung": (False, "w", False),
    "edit_rung": (False, "w", False),
    "remove_rung": (False, "w", False),
    "restore_rung": (False, "w", False),
    "choose_gap": (True, "w", False),
    "reopen_gap": (True, "w", False),
    "add_factor": (False, "f", False),
    "edit_factor": (False, "f", False),
    "remove_factor": (False, "f", False),
    "restore_factor": (False, "f", False),
    "add_idea": (False, "a", False),
    "edit_idea": (False, "a", False),
    "remove_idea": (False, "a", False),
    "restore_idea": (False, "a", False),
    "close_brainstorm": (True, "a", False),
    "reopen_brainstorm": (True, "a", False),
    "rank_ideas": (False, "a", False),
    "take_ranking": (True, "a", False),
    "reopen_ranking": (True, "a", False),
    "resume_promises": (True, "a", False),
    "move_idea": (True, "a", False),
    "park_idea": (True, "a", False),
    "unpark_idea": (True, "a", False),
    "set_owner": (False, "a", False),
    "set_deadline": (False, "a", False),
    "set_done_when": (False, "a", False),
    "give_single_reason": (True, "a", False),
    "drop_single_reason": (True, "a", False),
    "begin_reading": (True, "a", False),
    "stop_reading": (True, "a", False),
    "say_yes": (False, "a", False),
    "note_absence": (True, "a", False),
    "take_answer_back": (False, "a", False),
    "set_sentences": (True, "a", False),
    "restore_sentences": (True, "a", False),
    "set_follow_up": (True, "a", False),
    "clear_follow_up": (True, "a", False),
    "close_session": (True, "a", False),
}
ROLES = (
    "facilitator", "participant", "guest", "removed", "old guest", "waiting", "stranger", "nobody",
)  # fmt: skip
STATES = ("not started", "running", "paused", "closed")
RUNNING = [("timeline", "running"), ("actions", "closed")]
DOOR = {"gone", "not_facilitator", "closed", "not_started", "ahead", "phase_over", "unknown"}


def expected(command, role, phase, state) -> str:
    """What the door must answer; "past" when it must let the command through."""
    facilitators, letters, before_start = TABLE[command]
    if role in ("removed", "old guest", "waiting", "nobody"):
        return "gone"
    if facilitators and role != "facilitator":
        return "not_facilitator"
    if state == "closed":
        return "closed"
    if state == "not started" and not before_start:
        return "not_started"
    if phase[0] in letters:
        return "past"
    is_later = all("rtwfa".index(letter) > ORDER.index(phase) for letter in letters)
    return "ahead" if is_later else "phase_over"


def wanted(command, role, phase, state) -> str:
    """A stranger's own session is another one, and has not started."""
    if role == "stranger":
        return expected(command, "guest", "room", "not started")
    return expected(command, role, phase, state)


def checked(person, command) -> str:
    """What the check inside the door says; it reads and never writes."""
    act = Act(Log(Memory(person.session)), person, "some-op-id", "", timezone.now())
    try:
        check_may(act, COMMANDS[command])
    except Refusal as refusal:
        return refusal.code
    return "past"


def answer(participant_pk, command) -> str:
    """What the one door says to a command without fields, undone at once."""
    try:
        with transaction.atomic():
            perform(participant_pk, command, {}, str(uuid.uuid4()))
            transaction.set_rollback(True)
    except Refusal as refusal:
        return refusal.code if refusal.code in DOOR else "past"
    return "past"


@pytest.fixture
def people(room, world, make_incident):
    """One person for each role. The stranger leads a session of their own, which stands untouched
    in its first phase: nothing that happens in ours may open or close anything there."""
    removed = room.guest("Removed", "r")
    removed.removed_at = timezone.now()
    removed.save()
    old = room.guest("Old", "o")
    old.joined_at = timezone.now() - timedelta(hours=24, seconds=1)
    old.save()
    other = Room(make_incident(team=world.other_team), world.carla)
    return {
        "facilitator": room.ana.pk,
        "participant": room.ben.pk,
        "guest": room.gil.pk,
        "removed": removed.pk,
        "old guest": old.pk,
        "waiting": room.waiting("Waiting", "w").pk,
        "stranger": other.gil.pk,
        "nobody": Participant.objects.order_by("-pk").first().pk + 1000,
    }


def put_in(session, phase, state):
    now = timezone.now()
    session.phase, session.furthest = phase, ORDER.index(phase)
    session.started_at = None if state == "not started" else now
    session.clock_started_at = now if state == "running" else None
    session.paused_at = now if state == "paused" else None
    session.closed_at = now if state == "closed" else None
    session.save()


@pytest.mark.parametrize("phase", ORDER)
@pytest.mark.parametrize("state", STATES)
def test_every_command_is_let_through_or_refused_as_the_table_says(room, people, phase, state):
    put_in(room.session, phase, state)
    found = {}
    for role in set(ROLES) - {"nobody"}:
        person = Participant.objects.select_related("session__incident").get(pk=people[role])
        for command in TABLE:
            found[command, role] = checked(person, command)
    assert found == {pair: wanted(*pair, phase, state) for pair in found}


@pytest.mark.parametrize(("phase", "state"), [("room", "not started"), *RUNNING])
def test_the_door_itself_gives_the_same_answers(room, people, phase, state):
    put_in(room.session, phase, state)
    found = {(c, role): answer(people[role], c) for c in TABLE for role in ROLES}
    assert found == {pair: wanted(*pair, phase, state) for pair in found}


def test_the_table_names_every_command_and_no_other():
    assert list(TABLE) == list(COMMANDS)


@pytest.mark.parametrize("command", ["", "drop_table", "perform", "__init__", "start_session "])
def test_what_is_not_in_the_table_is_unknown(room, command):
    assert room.refused(command).code == "unknown"


def test_a_stranger_finds_none_of_our_things_by_their_ids(room, world, make_incident):
    other = Room(make_incident(team=world.other_team), world.carla).go_to("timeline")
    sticky = room.go_to("timeline").note()
    refusal = other.refused("remove_sticky", sticky=sticky.public_id)
    assert (refusal.code, refusal.fields) == (
        "invalid",
        {"sticky": "That is no longer on the board."},
    )
    sticky.refresh_from_db()
    assert sticky.removed_at is None


@pytest.mark.parametrize("op_id", ["", "short", "has space in", "x" * 37, "drop;table", "né" * 6])
def test_an_operation_without_a_proper_id_is_refused(room, op_id):
    try:
        perform(room.ana.pk, "start_session", {}, op_id)
    except Refusal as refusal:
        assert refusal.code == "bad_op_id"
    else:
        raise AssertionError("it was accepted")
