"""The arithmetic of measuring: percentiles, spreads over runs, ratios. Pure functions."""

import math
import statistics
from collections.abc import Sequence

TIMES = ("first_ms", "median_ms", "last_ms", "ack_ms")


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that at least `share` of 100 of the values do not exceed."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


def percentiles(values: Sequence[float], shares=(50, 95, 99)) -> dict[str, float | None]:
    return {f"p{share}": rounded(percentile(values, share)) for share in shares}


def rounded(value: float | None) -> float | None:
    """Three figures are more than a run can tell."""
    return None if value is None else round(value, 2 if abs(value) < 100 else 1)


def over_runs(runs: list) -> dict:
    """The same figures, each as the median and the spread of several runs."""
    if isinstance(runs[0], dict):
        return {key: over_runs([run[key] for run in runs]) for key in runs[0]}
    known = [value for value in runs if value is not None]
    if not known:
        return {"median": None, "low": None, "high": None}
    return {"median": rounded(statistics.median(known)), "low": min(known), "high": max(known)}


def ratio(ours: float | None, theirs: float | None) -> float | None:
    return round(ours / theirs, 2) if ours is not None and theirs else None


def ratios(product: dict, relay: dict) -> dict:
    """The product's times, and its notes a second, as multiples of the relay's."""
    found: dict = {
        name: {key: ratio(value, relay[name][key]) for key, value in product[name].items()}
        for name in TIMES
    }
    found["notes_a_second"] = ratio(product["notes_a_second"], relay["notes_a_second"])
    return found
