"""Times as people say them in the room."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from facilitation.when import Unclear, read_when

BERLIN = ZoneInfo("Europe/Berlin")
# Tuesday 3 March 16:47 to Wednesday 4 March 11:14: 18 h 27, so a time of day is one day or two.
START = datetime(2026, 3, 3, 16, 47, tzinfo=BERLIN)
END = datetime(2026, 3, 4, 11, 14, tzinfo=BERLIN)
TUE, WED = "2026-03-03", "2026-03-04"


def read(text, start=START, end=END, zone="Europe/Berlin"):
    at, about = read_when(text, start=start, end=end, zone=zone)
    return f"{at:%Y-%m-%d %H:%M}", about


@pytest.mark.parametrize(
    ("said", "day", "clock", "about"),
    [
        ("Wed 9:35 am", WED, "09:35", False),
        ("wed 9:35am", WED, "09:35", False),
        ("WED 9:35 AM", WED, "09:35", False),
        ("Wed, 9:35", WED, "09:35", False),
        ("Wed. 9:35", WED, "09:35", False),
        ("9:35", WED, "09:35", False),
        ("09:35", WED, "09:35", False),
        ("  09:35  ", WED, "09:35", False),
        ("16:47", TUE, "16:47", False),
        ("4:47 pm", TUE, "16:47", False),
        ("4:47 p.m.", TUE, "16:47", False),
        ("4.47 pm", TUE, "16:47", False),
        ("16h47", TUE, "16:47", False),
        ("Tuesday 4.47 pm", TUE, "16:47", False),
        ("Tues 16:47", TUE, "16:47", False),
        ("tue 16:47", TUE, "16:47", False),
        ("wednesday 05:30", WED, "05:30", False),
        ("~9am", WED, "09:00", True),
        ("~ 9 am", WED, "09:00", True),
        ("~9:00", WED, "09:00", True),
        ("about 9am", WED, "09:00", True),
        ("around 9:10", WED, "09:10", True),
        ("ca. 9:10", WED, "09:10", True),
        ("ca 9:10", WED, "09:10", True),
        ("9 am", WED, "09:00", False),
        ("2026-03-03 16:47", TUE, "16:47", False),
        ("2026-03-03T16:47", TUE, "16:47", False),
        ("~2026-03-04 9:00", WED, "09:00", True),
        ("2026-02-27 10:00", "2026-02-27", "10:00", False),
        ("00:00", WED, "00:00", False),
        ("12 am", WED, "00:00", False),
        ("0:30 am", WED, "00:30", False),
        ("12:10 am", WED, "00:10", False),
        ("23:59", TUE, "23:59", False),
        ("11:14", WED, "11:14", False),
        ("Tue 09:00", TUE, "09:00", False),
        ("Mon 09:00", "2026-03-02", "09:00", False),
        ("Thu 09:00", "2026-03-05", "09:00", False),
        ("Sun 10:00", "2026-03-01", "10:00", False),
        ("Tue 13:55 pm", TUE, "13:55", False),
        ("Tuesday 13:55", TUE, "13:55", False),
        ("Wed 12:30", WED, "12:30", False),
    ],
)
def test_a_time_as_somebody_says_it(said, day, clock, about):
    assert read(said) == (f"{day} {clock}", about)


@pytest.mark.parametrize(
    "nonsense",
    [
        "", "soon", "lunch", "25:00", "9:61", "9", "16", "noon o'clock", "9:5", "am", "~", "-9:00",
        "13 am", "Foo 9:00", "Wed", "2026-03-03", "2026-02-30 10:00", "9:00 am pm", "9:00; drop",
        "１６:４７x", "Wedding 9:00", "9:00 9:00", "24:00", "99999:00", "Tue Wed 9:00", "\x00 9:00",
    ],
)  # fmt: skip
def test_what_is_no_time_is_answered_with_a_sentence(nonsense):
    with pytest.raises(Unclear) as raised:
        read(nonsense)
    assert str(raised.value).endswith(".")


def test_a_time_that_two_days_have_is_asked():
    end = datetime(2026, 3, 6, 11, 14, tzinfo=BERLIN)
    with pytest.raises(Unclear) as raised:
        read("18:00", end=end)
    assert str(raised.value) == (
        "Which day: Tue 3 Mar or Wed 4 Mar or Thu 5 Mar? Put the day before the time."
    )


def test_a_weekday_that_two_weeks_have_is_asked():
    end = datetime(2026, 3, 12, 11, 14, tzinfo=BERLIN)
    with pytest.raises(Unclear) as raised:
        read("Wed 18:00", end=end)
    assert str(raised.value) == "Which day: Wed 4 Mar or Wed 11 Mar? Put the day before the time."


@pytest.mark.parametrize("said", ["12:30", "13:55", "1:55 pm", "15:00", "16:00"])
def test_a_time_near_the_start_of_one_day_and_the_end_of_the_other_is_asked(said):
    with pytest.raises(Unclear) as raised:
        read(said)
    assert str(raised.value) == "Which day: Tue 3 Mar or Wed 4 Mar? Put the day before the time."


def test_a_time_just_before_the_start_is_the_one_before_the_start():
    assert read("16:00", end=START.replace(hour=23)) == ("2026-03-03 16:00", False)


def test_the_first_minute_counts_although_the_start_lies_seconds_later():
    start = START.replace(second=40)
    end = datetime(2026, 3, 5, 16, 0, tzinfo=BERLIN)
    assert read("Tue 16:47", start=start, end=end) == ("2026-03-03 16:47", False)


def test_the_zone_is_the_incidents_and_not_the_servers():
    at, _ = read_when("09:35", start=START, end=END, zone="Europe/Berlin")
    assert at.astimezone(UTC) == datetime(2026, 3, 4, 8, 35, tzinfo=UTC)


def test_the_hour_that_comes_twice_in_autumn_is_the_first():
    start = datetime(2026, 10, 24, 22, 0, tzinfo=BERLIN)
    end = datetime(2026, 10, 25, 8, 0, tzinfo=BERLIN)
    at, _ = read_when("2:30 am", start=start, end=end, zone="Europe/Berlin")
    assert at.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_hour_that_the_clocks_skip_in_spring_is_refused():
    start = datetime(2026, 3, 28, 22, 0, tzinfo=BERLIN)
    end = datetime(2026, 3, 29, 8, 0, tzinfo=BERLIN)
    with pytest.raises(Unclear) as refused:
        read_when("2026-03-29 2:30", start=start, end=end, zone="Europe/Berlin")
    assert str(refused.value).startswith("The clocks skipped that time")


def test_the_hour_that_comes_twice_in_autumn_is_the_one_inside_the_incident():
    start = datetime(2026, 10, 25, 1, 5, tzinfo=UTC)
    end = datetime(2026, 10, 25, 3, 0, tzinfo=UTC)
    at, _ = read_when("2:30", start=start, end=end, zone="Europe/Berlin")
    assert at.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_about_stands_before_the_day():
    assert read("~Wed 9am") == ("2026-03-04 09:00", True)
