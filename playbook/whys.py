"""The why-chain: the next question to propose, and where two chains meet.

Proposals are for editing and nudges are for passing by; nothing here refuses an answer.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ._people import is_person
from ._questions import ask_why, bare

MAKE_IT_EASY = "Why didn't the system make checking easy or automatic?"


@dataclass(frozen=True)
class Check:
    """One half of the structural test; `short` is what the root block says once it is met."""

    slug: str
    question: str
    short: str


STRUCTURAL_TESTS = (
    Check(
        "whoever",
        "Would it be true whoever had shipped it?",
        "True whoever shipped it",
    ),
    Check(
        "engineering",
        "Can engineering work change it, without a memo?",
        "Engineering can change it",
    ),
)


@dataclass(frozen=True)
class Meeting:
    """Zero-based: `rung` of `chain` gives the same answer as `other_rung` of `other_chain`."""

    chain: int
    rung: int
    other_chain: int
    other_rung: int


def first_question(symptom: str) -> str:
    """The why that opens a chain, from what people could see go wrong."""
    return ask_why(symptom)


def next_question(answer: str) -> str:
    """The why that follows an answer; after a person, the one about the system around them."""
    return MAKE_IT_EASY if person_as_cause(answer) else ask_why(answer)


def person_as_cause(answer: str) -> bool:
    """Whether the answer plainly stops at a person. When in doubt, no."""
    return is_person(bare(answer))


def same_answer(a: str, b: str) -> bool:
    """Whether two answers say the same but for case, marks, articles and "because"."""
    first = _key(a)
    return bool(first) and first == _key(b)


def _key(answer: str) -> tuple[str, ...]:
    words = re.findall(r"\w+", bare(answer).casefold().replace("'", ""))
    return tuple(word for word in words if word not in ("a", "an", "the"))


def meeting_points(chains: Sequence[Sequence[str]]) -> list[Meeting]:
    """For each chain of answers, its first rung that an earlier chain also reached."""
    seen: dict[tuple[str, ...], tuple[int, int]] = {}
    meetings = []
    for place, chain in enumerate(chains):
        keys = [_key(answer) for answer in chain]
        met = next((rung for rung, key in enumerate(keys) if key in seen), None)
        if met is not None:
            meetings.append(Meeting(place, met, *seen[keys[met]]))
        for rung, key in enumerate(keys):
            if key:
                seen.setdefault(key, (place, rung))
    return meetings
