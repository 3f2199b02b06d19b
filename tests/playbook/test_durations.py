"""Lengths of time in words and in steps."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.durations import in_words, share, step

LENGTHS = st.timedeltas(min_value=timedelta())


@pytest.mark.parametrize(
    ("delta", "words"),
    [
        (timedelta(), "same minute"),
        (timedelta(seconds=1), "under a minute"),
        (timedelta(seconds=59), "under a minute"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(seconds=119), "1 min"),
        (timedelta(minutes=15), "15 min"),
        (timedelta(minutes=60), "1 h"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=12, minutes=43), "12 h 43 min"),
        (timedelta(hours=18, minutes=27), "18 h 27 min"),
        (timedelta(hours=47, minutes=59), "47 h 59 min"),
        (timedelta(hours=48), "2 d"),
        (timedelta(hours=76), "3 d 4 h"),
        (timedelta(days=3, hours=4, minutes=59), "3 d 4 h"),
    ],
)
def test_a_length_reads_as_people_say_it(delta, words):
    assert in_words(delta) == words


def test_a_negative_length_is_refused():
    with pytest.raises(ValueError, match="negative"):
        in_words(timedelta(seconds=-1))


@pytest.mark.parametrize(
    ("delta", "width"),
    [
        (timedelta(), 4),
        (timedelta(seconds=30), 4),
        (timedelta(minutes=1), 4),
        (timedelta(minutes=15), 4),
        (timedelta(minutes=20), 5),
        (timedelta(minutes=99), 10),
        (timedelta(hours=3, minutes=30), 12),
        (timedelta(hours=12, minutes=43), 15),
        (timedelta(days=30), 18),
    ],
)
def test_a_gap_is_drawn_by_the_logarithm_of_its_minutes(delta, width):
    assert step(delta) == width


@given(LENGTHS)
def test_words_are_never_empty_and_never_show_a_zero(delta):
    assert not {"", "0"} & set(in_words(delta).split(" "))


@given(LENGTHS, LENGTHS)
def test_a_longer_gap_is_never_drawn_shorter(one, other):
    shorter, longer = sorted((one, other))
    assert 4 <= step(shorter) <= step(longer) <= 18


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(763, 1107, 69), (0, 10, 0), (10, 10, 100), (1, 3, 33)]
)
def test_a_share_is_in_whole_per_cent(part, whole, percent):
    assert share(timedelta(minutes=part), timedelta(minutes=whole)) == percent


def test_a_share_of_no_time_is_none_of_it():
    assert share(timedelta(hours=1), timedelta()) == 0
