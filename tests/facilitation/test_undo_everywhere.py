"""Every command that can be taken back: after an undo a fresh page shows what it showed before,
and after a redo what it showed then."""

import difflib
import re

import pytest
from django.test import Client
from django.urls import reverse

from facilitation import taken
from tests.factories import GUEST_SECRET

from .scenarios import SCENARIOS
from .twin import Page

pytestmark = pytest.mark.django_db
# What has no way back: roles and ways in are given in words, one's own ballot is sent anew, and
# what was started, read aloud or closed has happened.
NO_WAY_BACK = {
    "undo", "redo", "start_session", "read_directive", "hand_over", "remove_participant",
    "change_join_code", "rank_ideas", "close_session", "set_lobby", "lock_room", "unlock_room",
    "admit_participant", "admit_everybody", "turn_away",
}  # fmt: skip
BY_ROLE = {("fill_chair", "the_facilitators")}
# A yes is not given back by a key; a phase takes the Prime Directive down; a note that is parked
# once more becomes another question.
OTHERWISE = {
    ("edit_idea", "after_the_yes"), ("set_owner", "after_the_yes"),
    ("set_deadline", "after_the_yes"), ("advance_phase", "to_whys"), ("park_sticky", "plain"),
    ("unpark_sticky", "plain"),
}  # fmt: skip
# How far the room came is remembered, so the ruler and the list of what is done keep it.
SHOWN = ("board", "guide", "composer", "directive", "banner", "people")
TICKING = re.compile(r"'(data-(version|ends|left))', '[^']*'")


def looks(room, *clients) -> list[str]:
    lines = []
    for client in clients:
        page = client.get(reverse("live", args=[room.session.public_id]))
        shown = Page(page.content.decode()).shown()
        for part in SHOWN:
            lines += TICKING.sub("", shown[part] or "").split("\n")
    return lines


def differences(one, other) -> list[str]:
    return list(difflib.unified_diff(one, other, n=1))


@pytest.fixture
def guest():
    client = Client()
    client.cookies["guest"] = GUEST_SECRET
    return client


@pytest.mark.parametrize(
    ("command", "case"),
    [pair for pair in SCENARIOS if pair[0] not in NO_WAY_BACK and pair not in BY_ROLE | OTHERWISE],
    ids=lambda part: part.replace("_", " "),
)
def test_taken_back_and_done_again(room, ana, guest, command, case):
    data = SCENARIOS[command, case](room)
    before = looks(room, ana, guest)
    event = room.do(command, **data)
    after = looks(room, ana, guest)
    undone = room.do("undo")
    assert undone.particulars["undoes"] == event.seq
    assert differences(before, looks(room, ana, guest)) == []
    if "back" in undone.particulars:
        assert room.do("redo").particulars["redoes"] == undone.seq
        assert differences(after, looks(room, ana, guest)) == []
        room.do("undo")
        assert differences(before, looks(room, ana, guest)) == []


@pytest.mark.parametrize(
    ("command", "case"),
    [pair for pair in SCENARIOS if pair[0] in NO_WAY_BACK - {"undo", "redo"} or pair in BY_ROLE],
    ids=lambda part: part.replace("_", " "),
)
def test_what_is_not_taken_back_keeps_nothing_to_do_so(room, command, case):
    event = room.do(command, **SCENARIOS[command, case](room))
    assert "back" not in event.particulars


def test_every_step_that_can_be_taken_back_has_words_for_it():
    names = {name for group in taken.GROUPS for name in group.names}
    assert names <= set(taken.SAID)
