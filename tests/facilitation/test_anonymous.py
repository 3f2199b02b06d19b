"""Two people do the same things: nothing that anybody else gets tells which of them it was."""

import itertools
import json
import re

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from facilitation import steady
from facilitation.models import Chain, Participant, SessionEvent
from facilitation.sync.frames import SHOWN, next_frame
from incidents.models import Incident
from tests.factories import GUEST_SECRET

from .tab import Tab

pytestmark = pytest.mark.django_db
IDEAS = ("Alert on schema mismatches", "Contract tests between the services")
# Differs on any two pages.
PASSING = re.compile(r'(?i)(data-csrf="|csrf\w*token" value="|csrftoken": "|data-now=")\w+"')


class Story:
    """A whole session: Ana steers and watches, and `by` writes what anybody may write.

    answers: what the writer was sent for it. watched: the frames as they came to Ana's page.
    """

    def __init__(self, room, server, client, by, watching):
        self.room, self.by, self.numbers = room, by, itertools.count()
        self.writer = Tab(server, room.session, client, by)
        self.server = server
        self.answers: list[str] = []
        self.watched: list[str] = []
        self.listen(self.writer, self.answers, "ack", "refuse")
        self.listen(Tab(server, room.session, watching, room.ana), self.watched, "ev")

    def listen(self, tab, kept, *kinds):
        tab.load()
        tab.connect()
        hear = tab.line.hears

        def keep(text):
            if json.loads(text)["t"] in kinds:
                kept.append(text)
            hear(text)

        tab.line.hears = keep

    def say(self, command, **data) -> str:
        self.writer.op(f"op-{next(self.numbers):08}", command, data)
        self.server.write()
        answer = json.loads(self.answers[-1])
        assert answer["t"] == ("ack" if data.get("text") not in ("", "Stale") else "refuse"), answer
        return answer.get("event", {}).get("thing")

    def tell(self):
        room, note = self.room, {"kind": "event", "when": self.room.when(hours=1)}
        one = self.say("add_sticky", **note, text="Orders stop")
        two = self.say("add_sticky", **note | {"when": room.when(hours=2)}, text="Alarm")
        self.say("edit_sticky", **note, sticky=one, text="Orders stand still", base=1)
        self.say("edit_sticky", **note, sticky=one, text="Stale", base=1)
        self.say("mark_sticky", sticky=two, mark="detection")
        self.say("add_sticky", **note, text="")
        self.say("add_sticky", **note, text="Taken back")
        self.say("undo")
        self.say("redo")
        self.say("undo")
        parked = self.say("park_sticky", sticky=two)
        asked = self.say("park_question", text="Why so late?")
        room.do("advance_phase", phase="whys")
        chain = Chain.objects.filter(session=room.session).first().public_id
        because = self.say("add_rung", chain=chain, question="Why?", text="Nobody was told")
        self.say("start_chain", origin="The alarm was late")
        for question in (parked, asked):
            self.say("settle_question", question=question, outcome="answered", answer="At night")
        room.do("choose_gap", rung=because, sentence="Nobody is told", whoever=True,
                engineering=True)  # fmt: skip
        room.do("advance_phase", phase="factors")
        self.say("add_factor", text="It was night", effects=["catch"], assumption=True)
        room.do("advance_phase", phase="actions")
        ideas = [self.say("add_idea", text=text) for text in IDEAS]
        room.do("close_brainstorm")
        self.say("rank_ideas", order=ideas[::-1])
        room.do("take_ranking")
        for idea in ideas:
            self.say("set_owner", idea=idea, owner="Ina", was="")
            self.say("set_deadline", idea=idea, deadline=room.day(9), was="")
        room.do("begin_reading")
        for idea in ideas:
            room.do("say_yes", idea=idea)
        room.do("set_follow_up", date=room.day(30))
        room.do("close_session")
        return self


def random_ids() -> list[str]:
    """Of things and operations; people's ids are the same in every story and stay as they are."""
    found = list(SessionEvent.objects.values_list("op_id", flat=True))
    for model in apps.get_models():
        if model is not Participant and hasattr(model, "public_id"):
            found += model.objects.values_list("public_id", flat=True)
    return found


def same_ids(text: str, ids: list[str]) -> str:
    """Each random id by the place where it first stands."""
    seen: dict[str, str] = {}
    any_id = re.compile("|".join(map(re.escape, ids)))
    return any_id.sub(lambda found: seen.setdefault(found[0], f"<{len(seen)}>"), text)


def frames(room, audience, since) -> list[str]:
    found = []
    while frame := next_frame(room.session.pk, since, audience):
        found.append(frame.text)
        since = frame.last
    return found


@pytest.fixture
def told_by(room, server, ana, ben, monkeypatch):
    """Everything that others get to see of a story, by who wrote it; the room is then as before."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    monkeypatch.setattr(steady, "_clock", steady.Steady(now.timestamp, lambda: 0.0))
    room.go_to("timeline")
    Incident.objects.update(impact="Three people.")
    since, gil = room.fresh().seq, Client()
    gil.cookies["guest"] = GUEST_SECRET
    clients = {"ben": ben, "gil": gil}

    def tell(who) -> dict[str, list[str]]:
        start = transaction.savepoint()
        story = Story(room, server, clients[who], getattr(room, who), ana).tell()
        incident = room.session.incident.public_id
        pages = [
            reverse("live", args=[room.session.public_id]),
            reverse("writeup", args=[incident]),
        ]
        pages += [reverse("incident", args=[incident])]
        found = {
            "frames to the facilitator": frames(room, "lead", since),
            "frames to the room": frames(room, "room", since),
            "live frames": story.watched,
            "answers to the writer": story.answers,
            "pages": [PASSING.sub("", ana.get(page).content.decode()) for page in pages],
        }
        ids = random_ids()
        found = {what: [same_ids(text, ids) for text in texts] for what, texts in found.items()}
        assert SessionEvent.objects.filter(actor=story.by).count() > 20
        server.start()
        transaction.savepoint_rollback(start)
        return found

    return tell


def test_who_wrote_it_makes_no_difference_to_anything_that_is_sent(told_by):
    by_ben, by_gil = told_by("ben"), told_by("gil")
    for what, texts in by_ben.items():
        assert sum(map(len, texts)) > 2000, what
        for one, other in zip(texts, by_gil[what], strict=True):
            assert one == other, what


@pytest.mark.parametrize("who", ["ben", "gil"])
def test_no_frame_and_no_answer_names_its_writer(room, told_by, who):
    told, person = told_by(who), getattr(room, who)
    del told["pages"]
    for text in itertools.chain(*told.values()):
        assert person.public_id not in text
        assert not re.search(rf"\b{person.name}\b", text)


@pytest.mark.parametrize("who", ["ben", "gil"])
def test_an_event_is_told_without_what_takes_it_back_and_what_it_changed(told_by, who):
    told = told_by(who)
    events = [event for text in told["frames to the room"] for event in json.loads(text)["ev"]]
    acks = [json.loads(text).get("event") for text in told["answers to the writer"]]
    allowed = {"seq", "op", "name", *SHOWN}
    assert allowed.isdisjoint({"back", "versions", "actor", "by"})
    for event in [*events, *filter(None, acks)]:
        assert set(event) <= allowed
    assert any("undoes" in event for event in events)
