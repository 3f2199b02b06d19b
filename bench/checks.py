"""Whether every acknowledged note is in the database: once, at its number, with its words."""

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Saved:
    """What the file holds: how often each (op id, number), and how often each text."""

    events: Counter
    texts: Counter


def read_saved(database: Path) -> Saved:
    """Read with nothing but SQLite, so that the product cannot vouch for itself."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as file:
        events = file.execute("SELECT op_id, seq FROM facilitation_sessionevent").fetchall()
        texts = file.execute("SELECT text FROM facilitation_sticky").fetchall()
    return Saved(Counter(events), Counter(text for (text,) in texts))


def acknowledged(rooms) -> dict[str, tuple[int, str]]:
    """For each acknowledged op id the number it was told, and the words that were sent."""
    return {
        op_id: (seq, room.texts[op_id]) for room in rooms for op_id, seq in room.ack_seq.items()
    }


def lost(promised: dict[str, tuple[int, str]], saved: Saved) -> list[str]:
    """The op ids that are not in the file exactly once, event and note."""
    return [
        op_id
        for op_id, (seq, text) in promised.items()
        if saved.events[op_id, seq] != 1 or saved.texts[text] != 1
    ]


def missing_on_screens(rooms) -> int:
    """How many acknowledged notes some screen never had."""
    return sum(
        any(seq > screen.seq for screen in room.screens)
        for room in rooms
        for seq in room.ack_seq.values()
    )
