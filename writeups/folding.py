"""Ways to fold a write-up that is longer than a page. Words are kept whole or left to the screen.

No sentence is cut: a folded row says how many rows it stands for.
"""

from collections import Counter
from dataclasses import replace
from itertools import groupby

from .draft import Draft, Promised
from .rows import WORDS, Row, Signal, between

ON_SCREEN = "Too long for paper, in full on the screen"
NAMES = {
    "change": "The change",
    "symptom": "The first symptom",
    "detection": "The detection",
    "resolution": "The resolution",
}


def whole(draft: Draft) -> Draft:
    return draft


def plain_rows(draft: Draft) -> Draft:
    """Folds neighbours that carry neither a mark nor a signal."""
    return replace(draft, rows=_fold(draft.rows, lambda row: row.marks or row.signals))


def unmarked_rows(draft: Draft) -> Draft:
    """Folds all rows between the marks; their signals stay beside the folded row."""
    return replace(draft, rows=_fold(draft.rows, lambda row: row.marks))


def signals_too(draft: Draft) -> Draft:
    """As `unmarked_rows`, with signals counted where there are more than two."""
    rows = tuple(
        replace(row, signals=_counted(row.signals)) if len(row.signals) > 2 else row
        for row in unmarked_rows(draft).rows
    )
    return replace(draft, rows=rows)


def marks_by_name(draft: Draft) -> Draft:
    """As `signals_too`, with long texts in the timeline left to the screen."""
    rows = tuple(_named(row, 120) for row in unmarked_rows(draft).rows)
    return replace(draft, rows=rows)


def to_the_bone(draft: Draft) -> Draft:
    """As `marks_by_name`, with as many factors as there is room for."""
    factors, room = [], 1200
    for text in draft.factors:
        room -= max(len(text), 80)
        if room >= 0:
            factors.append(text)
    return replace(marks_by_name(draft), factors=_and_more(factors, draft), notes=_notes(draft))


def names_only(draft: Draft) -> Draft:
    """Fits whatever was written: each part that has no limit is counted or named."""
    rows = tuple(_named(row, 24) for row in unmarked_rows(draft).rows)
    actions = tuple(Promised(a.owner, _kept(a.text, 200), a.deadline) for a in draft.actions)
    notes = _notes(draft, most=120)
    return replace(draft, rows=rows, factors=_and_more([], draft), actions=actions, notes=notes)


def _and_more(factors: list[str], draft: Draft) -> tuple[str, ...]:
    rest = len(draft.factors) - len(factors)
    more = f"{rest} more" if factors else f"{rest} {'factor' if rest == 1 else 'factors'}"
    return (*factors, f"{more}, in full on the screen") if rest else tuple(factors)


def _notes(draft: Draft, most: int = 400) -> tuple[str, ...]:
    count = len(draft.notes)
    if len(" ".join(draft.notes)) <= most:
        return draft.notes
    return (f"{count} {'note' if count == 1 else 'notes'}, in full on the screen.",)


def _fold(rows: tuple[Row, ...], stays) -> tuple[Row, ...]:
    found = []
    for (keep, _), run in groupby(rows, key=lambda row: (bool(stays(row)), row.after)):
        run = list(run)
        found += run if keep or len(run) == 1 else [_one(run)]
    return tuple(found)


def _one(run: list[Row]) -> Row:
    count = sum(row.count for row in run)
    return replace(
        run[0],
        when=between(run[0], run[-1]),
        what=f"{count} rows",
        signals=tuple(signal for row in run for signal in row.signals),
        count=count,
    )


def _counted(signals: tuple[Signal, ...]) -> tuple[Signal, ...]:
    counts = Counter(signal.kind for signal in signals)
    return tuple(
        Signal(kind, f"{counts[kind]} {'signal' if counts[kind] == 1 else 'signals'}")
        for kind in WORDS
        if counts[kind]
    )


def _named(row: Row, most: int) -> Row:
    name = ", ".join(NAMES[kind] for kind in row.marks)
    what = row.what if len(row.what) <= most else name or ON_SCREEN
    signals = _counted(row.signals) if any(len(s.text) > most for s in row.signals) else row.signals
    return replace(row, what=what, signals=signals if len(signals) < 3 else _counted(signals))


def _kept(text: str, most: int) -> str:
    return text if len(text) <= most else ON_SCREEN
