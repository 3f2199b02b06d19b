"""Everyone's order becomes one order, with the ties in the open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.ranking import MOST_ACTIONS, RANKING_QUESTION, Line, combine, line

CANDIDATES = st.lists(st.integers(0, 9), max_size=8)
BALLOTS = st.lists(st.lists(st.integers(0, 12), max_size=10), max_size=8)


def test_the_ranking_question_is_the_playbooks():
    assert RANKING_QUESTION == (
        "Which of these would have most reduced the chance of this incident?"
    )


@pytest.mark.parametrize(
    ("ballots", "tiers"),
    [
        ([], (("a",), ("b",), ("c",))),
        ([[]], (("a",), ("b",), ("c",))),
        ([["x"]], (("a",), ("b",), ("c",))),
        ([["c", "b", "a"]], (("c",), ("b",), ("a",))),
        ([["b"]], (("b",), ("a", "c"))),
        ([["a", "b", "c"], ["b", "a", "c"]], (("a", "b"), ("c",))),
        ([["c", "c", "x", "b"]], (("c",), ("b",), ("a",))),
        ([["a", "b", "c"], ["c", "b", "a"]], (("a", "b", "c"),)),
    ],
)
def test_ballots_combine_into_tiers(ballots, tiers):
    assert combine(ballots, "abc").tiers == tiers


def test_points_are_doubled_and_unranked_places_are_shared():
    assert combine([["b"]], "abcd").points == {"a": 2, "b": 6, "c": 2, "d": 2}


def test_a_ballot_that_ranks_nothing_known_is_not_counted():
    assert combine([["a"], [], ["x"]], "ab").ballots == 1


@given(BALLOTS, CANDIDATES, st.randoms())
def test_the_order_of_voters_does_not_matter(ballots, candidates, random):
    shuffled = list(ballots)
    random.shuffle(shuffled)
    assert combine(shuffled, candidates) == combine(ballots, candidates)


@given(BALLOTS, CANDIDATES)
def test_every_candidate_appears_exactly_once(ballots, candidates):
    ids = [i for tier in combine(ballots, candidates).tiers for i in tier]
    assert sorted(ids) == sorted(set(candidates))


@given(BALLOTS, CANDIDATES)
def test_a_ballot_hands_out_the_same_points_however_short_it_is(ballots, candidates):
    ranking = combine(ballots, candidates)
    n = len(set(candidates))
    assert sum(ranking.points.values()) == ranking.ballots * n * (n - 1)


@given(BALLOTS, CANDIDATES)
def test_never_more_than_three_stand_above_the_line(ballots, candidates):
    drawn = line(combine(ballots, candidates))
    assert len(drawn.above) <= MOST_ACTIONS
    assert not drawn.tied or len(drawn.above) + len(drawn.tied) > MOST_ACTIONS


@pytest.mark.parametrize(
    ("ballots", "drawn"),
    [
        ([["a", "b", "c", "d"]], Line(("a", "b", "c"), ())),
        ([["a", "b"]], Line(("a", "b"), ("c", "d"))),
        ([["a"]], Line(("a",), ("b", "c", "d"))),
        ([["a", "b", "c", "d"], ["d", "c", "b", "a"]], Line((), ("a", "b", "c", "d"))),
    ],
)
def test_the_line_shows_a_tie_instead_of_breaking_it(ballots, drawn):
    assert line(combine(ballots, "abcd")) == drawn


def test_few_ideas_all_stand_above_the_line():
    assert line(combine([["b"]], "ab")) == Line(("b", "a"), ())
