"""Removal, a sign-out, another role and the close reach sockets that are open already."""

import asyncio

import pytest
from django.test import Client
from django.urls import reverse

from facilitation import consumers
from facilitation.seating import take_seat
from facilitation.sync.hub import hub
from incidents.models import Incident

from .tab import Tab
from .wire import Wire, cookies_of, in_thread

pytestmark = [pytest.mark.django_db(transaction=True)]
# Two seconds are promised; the machine may be busy, and the ordinary recheck takes a minute.
SOON = 15
assert SOON < consumers.RECHECK


def browser(cookies: str) -> Client:
    client = Client()
    for pair in cookies.split("; "):
        name, _, value = pair.partition("=")
        client.cookies[name] = value
    return client


async def sign_out(cookies):
    answer = await in_thread(browser(cookies).post)(reverse("account_logout"))
    assert answer.status_code == 302


async def heard_until_closed(wire) -> tuple[list[dict], int]:
    heard = []
    async with asyncio.timeout(SOON):
        while True:
            output = await wire.socket.receive_output(timeout=SOON)
            if output["type"] == "websocket.close":
                return heard, output["code"]
            heard.append(output["text"])


async def may_not_come_back(line, cookies, code):
    again = Wire(line.session, cookies)
    await again.open()
    assert await heard_until_closed(again) == ([], code)

    def poll():
        url = reverse("after", args=[line.session.public_id])
        return browser(cookies).get(url, {"after": line.session.seq}).status_code

    assert await in_thread(poll)() == 404


async def write(line, wire, count, word="Later"):
    for n in range(count):
        data = {"kind": "event", "when": line.when(hours=n), "text": f"{word} {n}"}
        assert (await wire.op("add_sticky", f"op-{word}-{n:06}", **data))["t"] == "ack"


async def test_who_is_removed_is_sent_nothing_that_comes_after_and_cannot_come_back(line, wires):
    ana, gil, second = await wires("ana"), await wires("gil"), await wires("gil")
    await write(line, ana, 2, "Before")
    await ana.op("remove_participant", "op-remove-1", participant=line.gil.public_id)
    await write(line, ana, 3)
    for wire in (gil, second):
        heard, code = await heard_until_closed(wire)
        assert code == consumers.REMOVED
        assert "Before 1" in "".join(heard)
        assert "Later" not in "".join(heard)
        assert await wire.socket.receive_nothing(0.3)
    await may_not_come_back(line, line.keys["gil"], consumers.NO_SESSION)


async def test_who_leaves_by_their_own_will_is_shut_out_of_every_tab(line, wires):
    ana, gil = await wires("ana"), await wires("gil")
    url = reverse("leave", args=[line.session.public_id])
    await in_thread(browser(line.keys["gil"]).post)(url)
    assert (await heard_until_closed(gil))[1] == consumers.REMOVED
    assert (await ana.next("ev"))["ev"][0]["name"] == "participant_left"
    await may_not_come_back(line, line.keys["gil"], consumers.NO_SESSION)


async def test_signing_out_closes_the_boards_of_that_browser_and_of_no_other(line, wires, world):
    line.keys["ben elsewhere"] = await in_thread(cookies_of)(world.ben)
    here, here_too, elsewhere = [await wires(who) for who in ("ben", "ben", "ben elsewhere")]
    ana = await wires("ana")
    await sign_out(line.keys["ben"])
    for wire in (here, here_too):
        assert (await heard_until_closed(wire))[1] == consumers.SIGNED_OUT
        assert await wire.socket.receive_nothing(0.1)
    await may_not_come_back(line, line.keys["ben"], consumers.SIGNED_OUT)
    await write(line, ana, 1)
    assert (await elsewhere.next("ev"))["ev"][0]["name"] == "sticky_added"


async def test_the_new_facilitator_is_sent_the_guide_and_the_former_one_is_not(line, wires):
    ana, ben = await wires("ana"), await wires("ben")
    await ana.op("hand_over", "op-00000001", participant=line.ben.public_id)
    for wire in (ana, ben):
        told = (await wire.next("ev"))["ev"][0]
        assert sorted(told["reload"]) == sorted([line.ana.public_id, line.ben.public_id])
    assert (await ana.op("pause_clock", "op-00000002"))["code"] == "not_facilitator"
    await ben.op("pause_clock", "op-00000003")
    parts = ["".join((await wire.next("ev"))["put"]) for wire in (ana, ben)]
    assert ['id="controls"' in part for part in parts] == [False, True]
    assert hub.rooms[line.session.pk].audiences == ("lead", "room")


async def test_the_close_reaches_everybody_and_nothing_is_taken_after_it(line, wires):
    def ready():
        Incident.objects.update(impact="Three people.")
        line.go_to("actions")
        ideas = line.promised("One", "Two")
        line.do("begin_reading")
        for idea in ideas:
            line.do("say_yes", idea=idea)
        line.do("set_follow_up", date=line.day(30))
        line.session = line.fresh()

    await in_thread(ready)()
    ana, ben, gil = [await wires(who) for who in ("ana", "ben", "gil")]
    await ana.op("close_session", "op-00000001")
    for wire in (ben, gil):
        assert (await wire.next("ev"))["ev"][0]["name"] == "session_closed"
        answer = await wire.op("park_question", "op-00000002", text="Late")
        assert answer["code"] == "closed"
    assert await line.session.questions.acount() == 0


@pytest.mark.django_db
def test_who_was_let_in_again_is_not_shut_out_by_history(room, server, ana, ben):
    """A page that was away during both catches up through the event of its own removal."""
    room.go_to("timeline")
    tab = Tab(server, room.session, ben, room.ben)
    tab.load()
    room.do("remove_participant", participant=room.ben.public_id)
    take_seat(room.session.pk, room.ben.user, "Ben", "")
    tab.come_back()
    assert (tab.is_open, tab.seq) == (True, room.fresh().seq)
    room.do("remove_participant", participant=room.ben.public_id)
    server.look_around()
    assert (tab.is_open, tab.line.code) == (False, consumers.REMOVED)
