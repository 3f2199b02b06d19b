"""Turns an answer into the next why. Where the grammar is not certain it takes the long way round.

Every result starts with "Why", ends with "?" and can be edited by the room.
"""

import re

from . import _verbs

ASK_THE_SYSTEM = "Why did the system allow this?"

_BECAUSE = re.compile(
    r"^(?:(?:well|so|and|it's|its|it is|it was|that's|that is|this is|simply|just)[, ]+)*"
    r"(?:because|'?cause|cos|cuz)(?![\w'])[,: ]*",
    re.IGNORECASE,
)
_OWING_TO = re.compile(r"(?:of|due to|owing to|thanks to) ", re.IGNORECASE)
_JOINED = re.compile(r"[,;:()]| (?:but|so|yet) |[–—]| - ")
_THERE = re.compile(
    r"there (is|are|was|were|isn't|aren't|wasn't|weren't) (?!been\b)(.+)", re.IGNORECASE
)
_NONE_EXISTS = re.compile(r"no (.+?) (exists|exist|existed)\b ?(.*)", re.IGNORECASE)
_MISSING = re.compile(r"(?:missing|no) (.+)", re.IGNORECASE)
_UNAWARE = re.compile(
    r"(?:i|you|he|she|they|we|nobody|no one|the (?:[\w-]+ )?(?:developer|engineer|author)) "
    r"(?:didn't|did not|couldn't) (?:know|think|reali[sz]e|expect|foresee)\b.*",
    re.IGNORECASE,
)
_MOST_IN_SUBJECT = 4


def ask_why(text: str) -> str:
    """The question that `text` leads to, or the phase's own question when there is nothing."""
    clause = bare(text)
    if not any(letter.isalnum() for letter in clause):
        return ASK_THE_SYSTEM
    first = clause.split()[0].casefold().strip(",'\"")
    if first == "why":
        rest = clause.split(maxsplit=1)[1:]
        return f"Why {rest[0]}?" if rest else ASK_THE_SYSTEM
    if first in ("who", "who's", "whose", "whom", "what", "how", "which"):
        asked = text.rstrip().endswith("?") or first.startswith("who")
        if asked:
            return ASK_THE_SYSTEM
    clause = _lower_first(clause)
    asked = next(filter(None, (shape(clause) for shape in _SHAPES)))
    return f"Why {asked}?"


def bare(text: str) -> str:
    """`text` as one line, its first sentence, without a leading "because" or closing marks."""
    line = " ".join(text.replace("’", "'").split())
    line = re.split(r"(?<=\w\w[.!?]) +(?=[A-Z])", line, maxsplit=1)[0]
    line = _BECAUSE.sub("", line.lstrip(" .…-–—>*"), count=1)
    line = re.sub(r"^there's\b", "there is", line, flags=re.IGNORECASE)
    line = re.sub(r"^it's (?=(?:not|a|an|the|still|too|only|never) )", "it is ", line, flags=re.I)
    return line.rstrip(" .!?;:,…-–—")


def _lower_first(clause: str) -> str:
    word = clause.split()[0]
    plain = word.casefold().split("'")[0]
    keep = word[1:] != word[1:].lower() or any(c.isdigit() for c in word)
    if keep or plain == "i" or plain in _verbs.NAMES:
        return clause
    return clause[0].lower() + clause[1:]


def _words(clause: str) -> list[str]:
    return [word.casefold().strip("\"'“”") for word in clause.split()]


def _owing_to(clause: str) -> str:
    lead = _OWING_TO.match(clause)
    if not lead:
        return ""
    cause = clause[lead.end() :]
    words = _words(cause)
    if not words or words[0] in _verbs.RELATIVE or any(w in _verbs.INVERTED for w in words):
        return "did the system allow this"
    return f"did {cause} lead to this"


def _unaware(clause: str) -> str:
    return "did the system give no way to know" if _UNAWARE.fullmatch(clause) else ""


def _there(clause: str) -> str:
    match = _THERE.fullmatch(clause)
    if not match or _JOINED.search(clause):
        return ""
    return f"{match[1].lower()} there {match[2]}"


def _none_exists(clause: str) -> str:
    match = _NONE_EXISTS.fullmatch(clause)
    if not match or any(map(_verbs.is_verb_like, _words(match[1]))):
        return ""
    verb = {"exists": "is", "exist": "are", "existed": "was"}[match[2].lower()]
    return f"{verb} there no {match[1]} {match[3]}".rstrip()


def _missing(clause: str) -> str:
    if re.match(r"(?:a )?lack of \w", clause) and not _JOINED.search(clause):
        return f"is there a {clause.removeprefix('a ')}"
    match = _MISSING.fullmatch(clause)
    words = _words(clause)
    if not match or words[1] in ("one", "longer") or any(map(_verbs.is_verb_like, words)):
        return ""
    # "no alert fires": a later word in -s may be a verb, and then "there is" would not fit.
    if any(word.endswith("s") for word in words[2:4]):
        return ""
    plural = words[1].endswith("s") and not words[1].endswith("ss")
    return f"{'are' if plural else 'is'} there no {match[1]}"


def _is_certain(subject: list[str]) -> bool:
    return (
        1 <= len(subject) <= _MOST_IN_SUBJECT
        and subject[0] not in _verbs.OPENERS
        and subject[-1] not in _verbs.DETERMINERS - _verbs.PRONOUNS
        and not any(map(_verbs.is_verb_like, subject))
        and not any(word in _verbs.RELATIVE for word in subject[1:])
        and subject[0] not in _verbs.RELATIVE - {"that"}
        and not any(word in ("and", "or", "not", "there") for word in subject)
        and (len(subject) == 1 or not any(word in _PERSONAL for word in subject))
    )


_PERSONAL = _verbs.PRONOUNS - _verbs.DETERMINERS


def _inverted(clause: str) -> str:
    words, written = _words(clause), clause.split()
    place = next((n for n, word in enumerate(words) if word in _verbs.INVERTED), 0)
    if not place or place == len(words) - 1 or _is_compound(clause):
        return ""
    if not _is_certain(words[:place]):
        return ""
    subject, rest = " ".join(written[:place]), " ".join(written[place + 1 :])
    return f"{words[place]} {subject} {rest}"


def _did(clause: str) -> str:
    words, written = _words(clause), clause.split()
    verbs = [n for n, word in enumerate(words) if _verbs.is_verb_like(word)]
    if len(verbs) != 1 or _is_compound(clause):
        return ""
    place = verbs[0]
    after = words[place + 1 : place + 2]
    if words[place] not in _verbs.PASTS or after == ["by"] or not _is_certain(words[:place]):
        return ""
    asked = [*written[:place], _verbs.PASTS[words[place]], *written[place + 1 :]]
    return f"did {' '.join(asked)}"


def _is_compound(clause: str) -> bool:
    return bool(_JOINED.search(clause)) or " and " in clause


def _safely(clause: str) -> str:
    words = _words(clause)
    past = any(word in _verbs.WAS or word in _verbs.PASTS for word in words)
    present = any(word in _verbs.PRESENT for word in words)
    return f"was it that {clause}" if past and not present else f"is it that {clause}"


_SHAPES = (_owing_to, _unaware, _there, _none_exists, _missing, _inverted, _did, _safely)
