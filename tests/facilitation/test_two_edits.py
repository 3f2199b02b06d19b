"""Two people change one thing: nobody's words are overwritten without being seen."""

import pytest
from django.urls import reverse
from lxml import html

from .scenarios import SCENARIOS

pytestmark = pytest.mark.django_db
# For each command that rewrites words: a scenario, what the other person writes, and what the
# second one then gets to see beside the version.
EDITS = {
    ("edit_sticky", "words_and_kind"): {"text": "Theirs", "kind": "fired"},
    ("edit_question", "plain"): {"text": "Theirs"},
    ("edit_rung", "so_that_chains_meet_no_more"): {"question": "Why theirs?", "text": "theirs"},
    ("edit_factor", "into_another_column"): {"text": "Theirs", "effects": ["worse", "fix"]},
    ("edit_idea", "in_the_brainstorm"): {"text": "Theirs"},
    ("edit_chain", "plain"): {"origin": "theirs"},
    ("set_owner", "plain"): {"owner": "Gil"},
    ("set_deadline", "plain"): {"deadline": "2099-01-01"},
    ("set_done_when", "plain"): {"done_when": "Theirs"},
    ("set_sentences", "plain"): {"what_happened": "Theirs.", "impact": "Theirs."},
}
EACH = pytest.mark.parametrize(
    ("pair", "theirs"), EDITS.items(), ids=lambda part: part[0] if type(part) is tuple else ""
)


def prepared(room, pair) -> tuple[str, dict]:
    return pair[0], SCENARIOS[pair](room)


def what_was_seen(data) -> set[str]:
    return {name for name in data if name == "base" or name.startswith("was")}


@EACH
def test_the_second_gets_the_words_of_the_first_and_nothing_is_lost(room, pair, theirs):
    command, mine = prepared(room, pair)
    who = None if command == "set_sentences" else room.ben
    room.do(command, who, **(mine | theirs))
    refusal = room.refused(command, **mine)
    assert (refusal.code, theirs.items() <= refusal.current.items()) == ("stale", True)
    # Having seen them, they may keep their own.
    now = {name: refusal.current[name.removeprefix("was_")] for name in what_was_seen(mine)
           if name.startswith("was_")}  # fmt: skip
    if "was" in mine:
        now["was"] = next(iter(refusal.current.values()))
    if "base" in mine:
        now["base"] = refusal.current["version"]
    room.do(command, **(mine | now))


@EACH
def test_an_edit_that_does_not_say_what_it_saw_is_refused(room, pair, theirs):
    command, mine = prepared(room, pair)
    for name in what_was_seen(mine):
        for wrong in (None, [], {}):
            refusal = room.refused(command, **(mine | {name: wrong}))
            assert (refusal.code, list(refusal.fields)) == ("invalid", [name])
        without = {key: value for key, value in mine.items() if key != name}
        assert list(room.refused(command, **without).fields) == [name]


def test_no_version_is_not_the_first_version(room):
    note = room.go_to("timeline").note(hours=1)
    data = {"sticky": note.public_id, "kind": "event", "when": room.when(hours=1), "text": "New"}
    refusal = room.refused("edit_sticky", **data, base="")
    assert refusal.message == (
        "This was sent without what you saw before. Reload the page and send it again."
    )
    assert room.refused("edit_sticky", **data, base=0).code == "stale"


def test_a_field_that_was_empty_is_not_a_field_that_was_not_sent(room):
    (idea,) = room.go_to("actions").promised("One")
    room.do("set_owner", idea=idea, owner="", was="Ben")
    room.do("set_owner", idea=idea, owner="Gil", was="")
    assert room.refused("set_owner", idea=idea, owner="Ben", was="").current == {"owner": "Gil"}


def test_spaces_do_not_make_another_value(room):
    room.go_to("actions")
    room.incident.what_happened = "Boxes  were\n wrong."
    room.incident.save()
    room.do(
        "set_sentences", what_happened="Better.", impact="Three people got the wrong box.",
        was_what_happened="Boxes were wrong.", was_impact="Three people got the wrong box.",
    )  # fmt: skip


DRAWERS = {
    "sticky": (lambda room: room.go_to("timeline").note(hours=1).public_id, ["base"]),
    "question": (
        lambda room: SCENARIOS["settle_question", "left"](room)["question"],
        ["base", "base"],
    ),
    "rung": (lambda room: SCENARIOS["remove_rung", "plain"](room)["rung"], ["base"]),
    "factor": (lambda room: SCENARIOS["remove_factor", "plain"](room)["factor"], ["base"]),
    "idea": (lambda room: SCENARIOS["set_owner", "plain"](room)["idea"], ["base"] + ["was"] * 3),
}


@pytest.mark.parametrize("drawer", DRAWERS)
def test_every_drawer_sends_what_it_showed(room, ana, drawer):
    make, fields = DRAWERS[drawer]
    page = ana.get(reverse(f"{drawer}_drawer", args=[room.session.public_id, make(room)]))
    forms = html.fromstring(page.content.decode()).xpath("//form[@data-command]")
    seen = [one.xpath(".//input[@type='hidden'][@name='base' or @data-was]/@name") for one in forms]
    assert sorted(name for names in seen for name in names) == fields


def test_the_two_sentences_of_the_close_are_sent_with_what_they_were(room, ana):
    SCENARIOS["set_sentences", "plain"](room)
    page = ana.get(reverse("live", args=[room.session.public_id]))
    sentences = html.fromstring(page.content.decode()).xpath("//form[@data-draft='sentences']")[0]
    assert sentences.xpath(".//input[@data-was]/@data-was") == ["what_happened", "impact"]
    assert sentences.xpath(".//input[@data-was='impact']/@value") == [room.fresh().incident.impact]
