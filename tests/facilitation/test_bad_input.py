"""What must never get in, and what must never be lost: refusals leave everything as it was."""

import itertools
import uuid

import pytest

from facilitation.commands import perform
from facilitation.models import SessionEvent, Sticky
from facilitation.refusals import Refusal
from facilitation.registry import COMMANDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(room):
    return room.go_to("timeline")


def note(line, **fields):
    return {"kind": "event", "when": line.when(hours=1), "text": "Words"} | fields


@pytest.mark.parametrize("empty", ["", "   ", "\n\n", None])
def test_empty_words_are_refused_with_what_to_do(line, empty):
    refusal = line.refused("add_sticky", **note(line, text=empty))
    assert refusal.fields == {"text": "What happened? A few words are enough."}


def test_two_thousand_characters_fit_and_one_more_does_not(line):
    line.do("add_sticky", **note(line, text="a" * 2000))
    refusal = line.refused("add_sticky", **note(line, text="a" * 2001))
    assert refusal.fields == {"text": "That is 2001 characters. 2,000 fit here: split it in two."}


@pytest.mark.parametrize("hidden", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800"])
def test_control_characters_are_refused(line, hidden):
    refusal = line.refused("add_sticky", **note(line, text=f"a{hidden}b"))
    assert list(refusal.fields) == ["text"]


@pytest.mark.parametrize("mark", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_characters_that_turn_the_reading_direction_are_refused(line, mark):
    refusal = line.refused("add_sticky", **note(line, text=f"a{mark}b"))
    assert refusal.fields == {
        "text": "There are characters in here that change the reading direction. "
        "Remove them and send again."
    }


@pytest.mark.parametrize(
    "words", ["Grüße 👩‍🚒 שלום", "a\nb\tc", "<b>bold</b>", "' OR 1=1 --", "{{ x }}"]
)
def test_honest_words_are_kept_as_they_are(line, words):
    line.do("add_sticky", **note(line, text=words))
    assert Sticky.objects.get().text == words


@pytest.mark.parametrize("wrong", [["a"], {"a": 1}, 7, True])
def test_words_that_are_no_text_are_refused(line, wrong):
    assert line.refused("add_sticky", **note(line, text=wrong)).code == "invalid"


@pytest.mark.parametrize("wrong", [None, [], "text", 7])
def test_fields_that_are_no_fields_are_refused(line, wrong):
    with pytest.raises(Refusal) as raised:
        perform(line.ana.pk, "add_sticky", wrong, str(uuid.uuid4()))
    assert raised.value.code == "invalid"


@pytest.mark.parametrize("wrong", ["", "none", "x" * 200, None, 7, ["a"], "\x00", "\ud800"])
def test_a_thing_that_is_not_there_is_refused(line, wrong):
    refusal = line.refused("remove_sticky", sticky=wrong)
    assert (refusal.code, list(refusal.fields)) == ("invalid", ["sticky"])


WRONG = (None, 7, 1.5, True, [], {}, ["a"], [["a"]], {"a": 1}, "", "x" * 5000, "\x00", "\ud800")


@pytest.mark.parametrize("command", COMMANDS)
def test_no_value_of_any_type_in_any_field_breaks_a_form(room, command):
    """A wrong value is refused in words; an exception would cut the writer's socket."""
    form = COMMANDS[command].form
    for name, wrong in itertools.product(form.base_fields, WRONG):
        bound = form({name: wrong}, session=room.session)
        assert isinstance(bound.is_valid(), bool), (name, wrong)


@pytest.mark.parametrize("base", ["x", -1, 1.5, [1]])
def test_a_version_that_is_no_number_is_refused(line, base):
    sticky = line.note()
    refusal = line.refused("edit_sticky", **note(line, sticky=sticky.public_id, base=base))
    assert (refusal.code, list(refusal.fields)) == ("invalid", ["base"])


def test_an_edit_of_words_that_changed_meanwhile_gets_both_texts(line):
    sticky = line.note("First words")
    line.do("edit_sticky", line.ben, **note(line, sticky=sticky.public_id, text="Ben's", base=1))
    refusal = line.refused(
        "edit_sticky", line.gil, **note(line, sticky=sticky.public_id, text="Gil's", base=1)
    )
    assert (refusal.code, refusal.current) == (
        "stale", {"text": "Ben's", "kind": "event", "when": line.when(hours=1), "version": 2}
    )  # fmt: skip
    sticky.refresh_from_db()
    assert sticky.text == "Ben's"


def test_the_same_operation_twice_happens_once(line):
    data = note(line)
    first = perform(line.ben.pk, "add_sticky", data, "op-12345678")
    second = perform(line.ben.pk, "add_sticky", data, "op-12345678")
    assert first == second
    assert Sticky.objects.count() == 1


def test_the_same_operation_with_other_words_is_a_conflict(line):
    line.do("add_sticky", line.ben, op_id="op-12345678", **note(line))
    refusal = line.refused(
        "add_sticky", line.ben, op_id="op-12345678", **note(line, text="Other words")
    )
    assert refusal.code == "op_conflict"


def test_two_people_may_use_the_same_operation_id(line):
    line.do("add_sticky", line.ben, op_id="op-12345678", **note(line))
    line.do("add_sticky", line.gil, op_id="op-12345678", **note(line))
    assert Sticky.objects.count() == 2


def test_an_operation_repeated_after_its_phase_is_still_the_same_event(line):
    data = note(line)
    first = perform(line.ben.pk, "add_sticky", data, "op-12345678")
    line.do("advance_phase", phase="whys")
    assert perform(line.ben.pk, "add_sticky", data, "op-12345678") == first
    assert line.refused("add_sticky", line.ben, **note(line)).code == "phase_over"


def test_the_log_is_dense_and_names_who_in_no_particular(line):
    for text in ("One", "Two"):
        line.do("add_sticky", line.gil, **note(line, text=text))
    events = list(SessionEvent.objects.filter(session=line.session))
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert not any("One" in str(event.particulars) for event in events)
