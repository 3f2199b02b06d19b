"""A locked room and a lobby show nothing of the session before somebody is let in."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from facilitation import access
from facilitation.models import LiveSession, Participant
from tests.factories import GUEST_SECRET

from .addresses import CASES, address

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
# What stands in the room: nothing of it may be read at its door.
SECRETS = ("Allergen", "Three people", "Ana", "Ben", "Gil", "Orders stop", "A contract test")
INSIDE = [n for n in CASES if "session" in CASES[n][0] and n not in ("join_room", "wait")]


def by_code(client, room):
    return client.post(reverse("join"), {"code": room.session.join_code})


def by_link(client, room):
    return client.post(reverse("join"), {"token": access.join_token(room.session)})


def knock(client, room, name="Zoe", way=by_link):
    """Ask to come in; the answer to giving the name."""
    way(client, room)
    return client.post(address("join_room", room), {"name": name})


def told(answer) -> str:
    page = answer.content.decode()
    assert [word for word in SECRETS if word in page] == []
    return page


def zoe_of(room) -> Participant:
    return Participant.objects.get(session=room.session, name="Zoe")


@pytest.fixture
def lobby(room):
    room.do("set_lobby", on=True)
    return room


@pytest.fixture
def locked(room):
    room.do("lock_room")
    return room


@pytest.fixture
def zoe(lobby, client):
    """The browser of a guest who waits."""
    assert knock(client, lobby).url == address("wait", lobby)
    return client


# The lock


@pytest.mark.parametrize("way", [by_code, by_link])
def test_the_right_code_or_link_to_a_locked_room_tells_only_that_it_is_locked(locked, client, way):
    page = told(client.get(way(client, locked).url))
    assert "The room is locked" in page
    assert "Nobody is here" not in page and "are here" not in page


@pytest.mark.parametrize("way", [by_code, by_link])
def test_a_name_given_to_a_locked_room_makes_no_seat(locked, client, way):
    assert "The room is locked" in told(knock(client, locked, way=way))
    assert "guest" not in client.cookies
    assert not Participant.objects.filter(name="Zoe").exists()


def test_a_room_that_is_locked_while_somebody_types_their_name_stays_locked(room, client):
    by_link(client, room)
    room.do("lock_room")
    assert "The room is locked" in told(client.post(address("join_room", room), {"name": "Zoe"}))


def test_a_colleague_without_a_seat_is_told_so_too(locked, ben):
    locked.ben.delete()
    assert "The room is locked" in told(ben.get(address("live", locked), follow=True))
    assert "The room is locked" in told(ben.post(address("join_room", locked), {"name": "Ben"}))


def test_who_has_a_seat_comes_back_into_a_locked_room(locked, ana, ben, gil):
    for client in (ana, ben, gil):
        assert client.get(address("live", locked)).status_code == 200
    assert by_code(gil, locked).url == address("join_room", locked)
    assert gil.get(address("join_room", locked)).url == address("live", locked)


def test_the_invitation_is_kept_and_holds_once_the_room_is_open_again(locked, client):
    by_code(client, locked)
    locked.do("unlock_room")
    answer = client.post(address("join_room", locked), {"name": "Zoe"})
    assert answer.url == address("live", locked)


def test_somebody_removed_is_not_let_back_by_the_lock_or_without_it(room, gil):
    room.do("lock_room")
    room.do("remove_participant", participant=room.gil.public_id)
    assert gil.get(address("live", room)).status_code == 404
    assert "The room is locked" in told(gil.get(by_link(gil, room).url))


# The lobby


def test_the_name_page_of_a_room_with_a_lobby_shows_nothing_of_it(lobby, client):
    assert "The facilitator lets people in one by one" in told(
        client.get(by_link(client, lobby).url)
    )


def test_who_waits_reads_that_they_wait_and_nothing_of_the_session(lobby, zoe):
    page = told(zoe.get(address("wait", lobby)))
    assert "The facilitator lets you in in a moment, Zoe." in page
    assert 'hx-trigger="every 2s"' in page
    assert "Look again" in page


@pytest.mark.parametrize("name", INSIDE)
def test_every_address_of_the_session_is_nowhere_for_who_waits(lobby, zoe, name):
    url = address(name, lobby)
    answer = zoe.post(url, {}) if CASES[name][1] else zoe.get(url)
    if name == "leave":
        assert answer.status_code == 302
    else:
        assert answer.status_code == 404


def test_no_command_of_theirs_is_done(lobby, zoe):
    message = {"op_id": str(uuid.uuid4()), "command": "read_directive", "data": {}}
    answer = zoe.post(address("do", lobby), message, content_type="application/json")
    assert answer.status_code == 404


def test_the_page_asks_and_is_told_nothing_until_there_is_news(lobby, zoe):
    answer = zoe.get(address("wait", lobby), **HTMX)
    assert (answer.status_code, answer.content) == (204, b"")


def test_once_let_in_the_page_goes_to_the_room_with_the_same_key(lobby, zoe):
    seat, secret = zoe_of(lobby), zoe.cookies["guest"].value
    lobby.do("admit_participant", participant=seat.public_id)
    answer = zoe.get(address("wait", lobby), **HTMX)
    assert answer.headers["HX-Redirect"] == address("live", lobby)
    assert zoe.get(address("wait", lobby)).url == address("live", lobby)
    page = zoe.get(address("live", lobby))
    assert (page.status_code, zoe.cookies["guest"].value) == (200, secret)
    assert f'data-me="{seat.public_id}"' in page.content.decode()


def test_who_is_turned_away_is_told_kindly_and_stays_outside(lobby, zoe):
    lobby.do("turn_away", participant=zoe_of(lobby).public_id)
    for more in (HTMX, {}):
        page = told(zoe.get(address("wait", lobby), **more))
        assert "The facilitator has not let you in." in page
        assert "every 2s" not in page
    assert zoe.get(address("live", lobby)).status_code == 404


def test_who_is_turned_away_may_ask_again_and_waits_again(lobby, zoe):
    lobby.do("turn_away", participant=zoe_of(lobby).public_id)
    assert knock(zoe, lobby).url == address("wait", lobby)
    assert zoe.get(address("wait", lobby), **HTMX).status_code == 204


def test_using_the_link_twice_makes_one_seat(lobby, zoe):
    assert zoe.get(by_link(zoe, lobby).url).url == address("wait", lobby)
    assert Participant.objects.filter(name="Zoe").count() == 1


def test_the_wait_ends_with_the_session(lobby, zoe):
    LiveSession.objects.filter(pk=lobby.session.pk).update(closed_at=timezone.now())
    assert "The session was closed" in told(zoe.get(address("wait", lobby), **HTMX))
    assert zoe.get(address("live", lobby)).status_code == 404


def test_who_stops_waiting_leaves_no_key_behind(lobby, zoe):
    secret = zoe.cookies["guest"].value
    answer = zoe.post(address("leave", lobby))
    assert (answer.status_code, answer.cookies["guest"].value) == (302, "")
    zoe.cookies["guest"] = secret
    assert zoe.get(address("wait", lobby)).status_code == 404


def test_a_colleague_who_is_new_waits_and_is_let_in(lobby, ben):
    lobby.ben.delete()
    page = ben.get(address("live", lobby), follow=True).content.decode()
    assert "Ask to come in" in page and "Allergen" not in page
    assert knock(ben, lobby, "Zoe").url == address("wait", lobby)
    assert told(ben.get(address("live", lobby), follow=True))
    lobby.do("admit_participant", participant=zoe_of(lobby).public_id)
    assert ben.get(address("live", lobby)).status_code == 200


def test_a_colleague_who_waited_looks_at_the_boards_once_it_is_closed(lobby, ben):
    lobby.ben.delete()
    knock(ben, lobby, "Zoe")
    LiveSession.objects.filter(pk=lobby.session.pk).update(closed_at=timezone.now())
    assert ben.get(address("wait", lobby)).url == address("join_room", lobby)
    assert knock(ben, lobby, "Zoe").url == address("live", lobby)


def test_somebody_in_the_room_and_somebody_taken_out_have_no_place_at_the_door(lobby, gil, ana):
    assert gil.get(address("wait", lobby)).url == address("live", lobby)
    lobby.do("remove_participant", participant=lobby.gil.public_id)
    assert gil.get(address("wait", lobby)).status_code == 404


def test_another_rooms_key_waits_for_nothing_here(lobby, foreign, zoe):
    assert zoe.get(address("wait", foreign)).status_code == 404


def test_only_the_facilitator_sees_who_waits(lobby, zoe, ana, ben):
    gil = Client()
    gil.cookies["guest"] = GUEST_SECRET
    pages = {
        name: [
            client.get(address(page, lobby)).content.decode() for page in ("live", "people_drawer")
        ]
        for name, client in {"ana": ana, "ben": ben, "gil": gil}.items()
    }
    assert ["Zoe" in page for page in pages["ana"]] == [True, False]
    assert not any("Zoe" in page for name in ("ben", "gil") for page in pages[name])
    assert "Zoe" not in ana.get(address("wall", lobby)).content.decode()
