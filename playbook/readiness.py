"""Whether an action can be promised: seen to be done, one person, one date.

The state is a help, not a verdict; a missing piece parks the action and says which piece.
"""

from dataclasses import dataclass
from datetime import date

from .owners import not_a_person
from .wording import SEE, action_findings

SAY_HOW = "Ready as it is. How will we see it is done?"

WORDS = {
    "ready": "Ready",
    "needs_owner": "Needs an owner",
    "needs_date": "Needs a date",
    "not_verifiable": "Not verifiable",
}


@dataclass(frozen=True)
class Readiness:
    """`state` is a key of WORDS, `word` its label, `why` one kind sentence or ""."""

    state: str
    word: str
    why: str


def readiness(text: str, owner: str, deadline: date | None, done_when: str) -> Readiness:
    """Judge the wording first, since an owner and a date cannot rescue what nobody could see."""
    shown = done_when.strip()
    if not text.strip():
        return _as("not_verifiable", SEE)
    findings = action_findings(text)
    if findings and not shown:
        return _as("not_verifiable", findings[0].suggestion)
    owner_note = not_a_person(owner)
    if owner_note:
        return _as("needs_owner", owner_note)
    if deadline is None:
        return _as("needs_date", "Pick a date on the calendar.")
    return _as("ready", "" if shown else SAY_HOW)


def _as(state: str, why: str) -> Readiness:
    return Readiness(state, WORDS[state], why)
