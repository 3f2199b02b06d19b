"""Each way in which a run can have gone wrong, as a function that lists where it did."""

from collections import Counter
from itertools import pairwise

from .account import Account, Stretch
from .truth import Event, Truth


def lost(by_op: dict[str, Event], accounts: list[Account]) -> list[str]:
    return [op for account in accounts for op in account.acknowledged if op not in by_op]


def misnumbered(by_op: dict[str, Event], accounts: list[Account]) -> list[str]:
    return [
        f"{op} as {seq}, in the log {by_op[op].seq}"
        for account in accounts
        for op, seq in account.acknowledged.items()
        if op in by_op and by_op[op].seq != seq
    ]


def refused_and_done(by_op: dict[str, Event], accounts: list[Account], repeated: bool) -> list[str]:
    """repeated: those sent more than once, of which one copy may be refused and a later one not."""
    return [
        f"{op} ({code})"
        for account in accounts
        for op, code in account.refused.items()
        if op in by_op and (account.sent[op] > 1) == repeated
    ]


def unasked(truth: Truth, accounts: list[Account], start: int) -> list[str]:
    """Events after the start of the run whose op id no person ever sent."""
    asked = {op for account in accounts for op in account.asked}
    return [f"{e.seq} {e.op}" for e in truth.events if e.seq > start and e.op not in asked]


def doubled_rows(truth: Truth) -> list[str]:
    """Every text ends with the op id that wrote it, so one text on two rows was done twice."""
    counts = Counter(row.mark for row in truth.rows)
    return [f"row of {mark}" for mark, count in counts.items() for _ in range(count - 1)]


def doubled_events(truth: Truth) -> list[str]:
    counts = Counter(event.op for event in truth.events)
    return [f"event of {op}" for op, count in counts.items() for _ in range(count - 1)]


def holes(truth: Truth) -> list[str]:
    """The log is numbered 1, 2, 3 … up to the session's own number."""
    numbers = [0, *(event.seq for event in truth.events)]
    found = [f"{two} after {one}" for one, two in pairwise(numbers) if two != one + 1]
    if numbers[-1] != truth.seq:
        found.append(f"the session is at {truth.seq}, its log at {numbers[-1]}")
    return found


def out_of_order(stretch: Stretch, numbers: dict[str, int]) -> int:
    """Neighbours in somebody's log that stand the other way round, or twice, in the server's."""
    known = [numbers[op] for _, op, _ in stretch.events if op in numbers]
    return sum(two <= one for one, two in pairwise(known))


def first_difference(stretch: Stretch, by_seq: dict[int, tuple]) -> str:
    for place, told in enumerate(stretch.events, stretch.after + 1):
        if by_seq.get(place) != told:
            return f"has {told[1]} as {told[0]} at {place}, the server {by_seq.get(place)}"
    return ""


def short_of(stretch: Stretch, head: int) -> str:
    reached = stretch.after + len(stretch.events)
    return f"ends at {reached}, the server at {head}" if reached != head else ""


def rows_against_log(truth: Truth, accounts: list[Account]) -> list[str]:
    """What the log and the people's own words make of every note, against the rows."""
    asked = {op: data for account in accounts for op, (_, data) in account.asked.items()}
    expected: dict[str, tuple[str, bool]] = {}
    for event in truth.events:
        mark, removed = expected.get(event.thing, ("", False))
        if event.name in ("sticky_added", "question_parked", "sticky_edited"):
            mark = asked.get(event.op, {}).get("text", "").rpartition(" ")[2]
        elif event.name in ("sticky_removed", "sticky_restored"):
            removed = event.name == "sticky_removed"
        else:
            continue
        expected[event.thing] = (mark, removed)
    rows = {row.thing: (row.mark, row.removed) for row in truth.rows}
    things = expected.keys() | rows.keys()
    return sorted(thing for thing in things if expected.get(thing) != rows.get(thing))


def unlike(some: list[str], others: list[str]) -> list[str]:
    """Marks that do not stand equally often in both."""
    one, other = Counter(some), Counter(others)
    return sorted(mark for mark in one | other if one[mark] != other[mark])
