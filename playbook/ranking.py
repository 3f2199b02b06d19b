"""Turns everyone's order of ideas into one order, with ties left in the open.

A Borda count. It never breaks a tie and never decides what the team commits to.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

RANKING_QUESTION = "Which of these would have most reduced the chance of this incident?"
MOST_ACTIONS = 3
METHOD = (
    "Each person's order gives an idea one point for every idea below it, ideas left unranked "
    "share the remaining points equally, and the most points come first."
)

Id = Hashable


@dataclass(frozen=True)
class Ranking:
    """`tiers` best first, ids with equal points together in the candidates' order.

    `points` are doubled, so that a shared half point stays a whole number. `ballots` counts those
    that rank at least one candidate.
    """

    tiers: tuple[tuple[Id, ...], ...]
    points: dict[Id, int]
    ballots: int


@dataclass(frozen=True)
class Line:
    """The ids clearly `above` the line, and those `tied` across it, waiting for the room."""

    above: tuple[Id, ...]
    tied: tuple[Id, ...]


def combine(ballots: Sequence[Sequence[Id]], candidates: Sequence[Id]) -> Ranking:
    """Count the ballots, best idea first on each; unknown and repeated ids are ignored."""
    ids = tuple(dict.fromkeys(candidates))
    known = set(ids)
    orders = [[i for i in dict.fromkeys(ballot) if i in known] for ballot in ballots]
    orders = [order for order in orders if order]
    points = dict.fromkeys(ids, 0)
    if not orders:
        return Ranking(tuple((i,) for i in ids), points, 0)
    for order in orders:
        _count(order, ids, points)
    scores = sorted(set(points.values()), reverse=True)
    tiers = tuple(tuple(i for i in ids if points[i] == score) for score in scores)
    return Ranking(tiers, points, len(orders))


def _count(order: list[Id], ids: tuple[Id, ...], points: dict[Id, int]) -> None:
    for place, i in enumerate(order):
        points[i] += 2 * (len(ids) - 1 - place)
    ranked = set(order)
    # The open places are worth 0, 2, ... doubled points; their mean is one less than their number.
    shared = len(ids) - len(order) - 1
    for i in ids:
        if i not in ranked:
            points[i] += shared


def line(ranking: Ranking, most: int = MOST_ACTIONS) -> Line:
    """Where the line falls when at most `most` ids may stand above it."""
    above: tuple[Id, ...] = ()
    for tier in ranking.tiers:
        if len(above) + len(tier) > most:
            return Line(above, tier if len(above) < most else ())
        above += tier
    return Line(above, ())
