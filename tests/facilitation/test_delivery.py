"""What could go wrong between a commit and a screen: late readers, broken reads, odd requests."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.urls import reverse

from facilitation import access, consumers
from facilitation.models import Participant
from facilitation.sync import room as room_module
from facilitation.sync.frames import frame_after
from facilitation.sync.hub import hub
from postmortems import startup

from .wire import in_thread

pytestmark = pytest.mark.django_db


def test_a_frame_never_draws_an_older_room_than_its_events(room):
    """A phase turns between the two reads: its event then comes with its board, or with neither."""
    room.go_to("timeline")
    seq = room.fresh().seq
    room.do("park_question", text="Why so late?")
    turned = []

    def turn_after_the_first_read(execute, sql, *arguments):
        result = execute(sql, *arguments)
        if not turned and sql.startswith("SELECT"):
            turned.append(True)
            room.do("advance_phase", phase="whys")
        return result

    with connection.execute_wrapper(turn_after_the_first_read):
        _, events, text = frame_after(room.session.pk, seq, "room")
    assert turned
    turning = [event["name"] for event in events if event["name"] == "phase_advanced"]
    drawn = ["phase_advanced"] if 'id=\\"board\\" data-phase=\\"whys\\"' in text else []
    assert turning == drawn


@pytest.mark.django_db(transaction=True)
async def test_a_reader_whose_frame_cannot_be_drawn_is_closed_and_not_left_stale(
    line, wires, monkeypatch
):
    ben = await wires("ben")

    def broken(*arguments):
        raise RuntimeError("the database went away")

    monkeypatch.setattr(room_module, "next_frame", broken)
    await in_thread(line.do)("park_question", text="Why so late?")
    hub.news(line.session.pk, line.session.seq + 1)
    assert await ben.closed_with() == consumers.RESTART


@pytest.mark.django_db(transaction=True)
async def test_an_account_that_is_closed_loses_its_socket(line, wires, monkeypatch):
    monkeypatch.setattr(consumers, "RECHECK", 0.05)
    ben = await wires("ben")
    users = get_user_model().objects.filter(name="Ben")
    await in_thread(users.update)(is_active=False)
    assert await ben.closed_with() == consumers.SIGNED_OUT


@pytest.mark.parametrize(
    ("command", "data"),
    [
        (["add_sticky"], {}),
        ("rank_ideas", {"order": "[" * 8000}),
        ("add_sticky", {"kind": "event", "when": "0001-01-01 00:30", "text": "Old",
                        "confirm": "before_start"}),
    ],
)  # fmt: skip
def test_odd_requests_are_refused_and_break_nothing(room, gil, command, data):
    room.go_to("timeline" if command != "rank_ideas" else "actions")
    body = {"op_id": "12345678-abcd", "command": command, "data": data}
    answer = gil.post(
        reverse("do", args=[room.session.public_id]), body, content_type="application/json"
    )
    assert answer.status_code == 409


def test_an_op_id_with_a_line_end_is_refused(room):
    assert room.refused("start_session", op_id="a" * 36 + "\n").code == "bad_op_id"


def test_an_invitation_ends_with_its_code(room, client):
    client.post(reverse("join"), {"token": access.join_token(room.session)})
    room.do("change_join_code")
    answer = client.post(reverse("join_room", args=[room.session.public_id]), {"name": "Lea"})
    assert answer.status_code == 404
    assert not Participant.objects.filter(name="Lea").exists()


def test_a_guest_who_leaves_takes_the_key_along(room, gil):
    answer = gil.post(reverse("leave", args=[room.session.public_id]))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    gil.cookies["guest"] = "a guest's own secret of 128 bits"
    assert gil.get(reverse("live", args=[room.session.public_id])).status_code == 404


def test_a_session_with_no_ready_action_does_not_close(room):
    room.go_to("actions")
    idea = room.thing("add_idea", text="Contract tests between the services")
    room.do("close_brainstorm")
    room.do("take_ranking")
    room.do("set_owner", idea=idea, owner="Ben", was="")
    room.do("set_deadline", idea=idea, deadline=room.day(10), was="")
    room.do("give_single_reason", because="It closes the gap")
    room.do("begin_reading")
    room.do("set_owner", room.gil, idea=idea, owner="", was="Ben")
    room.do("set_follow_up", date=room.day(30))
    assert "at least one action" in room.refused("close_session").message


def test_a_mistyped_mode_does_not_start(settings):
    settings.MODE = "prod"
    with pytest.raises(ImproperlyConfigured):
        startup.refuse_dangerous_start(settings)
