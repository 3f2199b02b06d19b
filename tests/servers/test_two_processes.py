"""Two processes, one PostgreSQL and one Redis: a room does not notice which one it is on."""

import asyncio
import json

import pytest
from websockets.asyncio.client import connect

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]

# Two people signed in, and a session of their own on the timeline.
PREPARE = """
import json
from datetime import timedelta
from django.utils import timezone
from importlib import import_module
from uuid import uuid4
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from facilitation.commands import perform
from facilitation.models import Participant
from facilitation.seating import open_session
from incidents.models import Incident, IncidentType
from people.models import Membership, Team, User

def cookie(user):
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"

now = timezone.now()
team, _ = Team.objects.get_or_create(name="Two processes", zone="Europe/London")
people = [User.objects.get_or_create(email=f"{n}@two.test", name=n)[0] for n in ("Ines", "Tom")]
for user in people:
    Membership.objects.get_or_create(team=team, user=user)
incident = Incident.objects.create(
    team=team, title="Orders stop", type=IncidentType.objects.first(), zone="Europe/London",
    started_at=now - timedelta(hours=28), resolved_at=now - timedelta(hours=10))
session = open_session(incident, people[0])
Participant.objects.get_or_create(session=session, user=people[1], defaults={"name": "Tom"})
session.refresh_from_db()
if not session.started_at:
    perform(session.facilitator.pk, "start_session", {}, str(uuid4()))
    perform(session.facilitator.pk, "advance_phase", {"phase": "timeline"}, str(uuid4()))
session.refresh_from_db()
when = f"{now - timedelta(hours=20):%Y-%m-%d %H:%M}"
print("FOUND" + json.dumps({"session": session.public_id, "epoch": session.epoch,
    "seq": session.seq, "when": when, "cookies": [cookie(user) for user in people]}))
"""
COUNT = """
from django.apps import apps
print("FOUND", {m.__name__: m.objects.count() for m in apps.get_models()})
"""


@pytest.fixture
def room(product):
    return json.loads(product.manage("shell", "-c", PREPARE).split("FOUND")[1])


class Browser:
    def __init__(self, product, room, place):
        self.room, self.epoch = room, room["epoch"]
        self.address = f"ws://127.0.0.1:{product.ports[place]}/session/{room['session']}/socket/"
        self.origin, self.cookie = product.origins[place], room["cookies"][place]

    async def __aenter__(self):
        self.wire = await connect(
            self.address, origin=self.origin, additional_headers={"Cookie": self.cookie}
        )
        await self.send(t="hello", v=1, epoch=self.epoch, seq=self.room["seq"])
        await self.next("welcome")
        return self

    async def __aexit__(self, *_):
        await self.wire.close()

    async def send(self, **message):
        await self.wire.send(json.dumps(message))

    async def next(self, kind, having=""):
        while True:
            message = json.loads(await self.wire.recv())
            if message["t"] == kind and (not having or having in message):
                return message

    async def note(self, op_id, text):
        data = {"kind": "event", "when": self.room["when"], "text": text}
        await self.send(t="op", op_id=op_id, command="add_sticky", data=data)

    async def order(self, until) -> list:
        found = []
        while not found or found[-1][0] < until:
            found += [(e["seq"], e["op"]) for e in (await self.next("ev"))["ev"]]
        return found


async def test_a_note_written_through_one_process_reaches_the_other_within_two_seconds(
    product, room
):
    async with Browser(product, room, 0) as ines, Browser(product, room, 1) as tom:
        async with asyncio.timeout(2):
            await ines.note("op-00000001", "Orders stop")
            frame = await tom.next("ev")
        assert [(e["name"], e["op"]) for e in frame["ev"]] == [("sticky_added", "op-00000001")]
        assert "Orders stop" in "".join(frame["put"])


async def test_both_processes_tell_one_order(product, room):
    async with Browser(product, room, 0) as ines, Browser(product, room, 1) as tom:
        async with asyncio.timeout(20):
            for n in range(10):
                await asyncio.gather(
                    ines.note(f"op-i-{n:06}", f"Ines {n}"), tom.note(f"op-t-{n:06}", f"Tom {n}")
                )
            head = room["seq"] + 20
            orders = await asyncio.gather(ines.order(head), tom.order(head))
        assert orders[0] == orders[1]
        assert [seq for seq, _ in orders[0]] == list(range(room["seq"] + 1, head + 1))


async def test_a_call_out_passes_between_the_processes_and_is_written_nowhere(product, room):
    before = product.manage("shell", "-c", COUNT)
    async with Browser(product, room, 0) as ines, Browser(product, room, 1) as tom:
        async with asyncio.timeout(5):
            await tom.send(t="op", op_id="op-blame-1", command="call_out_blame", data={})
            assert (await ines.next("eph", "blame"))["blame"] == {"towards_facilitator": False}
    assert product.manage("shell", "-c", COUNT) == before


async def test_an_origin_of_nobody_is_refused_by_the_real_server(product, room):
    from websockets.exceptions import InvalidStatus

    stranger = Browser(product, room, 0)
    stranger.origin = "http://evil.example"
    with pytest.raises(InvalidStatus) as raised:
        await stranger.__aenter__()
    assert raised.value.response.status_code == 403
