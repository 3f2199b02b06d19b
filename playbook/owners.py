"""Tells one person's name from a team, a placeholder or a pair.

It reads words only and does not know who is on the team. When unsure it lets the name pass.
"""

import re

NO_NAME = "Write one person's first name."
A_TEAM = "A team can't say yes aloud. Name one person from it."
NOT_YET = "Name one person, or park this until there is one."
MORE_THAN_ONE = "One name carries it, others can help. Pick one of them."


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PLACEHOLDERS = _set(
    "tbd tbc tba todo n/a none unknown unassigned nobody someone somebody anyone anybody whoever "
    "owner volunteer me myself i you developer engineer facilitator oncall on-call"
) | {"no one", "to be decided", "to be confirmed", "not sure", "don't know", "to be assigned"}

_GROUPS = _set(
    "team teams squad squads everyone everybody all we us they ops devops sre sres qa devs "
    "developers engineers engineering backend frontend platform infra "
    "infrastructure security support product management leadership operations "
    "responders admins"
)

_ROLE = (
    r"(?:teams?|squads?|people|persons?|devs?|developers?|engineers?|admins?|testers?|managers?|"
    r"leads?|responders?|members?|colleagues?|authors?|owners?|volunteers?|group|department|"
    r"ops|sres?|on-?call|folks)"
)
_COLLECTIVE = re.compile(
    r".*\b(?:teams?|squads?|department|crew|working group|engineers|developers|devs|"
    r"people|folks)$"
    r"|(?:team|squad) (?:\d+|[a-z])"
    r"|(?:all|both|most|some|one|two|three|four|five|\d+) of (?:us|them|you|the .*)"
)
_COUNTED_ROLE = re.compile(
    r"(?:the|a|an|any|our|some|one|two|three|four|five|several|both|whichever|another|\d+) "
    rf"(?:[\w/-]+ )*{_ROLE}(?: .*)?"
)
_TWO_NAMES = re.compile(r"\s(?:and|or|und|et|with|plus)\s|[&,/+;、，]")
_SUFFIX = re.compile(r",\s*(?:jr|sr|ii|iii|phd|md|esq)\.?$", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")


def not_a_person(name: str) -> str:
    """What to write instead when `name` is not one person; "" when it may well be one."""
    said = _SUFFIX.sub("", _ASIDE.sub("", name.replace("’", "'")).strip())
    plain = " ".join(said.casefold().split()).strip(".?!:-–— ")
    if not any(letter.isalpha() for letter in plain):
        return NO_NAME
    if plain.removeprefix("the ") in _PLACEHOLDERS:
        return NOT_YET
    if plain.removeprefix("the ") in _GROUPS or _COLLECTIVE.fullmatch(plain):
        return A_TEAM
    if _COUNTED_ROLE.fullmatch(plain):
        return A_TEAM if plain.endswith("s") else NOT_YET
    if _TWO_NAMES.search(plain):
        return MORE_THAN_ONE
    return ""
