"""The tally strip: strokes per quarter and type, drawn as somebody would on paper.

It counts incidents by type. Nothing here knows about people.
"""

from collections import Counter
from dataclasses import dataclass

from .quarters import Quarter, last_five

STRUCTURAL = 3
GROUP_WIDTH = 44
# The ring of the drawing, around three strokes; wider counts stretch it.
RING = ((14, -4), (-13, 1, -17, 8, -16, 15), (9, 13, 18, 12, 13, -8, 11, -16), (18, -6, 8, -3))
RING_WIDTH = 24


@dataclass(frozen=True)
class Cell:
    count: int

    @property
    def is_structural(self) -> bool:
        return self.count >= STRUCTURAL

    @property
    def strokes(self) -> str:
        return strokes(self.count)

    @property
    def ring(self) -> str:
        return ring(_width(self.count))

    @property
    def view_width(self) -> int:
        """Ten strokes may reach over the edge of their 48; more than that are drawn smaller."""
        return 48 * max(_width(self.count), 2 * GROUP_WIDTH) // (2 * GROUP_WIDTH)


def strokes(count: int) -> str:
    """An SVG path; every fifth stroke closes its group with a slash."""
    parts = []
    for index in range(count):
        left = index // 5 * GROUP_WIDTH
        if index % 5 == 4:
            parts.append(f"M{left} 15L{left + 32} 4")
        else:
            lean = (-1, 0, 1, 0)[index % 5]
            parts.append(f"M{left + 4 + index % 5 * 8} 2l{lean} 16")
    return "".join(parts)


def ring(width: int) -> str:
    """The hand-drawn ring around strokes that are `width` wide."""
    stretch = width / RING_WIDTH
    rows = [
        " ".join(str(round(n * stretch, 1) if i % 2 == 0 else n) for i, n in enumerate(row))
        for row in RING
    ]
    return "M{}c{}s{}S{}".format(*rows)


def _width(count: int) -> int:
    groups, rest = divmod(count, 5)
    return groups * GROUP_WIDTH + rest * 8


def tally(incidents, types, now, zone):
    """(quarters, rows); a row is a type and a Cell for each quarter."""
    quarters = last_five(now, zone)
    counts = Counter((Quarter.of(row.started_at, zone), row.type_id) for row in incidents)
    return quarters, [
        (type, [Cell(counts[quarter, type.pk]) for quarter in quarters]) for type in types
    ]
