"""Whatever somebody writes is shown as words: on the page, in a drawer and in a frame.

Every page is drawn with harmless words and then with hostile ones. No element and no attribute may
appear that the harmless pages do not have, so nothing of the words became markup.
"""

import json
import re

import lxml.html
import pytest
from django.test import Client

from facilitation.forms.base import Words
from facilitation.models import (
    Candidate,
    Chain,
    Chair,
    Factor,
    LiveSession,
    Participant,
    Question,
    Rung,
    Sticky,
)  # fmt: skip
from facilitation.registry import COMMANDS
from facilitation.sync.frames import frame_after
from incidents.models import Incident
from tests.factories import GUEST_SECRET, Room

from .addresses import CASES, address
from .conftest import furnish
from .payloads import PAYLOADS

pytestmark = pytest.mark.django_db
# As a name the first is nobody, the second a person, and the last is long: pages mark each of them.
HARMLESS = ("the team", "Ines", "plain words " * 50)
TOGETHER = 10
NOT_DRAWN = {name for name in CASES if CASES[name][1]} | {
    "join", "join_room", "wait", "after", "qr", "writeup_pdf"
}  # fmt: skip
# Attributes that hold words by design, as text that a browser never runs.
WORDY = {"value", "title", "aria-label", "placeholder", "alt", "data-text"}
# Ids, numbers, and how tightly the write-up is set, which follows from the length of the words.
VARYING = re.compile(r"[\w-]{22}|\d+|wu--\w+")
NEVER = re.compile(r"^(on|hx-on|data-hx-)|^style$")
KEPT = {
    Incident: ("title", "what_happened", "impact", "affected"),
    Chair: ("name", "label"),
    Participant: ("name",),
    LiveSession: ("gap_sentence", "single_action_because", "close_to_it_because",
                  "directive_read_by"),
    Sticky: ("text",),
    Question: ("text", "answer"),
    Chain: ("origin", "first_question"),
    Rung: ("question", "text"),
    Factor: ("text", "told_by"),
    Candidate: ("text", "owner_name", "done_when", "parked_because"),
}  # fmt: skip


def prepare(room) -> None:
    """One of everything, with words in every field that keeps some."""
    room.do("read_directive", room.gil)
    room.waiting("W", GUEST_SECRET[::-1])
    room.things = furnish(room)
    end = room.things.rung
    room.do("go_back", phase="whys")
    room.do("choose_gap", rung=end, sentence="S", whoever=True, engineering=True)
    room.do("settle_question", question=room.things.question, outcome="answered", answer="A")
    room.go_to("factors")
    room.do("edit_factor", factor=room.things.factor, text="F", effects=["worse", "fix"], base=1,
            assumption=True, told_by="T")  # fmt: skip
    room.go_to("actions")
    (other,) = room.ideas("Other")
    room.do("park_idea", idea=other, because="B")
    room.do("close_brainstorm")
    room.do("set_owner", idea=room.things.idea, owner="Ben", was="")
    room.do("set_deadline", idea=room.things.idea, deadline=room.day(3), was="")
    room.do("set_done_when", idea=room.things.idea, done_when="D", was="")
    room.do("give_single_reason", because="R")
    LiveSession.objects.filter(pk=room.session.pk).update(close_to_it_because="C")


def write_everywhere(room, words) -> None:
    """Put words(place, limit) into every column that keeps somebody's words."""
    place = 0
    for model, names in KEPT.items():
        for name in names:
            place += 1
            limit = model._meta.get_field(name).max_length or 2000
            rows = model.objects.exclude(**{name: ""}) if model is Candidate else model.objects
            rows.filter().update(**{name: words(place, limit)})


def outline(html: str) -> set:
    """The elements with their attributes, ids and words left out; refuses what is never there."""
    found = set()
    for element in lxml.html.fragment_fromstring(html, create_parent="main").iter():
        if not isinstance(element.tag, str):
            continue
        names = {name for name in element.attrib if not NEVER.match(name)}
        assert names == set(element.attrib), (element.tag, dict(element.attrib))
        assert element.tag != "script" or element.get("src"), "a script without a file"
        kept = {k: VARYING.sub("", v).strip() for k, v in element.attrib.items()
                if k not in WORDY | {"content", "data-csrf", "nonce"}}  # fmt: skip
        found.add((element.tag, *sorted(kept.items())))
    return found


def drawn(room, client) -> set:
    """Every page and drawer, and everything that a socket would send from the start."""
    waiting = Client()
    waiting.cookies["guest"] = GUEST_SECRET[::-1]
    found = outline(waiting.get(address("wait", room)).content.decode())
    for step in ("ranking", "reading"):
        LiveSession.objects.filter(pk=room.session.pk).update(step=step)
        for name, url in pages(room).items():
            answer = client.get(url)
            assert answer.status_code == 200, name
            found |= outline(answer.content.decode())
        for audience in ("lead", "room"):
            frame = json.loads(frame_after(room.session.pk, 0, audience)[2])
            found |= outline("".join(frame["put"]))
    return found


def pages(room) -> dict[str, str]:
    url = address("live", room)
    looks = {f"look at {p}": f"{url}?look={p}" for p in ("room", "timeline", "whys", "factors")}
    rest = {name: address(name, room) for name in CASES if name not in NOT_DRAWN}
    return looks | rest


def test_no_hostile_word_becomes_markup_on_any_page_or_frame(world, make_incident, ana):
    room = Room(make_incident(), world.ana, world.ben)
    prepare(room)
    known = set()
    for words in HARMLESS:
        write_everywhere(room, lambda place, limit, words=words: words[:limit].strip())
        known |= drawn(room, ana)
    for start in range(0, len(PAYLOADS), TOGETHER):
        some = PAYLOADS[start : start + TOGETHER]
        write_everywhere(
            room,
            lambda place, limit, some=some: (
                some[place % len(some)] if limit < 300 else " ".join(some)
            )[:limit],
        )
        assert (some, drawn(room, ana) - known) == (some, set())


def test_the_corpus_is_large_and_every_word_of_it_gets_past_the_door(room):
    """A payload that the forms refused would prove nothing about the pages."""
    assert len(PAYLOADS) >= 60
    assert [words for words in PAYLOADS if Words().clean(words) != words.strip()] == []


def test_every_field_that_takes_words_is_kept_in_a_column_that_is_tried():
    """A new command with words has to be added to the columns above."""
    taken = {
        (name, field)
        for name, rule in COMMANDS.items()
        for field, kind in rule.form.base_fields.items()
        if isinstance(kind, Words)
    }
    columns = {column for names in KEPT.values() for column in names}
    named = {
        "because": "parked_because", "sentence": "gap_sentence", "owner": "owner_name",
        "deadline": "done_when", "title": "title",
    }  # fmt: skip
    fields = {named.get(field, field) for _, field in taken}
    assert fields - columns == set()
