"""The database after a run, as plain values."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    seq: int
    op: str
    name: str
    thing: str = ""

    @property
    def told(self) -> tuple[int, str, str]:
        """As much of it as a person's log holds."""
        return self.seq, self.op, self.name


@dataclass(frozen=True)
class Row:
    thing: str
    text: str
    removed: bool

    @property
    def mark(self) -> str:
        """The op id that wrote the text."""
        return self.text.rpartition(" ")[2]


@dataclass(frozen=True)
class Truth:
    """The database after the run: the session's number, its log and its notes."""

    seq: int
    events: list[Event]
    rows: list[Row]

    @classmethod
    def from_json(cls, told: dict) -> "Truth":
        rows = [Row(*each) for each in told["rows"]]
        return cls(told["seq"], [Event(*each) for each in told["events"]], rows)
