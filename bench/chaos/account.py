"""What one person can swear to afterwards: what they asked for, what they were told, in order."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Stretch:
    """A dense run of events as one person applied them: (seq, op id, name), from `after` on."""

    after: int
    events: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass
class Account:
    """One person's own log and dealings. A reset begins a new stretch of the log."""

    name: str
    stretches: list[Stretch]
    asked: dict[str, tuple[str, dict]] = field(default_factory=dict)
    acknowledged: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    sent: Counter = field(default_factory=Counter)
    contradictions: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    shut_out: str = ""
    gaps_seen: int = 0
    gaps_healed: int = 0
    resets: int = 0
    reconnects: int = 0
    dedupe_hits: int = 0
    put_off: Counter = field(default_factory=Counter)

    def applied(self, event: dict) -> None:
        self.stretches[-1].events.append((event["seq"], event["op"], event["name"]))

    def starts_anew(self, after: int) -> None:
        self.stretches.append(Stretch(after))

    def acknowledge(self, op_id: str, seq: int) -> None:
        """Told by an answer or by the event itself; both must name the same number."""
        earlier = self.acknowledged.setdefault(op_id, seq)
        if earlier != seq:
            self.contradictions.append(f"{op_id} was number {earlier}, then {seq}")

    def refuse(self, op_id: str, code: str) -> None:
        if op_id in self.acknowledged:
            self.contradictions.append(f"{op_id} was acknowledged, then refused as {code}")
        self.refused.setdefault(op_id, code)

    @property
    def unanswered(self) -> set[str]:
        return self.asked.keys() - self.acknowledged.keys() - self.refused.keys()


@dataclass
class Recovery:
    """How long somebody needs from an injury's end until they hold a head that was named after."""

    since: float | None = None
    goal: int | None = None
    times: list[float] = field(default_factory=list)

    def begins(self, since: float) -> None:
        """An infinite `since` means: injured, and the end of it not yet known."""
        self.since, self.goal = since, None

    def told(self, head: int, now: float) -> None:
        if self.since is not None and self.goal is None and now >= self.since:
            self.goal = head

    def reached(self, last: int, now: float) -> None:
        if self.goal is not None and last >= self.goal:
            self.times.append(now - self.since)
            self.since = self.goal = None
