import pytest

from tests.factories import GUEST_SECRET, Room


@pytest.fixture
def room(world, make_incident):
    return Room(make_incident(impact="Three people got the wrong box."), world.ana, world.ben)


@pytest.fixture
def gil(room, client):
    """The guest's browser."""
    client.cookies["guest"] = GUEST_SECRET
    return client
