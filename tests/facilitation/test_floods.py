"""One who floods is cut off, and nobody else waits for it."""

import asyncio
import json
import time

import pytest

from facilitation import consumers
from facilitation.models import Sticky

from .wire import Wire, in_thread

pytestmark = [pytest.mark.django_db(transaction=True)]
MANY = 1000
CLOSED = "websocket.close"


def note(line, text="Orders stop"):
    return {"kind": "event", "when": line.when(hours=1), "text": text}


def op(line, n) -> dict:
    return {"t": "op", "op_id": f"op-{n:08}", "command": "add_sticky", "data": note(line, f"{n}")}


FLOODS = {
    "operations": op,
    "operations that mean nothing": lambda line, n: {"t": "op", "op_id": "x", "command": "x" * 99},
    "heartbeats": lambda line, n: {"t": "ping"},
    "receipts": lambda line, n: {"t": "recv", "seq": n},
    "hellos": lambda line, n: {"t": "hello", "v": 1, "epoch": line.session.epoch, "seq": 0},
    "call-outs": lambda line, n: {"t": "op", "op_id": "op-00000000", "command": "call_out_blame"},
    "all of it": lambda line, n: FLOODS[list(FLOODS)[n % 5]](line, n),
}


async def flood(line, wire, kind):
    for n in range(MANY):
        if wire.socket.future.done():
            return
        await wire.send(**FLOODS[kind](line, n))
        if n % 50 == 0:
            await asyncio.sleep(0)


async def heard_until_closed(wire) -> tuple[list[dict], int]:
    heard = []
    while (output := await wire.socket.receive_output(timeout=20))["type"] != CLOSED:
        heard.append(json.loads(output["text"]))
    return heard, output["code"]


@pytest.mark.parametrize("kind", FLOODS)
async def test_who_floods_is_cut_off_while_others_go_on_writing(line, wires, kind):
    gil, ben, began = await wires("gil"), await wires("ben"), time.monotonic()
    flooding = asyncio.create_task(flood(line, gil, kind))
    for n in range(10):
        assert (await ben.op("add_sticky", f"op-ben-{n:05}", **note(line)))["t"] == "ack"
    heard, code = await heard_until_closed(gil)
    await flooding
    assert code == consumers.FLOOD
    # What is answered is what the buckets hold, and what runs into them meanwhile.
    seconds = time.monotonic() - began
    answers = [message for message in heard if message["t"] not in ("ev", "eph")]
    assert len(answers) < 450 + 50 * seconds
    assert await Sticky.objects.acount() <= 10 + 31 + 10 * seconds


async def test_operations_beyond_the_burst_wait_a_moment_and_are_then_taken(line, wires):
    gil = await wires("gil")
    for n in range(31):
        await gil.send(**op(line, n))
    answers = [await gil.next("ack", "refuse") for _ in range(31)]
    (late,) = [answer for answer in answers if answer["t"] == "refuse"]
    assert (late["code"], 0 < late["retry_after"] <= 0.1) == ("too_fast", True)
    await asyncio.sleep(late["retry_after"] + 0.05)
    await gil.send(**op(line, int(late["op_id"][3:])))
    assert (await gil.next("ack", "refuse"))["t"] == "ack"
    assert await Sticky.objects.acount() == 31


async def test_who_never_says_hello_is_closed(line, wires, monkeypatch):
    monkeypatch.setattr(consumers, "HELLO_WITHIN", 0.1)
    ben = await wires("ben")
    silent = [Wire(line.session, line.keys["gil"]) for _ in range(4)]
    for wire in silent:
        await wire.open()
    await silent[0].send(t="ping")
    for wire in silent:
        assert (await heard_until_closed(wire))[1] == consumers.BAD_MESSAGE
        await wire.leave()
    await ben.send(t="ping")
    assert (await ben.next("pong"))["t"] == "pong"


async def test_who_falls_silent_is_let_go(line, wires, monkeypatch):
    gil = await wires("gil")
    monkeypatch.setattr(consumers, "SILENT_FOR", 0.1)
    assert (await heard_until_closed(gil))[1] == consumers.RESTART


async def test_one_person_has_four_sockets_and_a_fifth_closes_none_of_them(line, wires):
    four = [await wires("gil") for _ in range(4)]
    fifth = Wire(line.session, line.keys["gil"])
    await fifth.open()
    assert await heard_until_closed(fifth) == ([], consumers.FLOOD)
    for wire in four:
        await wire.send(t="ping")
        assert (await wire.next("pong"))["t"] == "pong"
    await four[0].leave()
    assert (await (await wires("gil")).op("add_sticky", "op-00000001", **note(line)))["t"] == "ack"


async def test_a_session_has_so_many_sockets_and_no_more(line, wires, settings):
    settings.SOCKETS_A_SESSION = 2
    two = [await wires(who) for who in ("ana", "ben")]
    third = Wire(line.session, line.keys["gil"])
    await third.open()
    assert await heard_until_closed(third) == ([], consumers.FLOOD)
    await two[1].leave()
    assert (await wires("gil")).socket is not None


async def test_coming_and_going_without_end_is_slowed_down(line, monkeypatch):
    """Thirty at once, for a room behind one door, and then one every other second."""
    monkeypatch.setattr(consumers, "connects", consumers.Buckets(0.5, 5))
    codes = []
    for _ in range(7):
        wire = Wire(line.session, line.keys["gil"])
        await wire.open()
        await wire.send(t="ping")
        output = await wire.socket.receive_output(timeout=20)
        codes.append(output.get("code"))
        await wire.leave()
    assert codes == [None] * 5 + [consumers.FLOOD] * 2
    other = Wire(line.session, line.keys["ben"])
    await other.open()
    assert (await other.hello(line.session.seq))["t"] == "welcome"
    await other.leave()


async def test_who_has_no_seat_holds_no_socket(line):
    async def stranger(who):
        wire = Wire(line.session, line.keys[who])
        await wire.open()
        return await heard_until_closed(wire)

    found = await asyncio.gather(*[stranger(who) for who in ["carla", "nobody"] * 12])
    assert found == [([], consumers.NO_SESSION), ([], consumers.SIGNED_OUT)] * 12
    assert await in_thread(lambda: line.session.pk not in consumers.hub.rooms)()
