"""Every address of the session: foreign ids, missing tokens, looking without touching, headers."""

import re

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from facilitation.models import LiveSession

from .addresses import CASES, NAMES, address

pytestmark = pytest.mark.django_db
POSTS = [name for name in CASES if CASES[name][1]] + ["join", "join_room"]
GETS = [name for name in CASES if not CASES[name][1]]
PRIVATE = [name for name in CASES if name != "join"]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def ask(client, name, url):
    return client.post(url, {}) if CASES[name][1] else client.get(url)


def test_every_address_has_a_case():
    assert sorted(NAMES) == sorted(CASES)


@pytest.mark.parametrize("name", PRIVATE)
def test_what_another_team_holds_answers_as_if_it_did_not_exist(room, foreign, ana, name):
    theirs = ask(ana, name, address(name, foreign))
    nothing = ask(ana, name, re.sub("[A-Za-z0-9_-]{22}", "A" * 22, address(name, foreign)))
    assert (theirs.status_code, nothing.status_code) == (404, 404)
    assert unmarked(theirs) == unmarked(nothing)


def unmarked(answer) -> str:
    return re.sub(r'value="[A-Za-z0-9]{64}"|[A-Za-z0-9_-]{22}', "", answer.content.decode())


@pytest.mark.parametrize("name", [name for name in CASES if len(CASES[name][0]) > 1])
def test_a_thing_of_another_session_is_not_found_in_ours(room, foreign, ana, name):
    assert ana.get(address(name, room)).status_code == 200
    assert ana.get(address(name, room, foreign.things)).status_code == 404


@pytest.mark.parametrize("name", PRIVATE)
def test_a_guest_of_our_session_finds_nothing_of_another(room, foreign, gil, name):
    answer = ask(gil, name, address(name, foreign))
    if name in ("open_session", "room_panel", "writeup", "writeup_pdf"):
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))
    else:
        assert answer.status_code == 404


@pytest.mark.parametrize("name", PRIVATE)
def test_nobody_sees_nothing(room, name):
    answer = ask(Client(), name, address(name, room))
    assert answer.status_code in (302, 404)
    assert b"Allergen" not in answer.content


@pytest.mark.parametrize("name", ["do", "chair"])
def test_somebody_taken_out_is_nobody(room, gil, name):
    room.do("remove_participant", participant=room.gil.public_id)
    assert gil.post(address(name, room), {}).status_code == 404


@pytest.mark.parametrize("name", POSTS)
def test_a_post_without_a_token_is_refused_and_writes_nothing(room, sign_in, world, name):
    client = sign_in(world.ana, enforce_csrf_checks=True)
    before = everything()
    assert client.post(address(name, room), {}).status_code == 403
    assert everything() == before


def everything() -> dict:
    rows = [model for model in apps.get_models(include_auto_created=True) if model is not Session]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in rows}


@pytest.mark.parametrize("name", GETS)
@pytest.mark.parametrize("who", ["ana", "gil", "carla", "nobody"])
def test_looking_changes_nothing(request, room, name, who):
    client = Client() if who == "nobody" else request.getfixturevalue(who)
    before = everything()
    client.get(address(name, room))
    if name != "writeup_pdf":  # Drawing it a second time takes a second and shows nothing new.
        client.head(address(name, room))
    assert everything() == before


@pytest.mark.parametrize("name", [name for name in CASES if CASES[name][1]])
def test_a_command_is_never_a_get(room, ana, name):
    seq = LiveSession.objects.get(pk=room.session.pk).seq
    assert ana.get(address(name, room)).status_code == 405
    assert LiveSession.objects.get(pk=room.session.pk).seq == seq


@pytest.mark.parametrize("name", [*CASES, "nowhere", "do json", "after json"])
def test_every_answer_is_private_and_guarded(room, ana, name):
    if name == "nowhere":
        answer = ana.get("/nowhere/")
    elif name == "do json":
        answer = ana.post(address("do", room), "{", content_type="application/json")
    elif name == "after json":
        answer = ana.get(address("after", room))
    else:
        answer = ask(ana, name, address(name, room))
    found = {header: answer.headers.get(header) for header in HEADERS}
    assert found == HEADERS
    assert answer.headers["Referrer-Policy"] in ("no-referrer", "same-origin")
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Permissions-Policy"].startswith("camera=()")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_policy_names_exactly_what_is_allowed(room, ana):
    policy = ana.get(address("live", room)).headers["Content-Security-Policy"]
    parts = {part.split()[0]: part.split()[1:] for part in policy.split(";")}
    sockets = parts.pop("connect-src")
    assert sockets[0] == "'self'"
    assert not [s for s in sockets[1:] if not s.startswith(("ws://", "wss://")) or "*" in s]
    assert parts == {
        "default-src": ["'none'"], "script-src": ["'self'"], "style-src": ["'self'"],
        "img-src": ["'self'", "data:"], "manifest-src": ["'self'"], "base-uri": ["'none'"],
        "object-src": ["'none'"], "frame-ancestors": ["'none'"], "form-action": ["'self'"],
    }  # fmt: skip


def test_static_files_carry_the_headers_too(client):
    answer = client.get("/static/js/board.js")
    assert {header: answer.headers.get(header) for header in HEADERS} == HEADERS


@pytest.mark.urls("tests.security.broken_urls")
def test_a_broken_server_says_nothing_of_why_and_keeps_the_headers():
    answer = Client(raise_request_exception=False).get("/broken/")
    assert answer.status_code == 500
    assert "secret particulars" not in answer.content.decode()
    assert {header: answer.headers.get(header) for header in HEADERS} == HEADERS
    assert "no-store" in answer.headers["Cache-Control"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
