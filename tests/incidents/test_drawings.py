"""Pure parts: strokes of the tally, the 48-hour line, quarters, sentences."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from incidents import sentences
from incidents.freshness import draw
from incidents.quarters import Quarter, last_five
from incidents.recurrence import Turn, normalised
from incidents.tally import Cell, strokes

BERLIN = "Europe/Berlin"


def berlin(*at):
    return datetime(*at, tzinfo=ZoneInfo(BERLIN))


@pytest.mark.parametrize("count", range(12))
def test_each_incident_is_one_stroke(count):
    assert strokes(count).count("M") == count


def test_the_fifth_stroke_is_a_slash_through_the_four():
    assert strokes(5).endswith("M0 15L32 4")
    assert strokes(3) == "M4 2l-1 16M12 2l0 16M20 2l1 16"


def test_three_or_more_get_a_ring():
    assert not Cell(2).is_structural
    assert Cell(3).is_structural
    assert Cell(3).ring.startswith("M14.0 -4c-13.0 1")


def test_many_strokes_are_drawn_smaller_so_that_they_fit():
    assert Cell(8).view_width == 48
    assert Cell(40).view_width > 150


def test_the_drawing_of_the_playbooks_own_incident():
    over = berlin(2026, 12, 9, 11, 14)
    drawing = draw(over, BERLIN, over + timedelta(hours=3, minutes=6))
    assert drawing.now_x == 62
    assert drawing.core == [(0, 115), (435, 160), (915, 45)]
    assert drawing.days == [(255, "Thursday"), (735, "Friday")]
    assert drawing.ticks.count("M") == 3 + 48


def test_weekends_have_no_core_hours():
    friday_evening = berlin(2026, 12, 11, 18, 0)
    assert draw(friday_evening, BERLIN, friday_evening).core == []


def test_now_stays_on_the_line_once_it_is_late():
    over = berlin(2026, 12, 9, 11, 14)
    assert draw(over, BERLIN, over + timedelta(days=9)).now_x == 960


def test_core_hours_keep_to_the_clock_when_the_clocks_change():
    saturday = berlin(2026, 10, 24, 20, 0)  # the night that follows has 25 hours
    assert draw(saturday, BERLIN, saturday).core == [(760, 160)]


def test_a_meeting_outside_the_48_hours_is_not_drawn():
    over = berlin(2026, 12, 9, 11, 14)
    assert draw(over, BERLIN, over, over + timedelta(hours=49)).slot is None
    assert draw(over, BERLIN, over, over + timedelta(hours=24)).slot == (480, 30)


def test_quarters_follow_the_teams_own_calendar():
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert str(Quarter.of(new_year, BERLIN)) == "Q1 2027"
    assert str(Quarter.of(new_year, "UTC")) == "Q4 2026"
    assert [str(q) for q in last_five(new_year, "UTC")] == [
        "Q4 2025", "Q1 2026", "Q2 2026", "Q3 2026", "Q4 2026",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("Three customers got the wrong boxes", 1),
        ("Three customers got the wrong boxes.", 1),
        ("It ran from 9 a.m. Wednesday to 11 a.m. Thursday.", 1),
        ("Parts, e.g. Boxes and labels, were mixed up.", 1),
        ("Release v2.12 took checkout down for 22.5 minutes.", 1),
        ("Mails to Dr. Novak and St. Pauli Ltd. Berlin bounced.", 1),
        ("It broke... and came back.", 1),
        ("It broke. It came back.", 2),
        ("What broke? The basket! All of it.", 3),
        ("It said “stop.” Then it stopped.", 2),
        ("Es brach. Über Nacht kam es zurück.", 2),
    ],
)
def test_sentences_are_counted_kindly(text, number):
    assert sentences.count(text) == number


def test_causes_are_the_same_whatever_their_capitals_and_spaces():
    assert normalised(" Retries  have no\nBudget. ") == normalised("retries have no budget")


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd")],
)
def test_turns_are_said_as_people_say_them(number, words):
    assert Turn(number, 30, Quarter(2026, 4)).ordinal == words
