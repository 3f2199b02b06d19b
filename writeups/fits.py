"""Which of the ways to fit one page a write-up needs, by an estimate of its height.

The PDF measures for itself and only skips what is hopeless; a browser's print relies on this.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from . import folding
from .draft import Draft

MM_A_POINT = 0.3528
# The smaller of A4 and Letter, less the margins: nobody knows what paper a browser prints on.
PAGE_WIDTH, PAGE_HEIGHT = 176, 250


@dataclass(frozen=True)
class Scale:
    """Sizes in points and spaces in millimetres, as `writeup.css` draws them."""

    body: float
    voice: float
    root: float
    cell: float
    heading: float
    line: float = 1.42


NORMAL = Scale(body=9.8, voice=11.6, root=13.4, cell=2.2, heading=11)
DENSE = Scale(body=8.7, voice=10.4, root=13.4, cell=1.3, heading=8.5)
SMALL = Scale(body=7.8, voice=8.8, root=9.6, cell=1.0, heading=6.5, line=1.34)
TINY = Scale(body=7, voice=7.4, root=8, cell=0.6, heading=5, line=1.26)


@dataclass(frozen=True)
class Try:
    """One rung of the ladder. `fit` is its public name, `style` the sheet's class."""

    fit: str
    style: str
    scale: Scale
    fold: Callable[[Draft], Draft]


LADDER = (
    Try("normal", "", NORMAL, folding.whole),
    Try("dense", "wu--dense", DENSE, folding.whole),
    Try("folded", "wu--dense", DENSE, folding.plain_rows),
    Try("folded", "wu--dense", DENSE, folding.unmarked_rows),
    Try("small", "wu--fit wu--small", SMALL, folding.unmarked_rows),
    Try("small", "wu--fit wu--tiny", TINY, folding.unmarked_rows),
    Try("small", "wu--fit wu--tiny", TINY, folding.signals_too),
    Try("small", "wu--fit wu--tiny", TINY, folding.marks_by_name),
    Try("small", "wu--fit wu--tiny", TINY, folding.to_the_bone),
    Try("small", "wu--fit wu--tiny", TINY, folding.names_only),
)


def best(draft: Draft) -> Try:
    """The first that should fit one page of any paper."""
    return next((t for t in LADDER if height(t.fold(draft), t.scale) <= PAGE_HEIGHT), LADDER[-1])


def plausible(draft: Draft) -> list[Try]:
    """The ladder without what cannot fit even if the estimate is far too high."""
    hopeful = [t for t in LADDER[:-1] if height(t.fold(draft), t.scale) <= PAGE_HEIGHT * 1.5]
    return [*hopeful, LADDER[-1]]


def longest_part(draft: Draft) -> str:
    """The part to shorten, as the middle of a sentence."""
    found = parts(draft, DENSE)
    return max(found, key=found.get)


def height(draft: Draft, scale: Scale) -> float:
    """Millimetres, a little more than the truth."""
    title = _lines(draft.title, scale.body * 2.1, PAGE_WIDTH) * scale.body * 2.1 * 1.1
    fixed = 12 + title * MM_A_POINT + scale.heading * 2 + 12
    root = _tall(draft.root_cause, scale.root, PAGE_WIDTH - 10) + scale.heading + 6
    return fixed + root + sum(parts(draft, scale).values())


def parts(draft: Draft, scale: Scale) -> dict[str, float]:
    """Height in millimetres of each part whose length is the room's choice."""
    body, what = scale.body, 74 if draft.has_wide_times else 84
    rows = sum(
        max(
            _tall(row.what, body, what, scale.line),
            sum(_tall(f"{s.word}: {s.text}", body, 53, scale.line) for s in row.signals),
        )
        + scale.cell
        for row in draft.rows
    )
    actions = sum(_tall(a.text, body, 108, scale.line) + scale.cell for a in draft.actions)
    factors = sum(_tall(text, body, 80, scale.line) + 0.9 for text in draft.factors)
    return {
        "the timeline": rows + scale.heading + 5,
        "the contributing factors": factors / 2 + scale.heading + 4,
        "the actions": actions + scale.heading + 5,
        "the two sentences": _tall(f"{draft.happened} {draft.impact}", scale.voice, PAGE_WIDTH),
        "the notes at the foot": sum(_tall(note, 7.4, PAGE_WIDTH) for note in draft.notes),
    }


def _tall(text: str, size: float, width: float, line: float = 1.42) -> float:
    return _lines(text, size, width) * size * line * MM_A_POINT


def _lines(text: str, size: float, width: float) -> int:
    """Lines of `size` points in `width` millimetres; East Asian signs take twice the room."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    length = (len(text) - wide) * 0.53 + wide * 1.05
    return max(1, ceil(length * size * MM_A_POINT / width * 1.05))
