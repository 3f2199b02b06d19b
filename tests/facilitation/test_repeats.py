"""The same operation again, by whichever door and after whatever: one number, one row, one event.

A browser that has heard no answer cannot know whether it was done, so it sends until it hears one.
"""

import itertools
import json
import random

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from facilitation.models import SessionEvent
from facilitation.sync import counters
from tests.factories import GUEST_SECRET

from .desk import Line
from .scenarios import SCENARIOS

pytestmark = pytest.mark.django_db
OP_ID = "op-00000001"
ONE_OF_EACH = {command: (command, case) for command, case in reversed(SCENARIOS)}


class Sender:
    """Ana, who sends one operation by either door."""

    def __init__(self, server, room, client, command):
        self.server, self.room, self.client, self.command = server, room, client, command
        self.url = reverse("do", args=[room.session.public_id])
        self.connect()

    def connect(self):
        cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}
        self.heard: list[dict] = []
        self.line = Line(
            self.server, self.room.session, cookies, lambda t: self.heard.append(json.loads(t))
        )

    def by_socket(self, data, times=1) -> list[dict]:
        before = len(self.heard)
        op = {"t": "op", "op_id": OP_ID, "command": self.command, "data": data}
        for _ in range(times):
            self.line.say(json.dumps(op))
        self.server.write()
        return [m for m in self.heard[before:] if m["t"] in ("ack", "refuse")]

    def by_http(self, data) -> dict:
        body = {"op_id": OP_ID, "command": self.command, "data": data}
        return self.client.post(self.url, body, content_type="application/json").json()

    def after_a_restart(self, data) -> list[dict]:
        self.server.start()
        self.connect()
        return self.by_socket(data)


def rows() -> dict[str, int]:
    return {m.__name__: m.objects.count() for m in apps.get_models(include_auto_created=True)}


@pytest.mark.parametrize("command", sorted(ONE_OF_EACH))
def test_every_operation_that_is_sent_again_has_its_number_and_is_done_once(
    room, ana, server, command
):
    data = SCENARIOS[ONE_OF_EACH[command]](room)
    sender = Sender(server, room, ana, command)
    (first,) = sender.by_socket(data)
    assert first["t"] == "ack", first
    stands, repeats = rows(), counters.REPEATS._value.get()
    answers = [*sender.by_socket(data, times=3), *sender.by_socket(data)]
    answers += [sender.by_http(data), *sender.after_a_restart(data), sender.by_http(data)]
    assert [each.get("seq") for each in answers] == [first["seq"]] * 7
    assert SessionEvent.objects.filter(op_id=OP_ID).count() == 1
    assert rows() == stands
    assert counters.REPEATS._value.get() - repeats == 5


@pytest.mark.parametrize("command", ["add_sticky", "park_question", "advance_phase", "undo"])
@pytest.mark.parametrize("seed", range(3))
def test_whichever_door_hears_it_first_the_other_knows_it(room, ana, server, command, seed):
    data = SCENARIOS[ONE_OF_EACH[command]](room)
    sender, chance = Sender(server, room, ana, command), random.Random(seed)
    ways = [sender.by_http, sender.by_socket, sender.after_a_restart]
    found = [chance.choice(ways)(data) for _ in range(chance.randint(2, 5))]
    answers = itertools.chain(*[each if isinstance(each, list) else [each] for each in found])
    assert len({each["seq"] for each in answers}) == 1
    assert SessionEvent.objects.filter(op_id=OP_ID).count() == 1


def test_the_same_id_with_other_words_is_a_conflict_by_either_door(room, ana, server):
    data = SCENARIOS[ONE_OF_EACH["add_sticky"]](room)
    sender = Sender(server, room, ana, "add_sticky")
    (done,) = sender.by_socket(data)
    stands, other = rows(), data | {"text": "Other words"}
    answers = [*sender.by_socket(other), sender.by_http(other), *sender.after_a_restart(other)]
    assert [each["code"] for each in answers] == ["op_conflict"] * 3
    sender.command = "park_question"
    assert sender.by_http({"text": data["text"]})["code"] == "op_conflict"
    assert rows() == stands
    sender.command = "add_sticky"
    assert sender.by_http(data)["seq"] == done["seq"]


def test_the_same_id_from_somebody_else_is_another_operation(room, ana, server, sign_in, world):
    room.go_to("timeline")
    note = {"kind": "event", "when": room.when(hours=1), "text": "Orders stop"}
    numbers = [
        Sender(server, room, client, "add_sticky").by_socket(note)[0]["seq"]
        for client in (ana, sign_in(world.ben))
    ]
    assert numbers[1] == numbers[0] + 1
    assert SessionEvent.objects.filter(op_id=OP_ID).count() == 2


def test_a_copy_of_what_was_refused_is_refused_again_and_never_done_late(room, ana, server):
    """Its writer was told that it is not saved; anew it is sent under another id."""
    room.start()
    sender = Sender(server, room, ana, "add_sticky")
    note = {"kind": "event", "when": room.when(hours=1), "text": "Orders stop"}
    assert sender.by_socket(note)[0]["code"] == "ahead"
    room.go_to("timeline")
    before = room.fresh().seq
    answers = [*sender.by_socket(note), sender.by_http(note)]
    assert [each["code"] for each in answers] == ["ahead", "ahead"]
    assert room.fresh().seq == before
    assert room.do("add_sticky", **note).seq == before + 1


def test_nobody_who_has_been_removed_learns_a_number_by_asking_again(room, ana):
    gil = Client()
    gil.cookies["guest"] = GUEST_SECRET
    room.go_to("timeline")
    url = reverse("do", args=[room.session.public_id])
    note = {"kind": "event", "when": room.when(hours=1), "text": "Orders stop"}
    body = {"op_id": OP_ID, "command": "add_sticky", "data": note}
    assert gil.post(url, body, content_type="application/json").status_code == 200
    room.do("remove_participant", participant=room.gil.public_id)
    assert gil.post(url, body, content_type="application/json").status_code == 404
