"""Codes, links, guests: hard to guess, ended on time, and never in an address or a log."""

import math
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from facilitation import access
from facilitation.models import CODE_ALPHABET, LiveSession, Participant
from facilitation.operations.frame import new_code
from tests.factories import GUEST_SECRET

from .addresses import address

pytestmark = pytest.mark.django_db


def by_code(client, code):
    return client.post(reverse("join"), {"code": code})


def by_token(client, token):
    return client.post(reverse("join"), {"token": token})


def come_in(client, room, name="Lea"):
    by_token(client, access.join_token(room.session))
    return client.post(address("join_room", room), {"name": name})


# Codes and links


def test_a_code_has_forty_bits_of_an_alphabet_without_lookalikes():
    assert len(set(CODE_ALPHABET)) == 32
    assert set("ILOU") & set(CODE_ALPHABET) == set()
    codes = [new_code() for _ in range(2000)]
    assert {len(code) for code in codes} == {8}
    assert 8 * math.log2(len(CODE_ALPHABET)) == 40
    assert len(set(codes)) == len(codes)
    counts = Counter("".join(codes))
    assert set(counts) == set(CODE_ALPHABET)
    assert max(counts.values()) < 2 * min(counts.values())


def test_a_link_carries_128_bits_that_differ_for_each_session_and_round(room, foreign):
    tokens = [access.join_token(room.session), access.join_token(foreign.session)]
    room.do("change_join_code")
    tokens.append(access.join_token(room.fresh()))
    marks = [token.split(".")[1] for token in tokens]
    assert [len(bytes.fromhex(mark)) * 8 for mark in marks] == [128, 128, 128]
    assert len(set(marks)) == 3


@pytest.mark.parametrize("style", ["{}", " {} ", "{}-", "{:.4} {}"])
def test_a_code_is_read_as_people_type_it(room, client, style):
    code = room.session.join_code
    typed = f"{code[:4].lower()} {code[4:].lower()}" if ":" in style else style.format(code)
    assert by_code(client, typed).url == address("join_room", room)


@pytest.mark.parametrize("wrong", ["", "ABCD", "AAAAAAAA", "x" * 300, "' OR 1=1", "ＡＢ"])
def test_a_wrong_code_opens_nothing(room, client, wrong):
    assert by_code(client, wrong).status_code == 200


def test_a_wrong_or_tampered_link_opens_nothing(room, foreign, client):
    public, mark = access.join_token(room.session).split(".")
    other = access.join_token(foreign.session).split(".")[1]
    for token in (public, f"{public}.", f"{public}.{other}", f"{public}.{mark[:-1]}", f".{mark}"):
        assert by_token(client, token).status_code == 200
        assert "invited" not in client.session


def test_code_and_link_end_with_the_session(room, client):
    code, token = room.session.join_code, access.join_token(room.session)
    LiveSession.objects.filter(pk=room.session.pk).update(closed_at=timezone.now())
    assert [by_code(client, code).status_code, by_token(client, token).status_code] == [200, 200]


def test_a_new_code_ends_the_old_code_and_link_at_both_doors(room, client):
    code, token = room.session.join_code, access.join_token(room.session)
    room.do("change_join_code")
    assert [by_code(client, code).status_code, by_token(client, token).status_code] == [200, 200]
    assert by_code(client, room.fresh().join_code).status_code == 302


def test_no_secret_is_ever_in_an_address(room, client):
    token = access.join_token(room.session)
    mark, code = token.split(".")[1], room.session.join_code
    answers = [by_token(client, token), client.get(address("join_room", room))]
    answers.append(client.post(address("join_room", room), {"name": "Lea"}))
    answers.append(client.get(address("live", room)))
    secret = client.cookies["guest"].value
    for answer in answers:
        seen = answer.headers.get("Location", "") + answer.request["PATH_INFO"]
        seen += answer.request["QUERY_STRING"]
        assert [each for each in (mark, code, secret) if each in seen] == []


def test_the_links_secret_stands_behind_the_hash_only(room, ana):
    page = ana.get(address("people_drawer", room)).content.decode()
    mark = access.join_token(room.session).split(".")[1]
    assert page.count(mark) == page.count(f"#{access.join_token(room.session)}") > 0


def test_the_invited_see_nothing_of_the_board_before_they_give_a_name(room, client):
    by_token(client, access.join_token(room.session))
    assert "A contract test" not in client.get(address("join_room", room)).content.decode()
    assert client.get(address("live", room)).status_code == 404


# Guests


def test_a_guests_cookie_is_for_the_server_alone(room, client):
    come_in(client, room)
    cookie = client.cookies["guest"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (
        True, "Lax", "/", 24 * 3600
    )  # fmt: skip
    assert (cookie["domain"], len(cookie.value) >= 22) == ("", True)


def test_in_production_the_cookie_is_secure_and_bound_to_the_host(room, settings):
    settings.GUEST_COOKIE_NAME, settings.SESSION_COOKIE_SECURE = "__Host-guest", True
    client = Client()
    come_in(client, room)
    cookie = client.cookies["__Host-guest"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_the_database_holds_a_guests_secret_only_as_a_hash(room, client):
    come_in(client, room)
    secret = client.cookies["guest"].value
    rows = Participant.objects.filter(name="Lea").values().get()
    assert secret not in str(rows)
    assert rows["secret_hash"] == access.hashed(secret)


def test_a_guest_of_one_session_is_nobody_in_the_other(room, foreign, client):
    come_in(client, room)
    assert client.get(address("live", room)).status_code == 200
    assert client.get(address("live", foreign)).status_code == 404


def test_a_guest_stays_for_a_day(room, gil):
    rows = Participant.objects.filter(pk=room.gil.pk)
    rows.update(joined_at=timezone.now() - timedelta(hours=23, minutes=59))
    assert gil.get(address("live", room)).status_code == 200
    rows.update(joined_at=timezone.now() - timedelta(hours=24))
    assert gil.get(address("live", room)).status_code == 404


@pytest.mark.parametrize("secret", ["", "x", GUEST_SECRET[:-1], access.hashed(GUEST_SECRET)])
def test_another_secret_is_nobody(room, client, secret):
    client.cookies["guest"] = secret
    assert client.get(address("live", room)).status_code == 404


def test_an_account_without_a_seat_hash_is_not_found_by_an_empty_secret(room, client):
    client.cookies["guest"] = ""
    assert access.find_participant(room.session.pk, None, "") is None


# Session keys


def test_coming_in_changes_the_session_key_and_ends_the_old_one(room, client):
    by_token(client, access.join_token(room.session))
    fixed = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(address("join_room", room), {"name": "Lea"})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != fixed
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = fixed
    assert thief.get(address("join_room", room)).status_code == 404


def test_a_colleague_who_comes_in_gets_a_new_session_key_too(room, ben):
    room.ben.delete()
    before = ben.cookies[settings.SESSION_COOKIE_NAME].value
    ben.post(address("join_room", room), {"name": "Ben"})
    assert ben.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert "guest" not in ben.cookies
