"""The board's socket: hello, order, refusals, removal, catch-up, and what it must not do."""

import asyncio
import json

import pytest
from django.apps import apps
from django.utils import timezone

from facilitation.models import LiveSession, Participant, Sticky
from tests.factories import Room

from .wire import Wire, in_thread

pytestmark = [pytest.mark.django_db(transaction=True)]


def note(line, text="Orders stop"):
    return {"kind": "event", "when": line.when(hours=1), "text": text}


async def test_hello_is_welcomed_with_where_the_log_stands(line):
    wire = Wire(line.session, line.keys["ben"])
    assert await wire.open()
    welcome = await wire.hello(line.session.seq)
    assert (welcome["t"], welcome["head"], welcome["epoch"], welcome["you"]) == (
        "welcome", line.session.seq, line.session.epoch, line.ben.public_id
    )  # fmt: skip
    assert welcome["limits"] == {
        "frame": 16384, "burst": 30, "a_second": 10, "window_events": 500,
        "window_bytes": 524288, "receipt_events": 50, "receipt_seconds": 2,
    }  # fmt: skip
    await wire.leave()


async def test_an_operation_is_acknowledged_and_told_to_everybody_alike(line, wires):
    ana, ben, gil = [await wires(who) for who in ("ana", "ben", "gil")]
    ack = await ben.op("add_sticky", "op-00000001", **note(line))
    assert (ack["t"], ack["seq"]) == ("ack", line.session.seq + 1)
    frames = [await wire.next("ev") for wire in (ana, ben, gil)]
    assert frames[1] == frames[2]
    assert [(e["seq"], e["op"], e["name"]) for e in frames[0]["ev"]] == [
        (ack["seq"], "op-00000001", "sticky_added")
    ]
    assert frames[0]["ev"] == frames[1]["ev"]


async def test_the_guide_is_sent_to_the_facilitator_only(line, wires):
    ana, gil = await wires("ana"), await wires("gil")
    await gil.op("add_sticky", "op-00000001", **note(line))
    found = [any('id="ready"' in h for h in (await w.next("ev"))["put"]) for w in (ana, gil)]
    assert found == [True, False]


async def test_a_refusal_names_the_field_and_reaches_its_writer_only(line, wires):
    ben, gil = await wires("ben"), await wires("gil")
    answer = await ben.op("add_sticky", "op-00000001", **note(line, ""))
    assert answer == {
        "t": "refuse", "op_id": "op-00000001", "code": "invalid",
        "message": "What happened? A few words are enough.",
        "fields": {"text": "What happened? A few words are enough."},
    }  # fmt: skip
    await gil.send(t="ping")
    assert (await gil.next("ev", "pong"))["t"] == "pong"


async def test_a_command_that_is_the_facilitators_is_refused_to_others(line, wires):
    ben = await wires("ben")
    assert (await ben.op("pause_clock", "op-00000001"))["code"] == "not_facilitator"


async def test_an_operation_sent_twice_has_one_number_and_one_row(line, wires):
    ben = await wires("ben")
    data = note(line)
    first = await ben.op("add_sticky", "op-00000001", **data)
    second = await ben.op("add_sticky", "op-00000001", **data)
    assert first == second
    assert await Sticky.objects.acount() == 1


@pytest.mark.parametrize(
    ("wrong", "seq", "why"), [({"epoch": "other"}, 0, "epoch"), ({}, 9999, "ahead")]
)
async def test_another_epoch_or_a_number_from_the_future_resets(line, wrong, seq, why):
    wire = Wire(line.session, line.keys["ben"])
    await wire.open()
    answer = await wire.hello(seq, **wrong)
    assert answer == {
        "t": "reset", "epoch": line.session.epoch, "head": line.session.seq, "why": why
    }  # fmt: skip
    await wire.leave()


async def test_who_was_away_catches_up_in_order_without_a_gap(line, wires):
    ben = await wires("ben")
    since = line.session.seq
    for n in range(5):
        await ben.op("add_sticky", f"op-0000000{n}", **note(line, f"Note {n}"))
    late = await wires("gil", since)
    events = await late.events_until(since + 5)
    assert [event["seq"] for event in events] == list(range(since + 1, since + 6))


