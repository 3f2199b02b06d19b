import pytest
import pytest_asyncio

from facilitation import callouts, consumers
from facilitation.sync.hub import hub
from facilitation.views import door
from incidents.models import IncidentType
from tests.factories import GUEST_SECRET, Room

from .desk import Server
from .wire import Wire, cookies_of, in_thread


@pytest.fixture(autouse=True)
def full_buckets():
    """What one person may ask for is counted in memory, and primary keys come again."""
    for buckets in (consumers.connects, door.operations, door.asking):
        buckets.kept.clear()


@pytest.fixture
def room(world, make_incident):
    return Room(make_incident(impact="Three people got the wrong box."), world.ana, world.ben)


@pytest.fixture
def gil(room, client):
    """The guest's browser."""
    client.cookies["guest"] = GUEST_SECRET
    return client


@pytest.fixture
def server(monkeypatch):
    """The live part in one thread, moved on by the test."""
    found = Server(monkeypatch)
    yield found
    found.stop()


@pytest_asyncio.fixture
async def line(world, make_incident):
    def prepare():
        # A database that is emptied after each test loses what the migrations put there.
        IncidentType.objects.get_or_create(slug="integration", defaults={"name": "Integration"})
        room = Room(make_incident(), world.ana, world.ben).go_to("timeline")
        room.session = room.fresh()
        room.keys = {
            "ana": cookies_of(world.ana),
            "ben": cookies_of(world.ben),
            "gil": cookies_of(secret=GUEST_SECRET),
            "carla": cookies_of(world.carla),
            "nobody": "",
        }
        return room

    callouts._last.clear()
    hub.rooms.clear()  # a test that failed may have left somebody in one
    return await in_thread(prepare)()


@pytest_asyncio.fixture
async def wires(line):
    """Opens sockets by name and shuts them after the test."""
    opened = []

    async def open_one(who, seq=None):
        wire = Wire(line.session, line.keys[who])
        opened.append(wire)
        return await wire.enter(line.session.seq if seq is None else seq)

    yield open_one
    for wire in opened:
        await wire.leave()
