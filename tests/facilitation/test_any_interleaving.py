"""Whatever comes between what: every tab that is caught up shows what a fresh page shows.

Three people in four tabs write, lose frames, drop and come back, while phases turn, somebody is
removed, the server starts anew and a backup is put back. In CI forty runs, always the same;
with HYPOTHESIS_PROFILE=nightly in the environment 2,000 runs of 50 steps, always others.
"""

import io
from contextlib import nullcontext
from difflib import unified_diff

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from facilitation import seating
from facilitation.models import LiveSession, Participant, SessionEvent, Sticky
from facilitation.refusals import Refusal
from tests.factories import GUEST_SECRET

from .how_long import lasting
from .machine import TABS, People, hours, slots, yes
from .orders import another_process
from .tab import Tab

pytestmark = pytest.mark.django_db


class Board(People):
    # By another door

    def by_the_door(self, told: bool, do, *arguments, **data):
        """told: by this process, which says so; otherwise by another one, of which nobody hears."""
        try:
            with nullcontext() if told else another_process():
                event = do(*arguments, **data)
        except Refusal:
            return
        if told:
            self.server.run(self.announce(event.seq))
        self.follow()

    async def announce(self, seq):
        self.server.hub.news(self.room.session.pk, seq)

    def follow(self):
        for tab in self.tabs:
            tab.follow()

    @property
    def lead(self) -> Participant:
        return self.room.fresh().facilitator

    @rule(hours=hours, told=yes)
    def add_elsewhere(self, hours, told):
        note = {"kind": "event", "when": self.room.when(hours=hours), "text": self.words()}
        self.by_the_door(told, self.room.do, "add_sticky", self.lead, **note)

    @rule(command=st.sampled_from(["advance_phase", "go_back"]), told=yes)
    def turn_the_phase(self, command, told):
        phase = {"advance_phase": "whys", "go_back": "timeline"}[command]
        self.by_the_door(told, self.room.do, command, self.lead, phase=phase)

    @rule(who=st.sampled_from(["ana", "ben"]), told=yes)
    def hand_over(self, who, told):
        to = getattr(self.room, who).public_id
        self.by_the_door(told, self.room.do, "hand_over", self.lead, participant=to)

    @rule(who=st.sampled_from(["ana", "ben", "gil"]), told=yes)
    def remove(self, who, told):
        out = getattr(self.room, who).public_id
        self.by_the_door(told, self.room.do, "remove_participant", self.lead, participant=out)

    @rule(who=st.sampled_from(["ana", "ben"]), told=yes)
    def take_a_seat(self, who, told):
        user = getattr(self.room, who).user
        self.by_the_door(told, seating.take_seat, self.room.session.pk, user, user.name, "")

    # The server

    @rule()
    def look_around(self):
        self.server.look_around()
        self.follow()

    @rule()
    def start_the_server_anew(self):
        """What waited for the writer is gone, and so is every socket; no page is."""
        self.server.start()
        for tab in self.tabs:
            tab.line = None

    @rule()
    def back_up(self):
        self.backup = transaction.savepoint()

    @precondition(lambda self: self.backup is not None)
    @rule()
    def restore(self):
        transaction.savepoint_rollback(self.backup)
        call_command("after_restore", stdout=io.StringIO())
        there = self.log()
        for tab in self.tabs:
            tab.acks = {op: seq for op, seq in tab.acks.items() if there.get(seq) == op}

    # What always holds

    def log(self) -> dict[int, str]:
        events = SessionEvent.objects.filter(session=self.room.session).order_by("seq")
        return dict(events.values_list("seq", "op_id"))

    @invariant()
    def all_holds(self):
        """A dense log that is the same for all, no row twice, nothing broken, nothing leaked."""
        log = self.log()
        epoch, head = LiveSession.objects.values_list("epoch", "seq").get()
        assert list(log) == list(range(1, head + 1))
        for tab in self.tabs:
            assert all(log[seq] == op for op, seq in tab.acks.items())
            assert set(tab.refused).isdisjoint(log.values())
            if tab.page is not None and tab.epoch == epoch:
                first = tab.seq - len(tab.log) + 1
                assert tab.log == [(seq, log[seq]) for seq in range(first, tab.seq + 1)]
        texts = list(Sticky.objects.values_list("text", flat=True))
        assert len(texts) == len(set(texts))
        assert [r.getMessage() for r in self.caplog.records if r.levelname == "ERROR"] == []
        assert self.tabs[TABS.index("gil")].saw == set()

    @rule(slot=slots)
    def catch_up(self, slot):
        self.all_caught_up([self.tabs[slot]])

    def all_caught_up(self, tabs):
        """The network is whole again: what a tab shows is what a fresh page shows."""
        self.server.look_around()
        self.follow()
        for tab in tabs:
            tab.loses_next = False
            if not tab.is_open:
                tab.come_back()
        self.server.write()
        self.follow()
        fresh = {tab.client: self.fresh_page(tab) for tab in tabs}
        for tab in tabs:
            tab.say(t="ping")
            page = fresh[tab.client]
            if page is None:
                assert not tab.is_open
                continue
            assert (tab.is_open, tab.seq) == (True, page.seq)
            assert differences(tab.page, page) == []

    def fresh_page(self, tab):
        other = Tab(self.server, self.room.session, tab.client, tab.me)
        return other.page if other.load() else None


def differences(page, fresh) -> list[str]:
    ours, theirs = page.shown(), fresh.shown()
    return [
        line
        for part in theirs
        for line in unified_diff(
            (ours[part] or "").split("\n"), (theirs[part] or "").split("\n"), part, n=0
        )
    ]


def test_every_tab_shows_the_same_board_whatever_happens(room, ana, ben, caplog):
    gil = Client()
    gil.cookies["guest"] = GUEST_SECRET
    room.go_to("timeline")
    clients = {"ana": ana, "ben": ben, "gil": gil}
    url = reverse("live", args=[room.session.public_id])
    given = {
        "room": room,
        "clients": clients,
        "caplog": caplog,
        "pages": {who: each.get(url).content.decode() for who, each in clients.items()},
    }
    machine = type("Board", (Board,), given)
    run_state_machine_as_test(machine, settings=lasting(ci=40, nightly=2000))