async def test_two_people_writing_at_once_see_one_order(line, wires):
    ana, ben, gil = [await wires(who) for who in ("ana", "ben", "gil")]
    for n in range(5):
        await asyncio.gather(
            ana.op("add_sticky", f"op-a000000{n}", **note(line, f"Ana {n}")),
            ben.op("add_sticky", f"op-b000000{n}", **note(line, f"Ben {n}")),
        )
    head = line.session.seq + 10
    late = await wires("gil", line.session.seq)
    seen = [[(e["seq"], e["op"]) for e in await w.events_until(head)] for w in (gil, late)]
    assert seen[0] == seen[1]
    assert [seq for seq, _ in seen[0]] == list(range(line.session.seq + 1, head + 1))


async def test_somebody_taken_out_is_shut_out_within_two_seconds(line, wires):
    ana, gil = await wires("ana"), await wires("gil")
    async with asyncio.timeout(2):
        await ana.op("remove_participant", "op-00000001", participant=line.gil.public_id)
        assert await gil.closed_with() == 4403
    again = Wire(line.session, line.keys["gil"])
    await again.open()
    assert await again.closed_with() == 4404


async def test_handing_over_gives_the_new_facilitator_their_frames_at_once(line, wires):
    ana, ben = await wires("ana"), await wires("ben")
    await ana.op("hand_over", "op-00000001", participant=line.ben.public_id)
    assert (await ben.next("ev"))["ev"][0]["reload"] == [line.ana.public_id, line.ben.public_id]
    await ben.op("pause_clock", "op-00000002")
    assert any('id="controls"' in html for html in (await ben.next("ev"))["put"])


async def test_a_stranger_is_told_nothing_but_that_there_is_no_session(line):
    wire = Wire(line.session, line.keys["carla"])
    await wire.open()
    assert await wire.closed_with() == 4404


@pytest.mark.parametrize("there_is", [True, False])
async def test_nobody_may_sign_in_and_learns_nothing_of_the_session(line, there_is):
    if not there_is:
        line.session.public_id = "A" * 22
    wire = Wire(line.session)
    await wire.open()
    assert await wire.closed_with() == 4401


async def test_a_guest_of_one_session_is_nobody_in_another(line, world, make_incident):
    def another():
        other = Room(make_incident(team=world.other_team), world.carla)
        Participant.objects.filter(session=other.session, name="Gil").delete()
        return other.session

    wire = Wire(await in_thread(another)(), line.keys["gil"])
    await wire.open()
    assert await wire.closed_with() == 4404


async def test_half_a_character_is_refused_and_the_socket_lives(line, wires):
    ben = await wires("ben")
    text = json.dumps({"t": "op", "op_id": "op-\ud800-00001", "command": "add_sticky", "data": {}})
    await ben.socket.send_to(text_data=text)
    assert (await ben.next("refuse"))["code"] == "bad_op_id"
    answer = await ben.op("add_sticky", "op-00000002", **note(line, "half \ud800"))
    assert (answer["t"], list(answer["fields"])) == ("refuse", ["text"])


# The call-out


def everything() -> dict:
    """Every row of every table."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
    }


async def test_a_call_out_reaches_everybody_and_is_written_nowhere(line, wires, caplog):
    ana, ben, gil = [await wires(who) for who in ("ana", "ben", "gil")]
    before = await in_thread(everything)()
    answer = await gil.op("call_out_blame", "op-00000001", towards=True)
    assert answer == {"t": "ack", "op_id": "op-00000001", "seq": None}
    for wire in (ana, ben):
        while "blame" not in (message := await wire.next("eph")):
            pass
        assert message == {"t": "eph", "blame": {"towards_facilitator": True}}
    assert await in_thread(everything)() == before
    assert caplog.text == ""


async def test_a_second_call_out_within_ten_seconds_waits(line, wires):
    gil = await wires("gil")
    await gil.op("call_out_blame", "op-00000001")
    answer = await gil.op("call_out_blame", "op-00000002")
    assert answer["code"] == "too_soon"


async def test_a_closed_session_takes_no_call_out(line, wires):
    await LiveSession.objects.filter(pk=line.session.pk).aupdate(closed_at=timezone.now())
    gil = await wires("gil")
    assert (await gil.op("call_out_blame", "op-00000001"))["code"] == "closed"
