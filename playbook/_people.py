"""Recognises answers that stop at a person: "the developer didn't check" and its kin.

A fact about an action ("shipped without notifying the consumer team") is left alone. Every
pattern starts at the start of the answer, so a sentence about the system stays about the system.
"""

import re

_ROLE = (
    r"(?:developer|dev|engineer|programmer|coder|admin|administrator|reviewer|author|person|"
    r"colleague|contractor|intern|tester|team|squad|on-?call|responder|sre|ops|qa|people|guy|"
    r"staff)s?"
)
# A package manager and a cluster operator are software, so these roles stand alone.
_ROLE_OR_TOOL = (
    r"(?:(?:junior|senior|new|release|engineering|product|project) )?"
    r"(?:operator|manager|lead|analyst|deployer|approver)s?"
)
_SOMEBODY = r"(?:somebody|someone|he|she|they|we|i|you|people|everybody|everyone)"
_NOBODY = r"(?:nobody|no one|none of us|no-one)"
_ACTOR = (
    rf"(?:{_SOMEBODY}(?: else)?(?: (?:on|in|from) [\w -]{{1,30}}?)?|"
    rf"(?:(?:the|a|an|our|one|one of the|some|that|this|whichever) )?"
    rf"(?:(?:[\w-]+ ){{0,3}}?{_ROLE}|{_ROLE_OR_TOOL})"
    rf"(?: (?:on|in|from|of) [\w -]{{1,30}}?)?(?: who [\w -]{{1,30}}?)?)"
)
_ADVERB = r"(?:(?:just|simply|again|really|clearly|also|probably|obviously|even|all) )*"
_DID_NOT = (
    r"(?:didn't|did not|never(?= (?:\w+ed|told|read|paid)\b)|hadn't|had not|failed to|omitted to|"
    r"should have|should've|could have|ought to have|was supposed to|were supposed to)"
)
_CHECKING = (
    r"(?:check\w*|double-?check\w*|test(?:ed|ing)?|verif(?:y|ied)|validate[d]?|read(?:ing)?|"
    r"review\w*|look(?:ed|ing)?|pay(?:ing)? (?:enough |close |any )?attention|paid attention|"
    r"notif(?:y|ied)|t(?:ell|old)|ask(?:ed)?|inform(?:ed)?|warn(?:ed)?|communicate[d]?|"
    r"coordinate[d]?|follow(?:ed|ing)?|remember(?:ed)?|bother(?:ed)?|known? better|"
    r"be(?:en)? (?:more )?careful|careful|thinking|think (?:it|this|that) through|"
    r"thought (?:it|this|that) through|catch (?:it|this|that)|"
    r"spot(?:ted)?|d(?:o|one) (?:his|her|their|your|my|our|the) job)\b"
)
_ERROR = r"(?:mistake|typo|slip|blunder|human error|error in judge?ment|error)"
_CARELESS = (
    r"(?:careless|sloppy|negligent|lazy|reckless|inattentive|distracted|incompetent|complacent|"
    r"irresponsible|thoughtless|stupid|tired|at fault|to blame|inexperienced)"
)
_PLAIN = (
    r"(?:(?:it|this|that) (?:was|is) |it's |that's |just |plain |pure |simple |simply |a |an )*"
)

_PATTERNS = (
    rf"{_ACTOR} {_ADVERB}{_DID_NOT} {_ADVERB}{_CHECKING}",
    rf"{_ACTOR} {_ADVERB}(?:ha[ds] )?(?:forgot|forgets|forgotten|forget)\b",
    rf"{_ACTOR} {_ADVERB}(?:neglected to|"
    r"failed to (?:notice|see|reali[sz]e|mention|update|flag))\b",
    rf"{_ACTOR} {_ADVERB}(?:was|were|is|are|got|has been) (?:(?:too|so|just|being|very|a bit) )*"
    rf"{_CARELESS}\b",
    rf"{_ACTOR} {_ADVERB}made (?:a|an|the|another|this)(?: \w+){{0,2}} {_ERROR}\b",
    rf"{_ACTOR} {_ADVERB}(?:messed|screwed|slipped|cocked|fouled) up\b",
    rf"{_ACTOR} {_ADVERB}(?:overlooked|fat-?fingered|skipped the (?:check|review|test))",
    rf"{_ACTOR} {_ADVERB}(?:should|could) have been more\b",
    rf"{_ACTOR} {_ADVERB}(?:wasn't|weren't|was not|were not) "
    r"(?:paying attention|careful|thinking|looking)\b",
    rf"{_NOBODY} {_ADVERB}(?:bothered|remembered|thought) to\b",
    rf"{_NOBODY} {_ADVERB}(?:double-?checked|checked|tested|reviewed|verified|read)\b",
    rf"{_PLAIN}(?:human|operator|user|pilot|developer|engineer|manual) (?:error|mistake)"
    r"(?: (?:by|on|during|in|when|while|from)\b.*)?$",
    rf"{_PLAIN}(?:carelessness|negligence|sloppiness|laziness|incompetence|complacency|"
    r"inattention|fat fingers?|oversight)(?: (?:by|on|from|of)\b.*)?$",
    rf"{_PLAIN}(?:lack of|not enough|insufficient) (?:care|attention|diligence|discipline)\b",
    rf"(?!.*\bno(?:body|.?one)'s ){_PLAIN}(?:[\w-]+ ){{0,2}}[\w-]+'s? (?:own )?"
    r"(?:fault|mistake|carelessness|negligence)$",
    rf"{_PLAIN}(?:his|her|their|your|my|our) (?:own )?(?:fault|mistake|error|carelessness)$",
    rf"(?:blame|it was all down to) {_ACTOR}$",
)
_PERSON = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)
# A capitalised first word may be a name or a service, so only plainly human verbs count after it.
_NAMED = re.compile(
    r"[A-Z][\w-]+ (?:just |simply )?(?:forgot\b|didn't bother|messed up|screwed up|made a mistake|"
    rf"should have (?:known better|checked|asked)|was {_CARELESS}\b|overlooked )"
)


def is_person(clause: str) -> bool:
    """Whether a clause without "because" names a person, not a condition, as the cause."""
    return bool(_PERSON.match(clause) or _NAMED.match(clause))
