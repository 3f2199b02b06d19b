"""Dates as people type them, seen from Monday 23 November 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.deadlines import day_words, long_day, read_deadline

TODAY = date(2026, 11, 23)
DEC_18 = date(2026, 12, 18)


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-18", "2026/12/18", "18 Dec 2026", "18 December 2026", "18th December, 2026",
        "18/12/2026", "18.12.2026", "Dec 18 2026", "December 18th, 2026", "by 18 Dec 2026",
        "Fri 18 Dec 2026", "Friday 18 December 2026.", " 18  dec  2026 ",
    ],
)  # fmt: skip
def test_a_date_in_full_needs_no_confirmation(text):
    assert read_deadline(text, TODAY) == type(read_deadline(text, TODAY))(DEC_18, False, "")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Friday next week", date(2026, 12, 4)),
        ("by Friday next week", date(2026, 12, 4)),
        ("next Friday", date(2026, 12, 4)),
        ("by next friday.", date(2026, 12, 4)),
        ("next week Friday", date(2026, 12, 4)),
        ("Friday week", date(2026, 12, 4)),
        ("Friday", date(2026, 11, 27)),
        ("on Fri", date(2026, 11, 27)),
        ("this Thursday", date(2026, 11, 26)),
        ("Monday", date(2026, 11, 30)),
        ("tomorrow", date(2026, 11, 24)),
        ("the day after tomorrow", date(2026, 11, 25)),
        ("in two weeks", date(2026, 12, 7)),
        ("in 2 weeks", date(2026, 12, 7)),
        ("a fortnight", date(2026, 12, 7)),
        ("in a week", date(2026, 11, 30)),
        ("in 10 days' time", date(2026, 12, 3)),
        ("in a month", date(2026, 12, 23)),
        ("18 Dec", DEC_18),
        ("Fri 18 Dec", DEC_18),
        ("18/12", DEC_18),
        ("18/12/26", DEC_18),
        ("12/18/2026", DEC_18),
        ("15 Jan", date(2027, 1, 15)),
        ("end of the month", date(2026, 11, 30)),
    ],
)
def test_a_date_worked_out_is_offered_for_a_yes(text, day):
    reading = read_deadline(text, TODAY)
    assert (reading.date, reading.confirm) == (day, True)
    assert reading.message == f"That is {long_day(day)}. Is that right?"


@pytest.mark.parametrize(
    "text",
    [
        "end of sprint", "next sprint", "by end of sprint", "soon", "Q1", "asap", "ASAP", "",
        "  ", "TBD", "next week", "May", "18", "when we have time", "in some weeks", "2026",
        "agreed at next squad-leads sync",
    ],
)  # fmt: skip
def test_words_without_a_day_ask_for_a_calendar_date(text):
    reading = read_deadline(text, TODAY)
    assert (reading.date, reading.confirm) == (None, False)
    assert "date, such as Mon 7 Dec." in reading.message


@pytest.mark.parametrize(
    "text", ["2026-11-20", "20 Nov", "23 Nov 2026", "today", "yesterday", "1 Jan 2020", "EOD"]
)
def test_a_day_that_has_passed_is_not_taken(text):
    reading = read_deadline(text, TODAY)
    assert reading.date is None and "has passed" in reading.message


@pytest.mark.parametrize("text", ["5/6/2027", "01-02-2027", "3.4", "6/5/27"])
def test_a_day_that_could_be_a_month_is_asked_about(text):
    reading = read_deadline(text, TODAY)
    assert reading.date is None and reading.message.endswith("Write the month as a word.")


@pytest.mark.parametrize("text", ["31 Feb", "2026-13-01", "2027-02-29", "31/31/2026", "0/5/2027"])
def test_a_day_no_calendar_has_is_not_taken(text):
    reading = read_deadline(text, TODAY)
    assert reading.date is None and "isn't in the calendar" in reading.message


def test_a_weekday_that_does_not_fit_the_date_is_asked_about():
    reading = read_deadline("Mon 18 Dec 2026", TODAY)
    assert reading.date is None and "Friday 18 December 2026" in reading.message


def test_friday_said_on_a_friday_is_the_next_one():
    assert read_deadline("Friday", date(2026, 11, 27)).date == date(2026, 12, 4)


def test_dates_are_written_for_people():
    assert day_words(DEC_18) == "Fri 18 Dec"
    assert long_day(DEC_18) == "Friday 18 December 2026"
    assert day_words(date(2027, 9, 1)) == "Wed 1 Sep"


PIECES = st.sampled_from(
    [
        "next",
        "friday",
        "in",
        "two",
        "31",
        "12",
        "/",
        "-",
        ".",
        "feb",
        "29",
        "2026",
        "99999",
        "weeks",
        "month",
        "end",
        "of",
        "the",
        "week",
        "0",
        "st",
        "٣",
        "²",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)),
       st.dates())  # fmt: skip
def test_reading_never_raises_and_never_gives_a_day_gone_by(text, today):
    reading = read_deadline(text, today)
    assert reading.date is None or reading.date > today
    assert reading.message or reading.date


@given(st.dates(max_value=date(9998, 1, 1)), st.integers(1, 300))
def test_a_date_we_wrote_in_full_reads_back_as_itself(today, days):
    day = today + timedelta(days=days)
    if day.year >= 1000:
        assert read_deadline(long_day(day), today).date == day
        assert read_deadline(day.isoformat(), today).confirm is False
