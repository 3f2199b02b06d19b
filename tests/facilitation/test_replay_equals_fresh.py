"""An old page that applied the frames must show what a fresh page shows, for every command.

This finds a fragment that an operation changed and did not name.
"""

import difflib
import random
import zlib

import pytest
from django.test import Client
from django.urls import reverse

from facilitation.fragments import LEAD, ROOM
from facilitation.refusals import Refusal
from facilitation.registry import COMMANDS
from facilitation.seating import take_seat
from tests.factories import GUEST_SECRET

from .moves import Moves
from .scenarios import SCENARIOS
from .twin import Page

pytestmark = pytest.mark.django_db


class Screen:
    """One person's browser: a page that is only ever caught up."""

    def __init__(self, room, client, audience, who):
        self.room, self.client, self.audience, self.who = room, client, audience, who
        self.url = reverse("live", args=[room.session.public_id])
        self.page = self.load()

    def load(self):
        answer = self.client.get(self.url)
        assert answer.status_code == 200
        return Page(answer.content.decode())

    def catch_up(self) -> bool:
        """Apply what happened; False when this browser was told to load the page anew."""
        events = self.page.catch_up(self.room.session.pk, self.audience)
        return not any(self.who.public_id in event.get("reload", ()) for event in events)

    def differences(self) -> list[str]:
        patched, fresh = self.page.shown(), self.load().shown()
        return [
            line
            for part in fresh
            for line in difflib.unified_diff(
                (patched[part] or "").split("\n"), (fresh[part] or "").split("\n"), part, n=1
            )
        ]


def screens(room, ana):
    guest = Client()
    guest.cookies["guest"] = GUEST_SECRET
    return [Screen(room, ana, LEAD, room.ana), Screen(room, guest, ROOM, room.gil)]


@pytest.mark.parametrize(
    ("command", "case"), SCENARIOS, ids=[f"{c} {k.replace('_', ' ')}" for c, k in SCENARIOS]
)
def test_a_page_that_applied_the_frame_equals_a_fresh_one(room, ana, command, case):
    data = SCENARIOS[command, case](room)
    open_screens = screens(room, ana)
    room.do(command, **data)
    for screen in open_screens:
        if screen.catch_up():
            assert screen.differences() == []


def test_every_command_has_a_scenario():
    assert {command for command, _ in SCENARIOS} == set(COMMANDS)


@pytest.mark.parametrize("phase", ["timeline", "actions"])
def test_somebody_who_comes_in_is_seen_by_all(room, ana, phase):
    room.go_to(phase)
    if phase == "actions":
        room.ideas("One", "Two")
        room.do("close_brainstorm")
    open_screens = screens(room, ana)
    take_seat(room.session.pk, None, "Lea", "another secret")
    for screen in open_screens:
        assert screen.catch_up()
        assert screen.differences() == []


@pytest.mark.parametrize("seed", ["first", "second"])
def test_sixty_mixed_commands_leave_every_screen_as_a_fresh_one(room, ana, seed):
    """Caught up one at a time here, and by one long frame there."""
    chance = random.Random(zlib.crc32(seed.encode()))
    moves = Moves(room, chance)
    close, late = screens(room, ana)
    given = []
    for phase in ("timeline", "whys", "factors", "actions"):
        for question in room.session.questions.filter(outcome="waiting", removed_at=None):
            if phase == "factors":
                room.do("settle_question", question=question.public_id, outcome="left")
        room.go_to(phase)
        for _ in range(15):
            command, data = moves.next(phase)
            given.append(command)
            try:
                room.do(command, **data)
            except Refusal as refusal:
                given[-1] += f" ({refusal.code})"
            close.catch_up()
        assert close.differences() == [], given
        late.catch_up()
        assert late.differences() == [], given
    assert len([each for each in given if "(" not in each]) > 35
