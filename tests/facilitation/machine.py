"""The people of a random test: they come and go, and write."""

import itertools

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from facilitation.models import Sticky

from .desk import Server
from .tab import Tab

TABS = ("ana", "ben", "gil", "ben")
slots = st.integers(0, len(TABS) - 1)
small, hours, yes = st.integers(0, 30), st.integers(0, 20), st.booleans()


class People(RuleBasedStateMachine):
    """A room whose tabs are open, in one thread with its server; put back as it was afterwards."""

    room = clients = caplog = pages = None

    def __init__(self):
        super().__init__()
        self.start = transaction.savepoint()
        self.patch = pytest.MonkeyPatch()
        self.server = Server(self.patch)
        self.ids = itertools.count(1)
        self.tabs = [self.tab_of(who) for who in TABS]
        self.backup = None
        self.caplog.clear()
        for tab, who in zip(self.tabs, TABS, strict=True):
            tab.show(self.pages[who])
            tab.connect()

    def tab_of(self, who) -> Tab:
        person = getattr(self.room, who)
        return Tab(self.server, self.room.session, self.clients[who], person)

    def teardown(self):
        try:
            self.all_caught_up(self.tabs)
        finally:
            self.server.stop()
            self.patch.undo()
            transaction.savepoint_rollback(self.start)

    # People

    @rule(slot=slots)
    def come_in_or_back(self, slot):
        self.tabs[slot].come_back()

    @rule(slot=slots)
    def load_anew(self, slot):
        tab = self.tabs[slot]
        tab.go_away()
        tab.load()
        tab.come_back()

    @rule(slot=slots)
    def drop(self, slot):
        self.tabs[slot].go_away()

    @rule(slot=slots)
    def lose_the_next_frame(self, slot):
        self.tabs[slot].loses_next = True

    @rule(slot=slots)
    def beat(self, slot):
        self.tabs[slot].say(t="ping")

    # Operations

    def send(self, slot, now, command, **data):
        """now: the writer takes it at once; otherwise it waits for whatever comes next."""
        tab = self.tabs[slot]
        if tab.page is not None:
            tab.op(f"op-{slot}-{next(self.ids):08}", command, data)
        if now:
            self.write()

    def words(self) -> str:
        return f"Words {next(self.ids)}"

    def thing(self, which) -> Sticky | None:
        notes = list(self.room.session.stickies.order_by("pk"))
        return notes[which % len(notes)] if notes else None

    @rule(slot=slots, now=yes, hours=hours, kind=st.sampled_from(["event", "fired", "missed"]))
    def add(self, slot, now, hours, kind):
        when = self.room.when(hours=hours)
        self.send(slot, now, "add_sticky", kind=kind, when=when, text=self.words())

    @rule(slot=slots, now=yes, which=small, hours=hours, stale=yes)
    def edit(self, slot, now, which, hours, stale):
        if note := self.thing(which):
            base = note.version - stale
            data = {"kind": note.kind, "when": self.room.when(hours=hours), "base": base}
            self.send(slot, now, "edit_sticky", sticky=note.public_id, text=self.words(), **data)

    @rule(slot=slots, now=yes, which=small, command=st.sampled_from(["remove", "restore", "park"]))
    def take_away_or_put_back(self, slot, now, which, command):
        if note := self.thing(which):
            self.send(slot, now, f"{command}_sticky", sticky=note.public_id)

    @rule(slot=slots, now=yes, which=small, mark=st.sampled_from(["change", "symptom"]))
    def mark(self, slot, now, which, mark):
        if note := self.thing(which):
            self.send(slot, now, "mark_sticky", sticky=note.public_id, mark=mark)

    @rule(slot=slots, now=yes, command=st.sampled_from(["undo", "redo"]))
    def step_back(self, slot, now, command):
        self.send(slot, now, command)

    @rule(slot=slots, which=small, times=st.integers(1, 3))
    def send_again(self, slot, which, times):
        """A browser that has not heard the answer, or not understood it."""
        tab = self.tabs[slot]
        sent = [*tab.unanswered.items()]
        if sent and tab.page is not None:
            op_id, (command, data) = sent[which % len(sent)]
            for _ in range(times):
                tab.op(op_id, command, data)

    @rule()
    def write(self):
        self.server.write()
        self.follow()
