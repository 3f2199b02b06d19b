"""Each kind of fault shows in the counters, and the counters show nobody."""

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from facilitation import consumers
from facilitation.commands import BROKEN
from facilitation.models import LiveSession
from facilitation.sync import hub as hub_module
from facilitation.sync import room as room_module
from facilitation.sync import writer as writer_module
from facilitation.sync.hub import hub
from facilitation.sync.limits import Window

from .faults import InTheWriter, locked_by_another, on_sqlite
from .wire import Wire, in_thread

pytestmark = [pytest.mark.django_db(transaction=True)]
TOKEN = "an operator's token of many characters"


@pytest.fixture(autouse=True)
def token(settings):
    settings.METRICS_TOKEN = TOKEN


def ask(token=TOKEN):
    return Client().get("/metrics", headers={"Authorization": f"Bearer {token}"})


def read() -> dict[str, float]:
    """Every figure by its name, with its labels as they are written."""
    text = ask().content.decode()
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


class Figures:
    """What has changed since it was made."""

    def __init__(self, before):
        self.before = before

    async def grown(self, name) -> float:
        now = await in_thread(read)()
        return now.get(name, 0.0) - self.before.get(name, 0.0)


@pytest.fixture
async def figures():
    return Figures(await in_thread(read)())


def breaks(*arguments):
    raise ZeroDivisionError


def note(line, text="Orders stop"):
    return {"kind": "event", "when": line.when(hours=1), "text": text}


async def heartbeat(wire) -> int:
    await wire.send(t="ping")
    return (await wire.next("pong"))["head"]


async def test_what_was_done_what_was_refused_and_what_came_twice(line, wires, figures):
    ben = await wires("ben")
    for _ in range(3):
        await ben.op("add_sticky", "op-00000001", **note(line))
    await ben.op("add_sticky", "op-00000002", **note(line, ""))
    assert await figures.grown("board_operations_total done") == 3
    assert await figures.grown("board_operations_total invalid") == 1
    assert await figures.grown("board_repeats_total") == 2
    assert await figures.grown("board_batches_total") == 4
    assert await figures.grown("board_frames_total live") == 1


@on_sqlite
async def test_a_database_that_cannot_save(line, wires, figures, monkeypatch):
    in_writer, ben = InTheWriter(monkeypatch), await wires("ben")
    in_writer.run("PRAGMA busy_timeout = 20")
    try:
        with locked_by_another():
            await ben.op("add_sticky", "op-00000001", **note(line))
    finally:
        in_writer.run("PRAGMA busy_timeout = 5000")
    assert await figures.grown("board_faults_total busy") == 1
    assert await figures.grown("board_operations_total busy") == 1


async def test_a_command_that_breaks(line, wires, figures, monkeypatch):
    ben = await wires("ben")
    monkeypatch.setattr(writer_module.commands, "perform_together", breaks)
    answer = await ben.op("add_sticky", "op-00000001", **note(line))
    assert (answer["code"], answer["message"]) == (BROKEN.code, BROKEN.message)
    assert await figures.grown("board_faults_total broken") == 1
    assert await figures.grown("board_operations_total broken") == 1


async def test_a_frame_that_cannot_be_drawn_is_drawn_from_the_log(
    line, wires, figures, monkeypatch
):
    ben = await wires("ben")
    monkeypatch.setattr(writer_module, "draw_all", breaks)
    assert (await ben.op("add_sticky", "op-00000001", **note(line)))["t"] == "ack"
    assert (await ben.next("ev"))["ev"][0]["op"] == "op-00000001"
    assert await figures.grown("board_faults_total draw") == 1
    assert await figures.grown("board_frames_total log") == 1


async def test_a_delivery_that_fails_and_every_close_by_its_code(line, wires, figures, monkeypatch):
    ben = await wires("ben")
    monkeypatch.setattr(room_module, "next_frame", breaks)
    await in_thread(line.do)("park_question", text="Why so late?")
    hub.news(line.session.pk, line.session.seq + 1)
    assert await ben.closed_with() == consumers.RESTART
    stranger = Wire(line.session, line.keys["carla"])
    await stranger.open()
    assert await stranger.closed_with() == consumers.NO_SESSION
    assert await figures.grown("board_faults_total delivery") == 1
    assert await figures.grown(f"board_closed_total {consumers.RESTART}") == 1
    assert await figures.grown(f"board_closed_total {consumers.NO_SESSION}") == 1


async def test_resets_by_their_reason_and_resyncs(line, wires, figures, monkeypatch):
    ben = await wires("ben")
    for wrong in ({"epoch": "other"}, {"seq": 9999}):
        await ben.send(**{"t": "hello", "v": 1, "epoch": line.session.epoch, "seq": 0} | wrong)
        await ben.next("reset")
    monkeypatch.setattr(room_module, "FAR_BEHIND", 0)
    await ben.send(t="hello", v=1, epoch=line.session.epoch, seq=0)
    await ben.next("reset")
    monkeypatch.setattr(room_module, "FAR_BEHIND", 2000)
    await ben.send(t="hello", v=1, epoch=line.session.epoch, seq=0)
    await ben.next("welcome")
    for why in ("epoch", "ahead", "far_behind"):
        assert await figures.grown(f"board_resets_total {why}") == 1
    assert await figures.grown("board_resyncs_total") == 1


async def test_a_restored_board_and_a_hint_that_was_lost(line, wires, figures, monkeypatch):
    ben = await wires("ben")
    await in_thread(line.do)("park_question", text="Why so late?")
    assert await heartbeat(ben) == line.session.seq
    await hub.read_heads()
    assert await heartbeat(ben) == line.session.seq + 1
    assert await figures.grown("board_corrections_total") == 1
    await LiveSession.objects.filter(pk=line.session.pk).aupdate(epoch="0" * 32)
    await hub.read_heads()
    assert (await ben.next("reset"))["why"] == "epoch"
    assert await figures.grown("board_resets_total epoch") == 1


async def test_a_look_at_the_heads_that_fails(line, wires, figures, monkeypatch):
    ben = await wires("ben")
    monkeypatch.setattr(hub_module, "heads_of", breaks)
    await hub.read_heads()
    assert await figures.grown("board_faults_total heads") == 1
    assert await heartbeat(ben) == line.session.seq


async def test_passing_messages_that_a_slow_reader_goes_without(line, wires, figures, monkeypatch):
    await wires("ben")
    with monkeypatch.context() as full:
        full.setattr(Window, "is_full", True)
        hub.say(line.session.pk, {"t": "eph", "blame": {}})
    assert await figures.grown("board_drops_total") >= 1


@on_sqlite
async def test_what_waits_and_how_far_readers_are_behind(line, wires, figures, monkeypatch):
    ben = await wires("ben")
    for name, value in {"rooms": 1, "sockets": 1}.items():
        assert await figures.grown(f"board_{name}") == value
    with locked_by_another():
        for n in range(3):
            await ben.send(
                t="op", op_id=f"op-{n:08}", command="add_sticky", data=note(line, f"{n}")
            )
        await heartbeat(ben)
        assert (await in_thread(read)())["board_queue"] == 3
    await ben.events_until(line.session.seq + 3)
    now = await in_thread(read)()
    assert (now["board_queue"], now["board_head"]) == (0, line.session.seq + 3)
    with monkeypatch.context() as full:
        full.setattr(Window, "is_full", True)
        await ben.op("add_sticky", "op-00000009", **note(line))
        assert (await in_thread(read)())["board_lag"] == 1
    await ben.leave()
    assert await figures.grown("board_sockets") == 0
