"""Whatever a socket or the HTTP door is sent: it is answered or shut out, and nothing breaks.

A moment's look in CI. HYPOTHESIS_PROFILE=nightly looks at about half a million messages.
"""

import json
from functools import partial

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from facilitation import consumers
from facilitation.registry import COMMANDS
from facilitation.views import door
from tests.factories import GUEST_SECRET

from .desk import Line
from .how_long import lasting

pytestmark = pytest.mark.django_db
SHUT_OUT = {consumers.BAD_MESSAGE, consumers.FLOOD, consumers.OLD_PAGE}
ODD = [
    "\x00", "\u202e", "\u2066x\u2069", "\ud800", "\udfff\ud800", "\ufeff", "\u0085", "\x1b[2J",
    "[" * 6000, "9" * 3000, "1e400", "0x1F", "٣", "²", "-0", "NaN", "<script>", "' OR 1=1 --", "%s",
    "{{ 7|add:7 }}", "0001-01-01 00:00", "9999-12-31 23:59", "2026-13-45", "~25:99", "on", "true",
]  # fmt: skip
texts = st.sampled_from(ODD) | st.text(max_size=40) | st.text(st.characters(), max_size=5)
plain = (
    st.none() | st.booleans() | texts | st.floats()
    | st.integers() | st.sampled_from([2**63, -(2**63) - 1, 10**30, 10**4000, 1e308])
)  # fmt: skip
values = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)
kinds = st.sampled_from(["hello", "op", "ping", "recv", "ack", "eph", ""]) | values
op_ids = st.from_regex(r"[A-Za-z0-9-]{8,36}", fullmatch=True) | texts


@st.composite
def orders(draw, things):
    """A command with its own fields, each of which may be anything."""
    command = draw(st.sampled_from(sorted(COMMANDS)))
    known = st.sampled_from(things) | st.integers(0, 3) | st.sampled_from(["event", "whys", "on"])
    fields = list(COMMANDS[command].form.base_fields)
    data = {name: draw(known | values) for name in fields if draw(st.integers(0, 9))}
    return {"op_id": draw(op_ids), "command": command, "data": data | draw(extra)}


extra = st.just({}) | st.dictionaries(texts, values, max_size=2)
fields = {
    "v": st.just(1) | values, "epoch": values, "seq": st.integers(-2, 9) | values, "build": values,
    "op_id": op_ids | values, "command": st.sampled_from(sorted(COMMANDS)) | values, "data": values,
}  # fmt: skip


def messages(things, epoch):
    known = fields | {"epoch": st.just(epoch) | values}
    some = st.fixed_dictionaries({"t": kinds}, optional=known).map(json.dumps)
    ops = orders(things).map(lambda order: json.dumps({"t": "op"} | order))
    hello = st.just(json.dumps({"t": "hello", "v": 1, "epoch": epoch, "seq": 0}))
    junk = st.text(max_size=60) | values.map(json.dumps) | st.binary(min_size=1, max_size=60)
    return st.lists(ops | ops | some | hello | junk, min_size=1, max_size=10)


class Attacked:
    """A room on its timeline, and a socket of each person; put back after each try."""

    def __init__(self, room, server, clients):
        self.room, self.server, self.clients = room, server, clients
        sticky = room.note("Orders stop")
        question = room.thing("park_question", text="Why?")
        chair = room.session.chairs.first()
        people = [each.public_id for each in (room.ana, room.ben, room.gil)]
        self.things = [sticky.public_id, question, chair.public_id, *people]

    def socket(self, who, heard) -> Line:
        cookies = {name: each.value for name, each in self.clients[who].cookies.items()}
        return Line(
            self.server, self.room.session, cookies, lambda text: heard.append(json.loads(text))
        )

    def say(self, who, said):
        line, heard = self.socket(who, []), []
        for each in said:
            if not line.is_open:
                assert line.code in SHUT_OUT, (each, line.code)
                line = self.socket(who, heard)
            if isinstance(each, bytes):
                line.put({"type": "websocket.receive", "bytes": each})
            else:
                line.say(each)
            self.server.write()
        assert line.code in {None, *SHUT_OUT}
        assert not line.task.done()
        assert not [m for m in heard if m["t"] == "refuse" and m["code"] in ("broken", "busy")]

    def honest(self) -> dict:
        heard: list[dict] = []
        data = {"kind": "event", "when": self.room.when(hours=1), "text": "Honest"}
        op = {"t": "op", "op_id": "op-honest-1", "command": "add_sticky", "data": data}
        self.socket("ben", heard).say(json.dumps(op))
        self.server.write()
        (answer,) = [message for message in heard if message["t"] in ("ack", "refuse")]
        return answer


@pytest.fixture
def attacked(room, server, ana, ben):
    gil = Client()
    gil.cookies["guest"] = GUEST_SECRET
    room.go_to("timeline")
    return Attacked(room, server, {"ana": ana, "ben": ben, "gil": gil})


def nothing_broke(caplog):
    assert [r.getMessage() for r in caplog.records if r.levelname == "ERROR"] == []


@pytest.mark.parametrize(("deep", "code"), [(3, None), (4, consumers.BAD_MESSAGE)])
def test_lists_in_lists_go_so_deep_and_no_deeper(attacked, deep, code):
    """Five levels with the message itself and its data: more than any form of ours has."""
    inner = "[" * deep + "]" * deep
    line = attacked.socket("gil", [])
    line.say(f'{{"t":"op","op_id":"op-00000001","command":"add_sticky","data":{{"x":{inner}}}}}')
    assert line.code == code


@pytest.mark.parametrize("who", ["gil", "ana"])
def test_whatever_a_socket_is_sent_breaks_nothing(attacked, server, caplog, who):
    @lasting(ci=100, nightly=30_000)
    @given(said=messages(attacked.things, attacked.room.session.epoch))
    def any_messages(said):
        start = transaction.savepoint()
        try:
            attacked.say(who, said)
            nothing_broke(caplog)
            # Ana may have moved the room on, or taken Ben out of it.
            assert attacked.honest()["t"] == "ack" or who == "ana"
        finally:
            transaction.savepoint_rollback(start)
            server.start()

    any_messages()


@pytest.mark.parametrize("who", ["gil", "ana"])
def test_whatever_the_http_door_is_sent_breaks_nothing(attacked, server, caplog, who):
    url = reverse("do", args=[attacked.room.session.public_id])
    post = partial(attacked.clients[who].post, url, content_type="application/json")

    @lasting(ci=100, nightly=30_000)
    @given(order=orders(attacked.things) | values)
    def any_body(order):
        start = transaction.savepoint()
        try:
            answer = post(json.dumps(order))
            assert answer.status_code in (200, 400, 404, 409), answer.content
            assert answer.json().get("code") != "broken"
            nothing_broke(caplog)
        finally:
            transaction.savepoint_rollback(start)
            server.start()
            door.operations.kept.clear()

    any_body()
