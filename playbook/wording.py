"""Notices when an action is too vague to see, or a memo in place of a change.

It reads how the sentence opens, so that "Add a check to improve ..." passes: better to miss one
than to question a good one. It asks; it never refuses.
"""

import re
from dataclasses import dataclass

GOOD_ACTION = "Contract tests between the two services, with one owner and a date."
SEE = "What would we see change?"
AUTOMATIC = "What would make care automatic?"


@dataclass(frozen=True)
class Finding:
    """`kind` is "vague" or "memo", `phrase` the words as written, `suggestion` a question."""

    kind: str
    phrase: str
    suggestion: str


_LEAD_IN = (
    r"(?:and |please |also |let's |let us )*"
    r"(?:(?:we|i|you|they|everyone|everybody|all|people|(?:the |all |our )?(?:[\w-]+ )?"
    r"(?:teams?|squads?|devs|developers?|engineers?))\s+(?:all )?)?"
    r"(?:(?:should|will|must|shall|can|could|needs?|ought|ha(?:ve|s)|try|going|aim|want|agree|to|"
    r"all|really|just|please|always)\s+)*"
)
_PEOPLE = (
    r"(?:people|everyone|everybody|all|each other|developers?|devs|engineers?|colleagues|staff|us|"
    r"(?:the |all |other |both )*(?:[\w-]+ )?(?:teams?|squads?|developers?|engineers?|people))"
)
_CARE = (
    r"(?:careful|cautious|vigilant|mindful|attentive|diligent|alert|aware|thorough|thoughtful|"
    r"conscientious)"
)
_OTHERS = r"(?:the |an? |our |any |all |other |another |each )*[\w-]*(?: (?:team|squad)s?)?"

_MEMO = (
    r"remind(?:ing)?\b",
    r"(?:send|post|write|circulate)(?: out)? (?:an? |another )?"
    r"(?:reminder|memo|(?:email|e-mail|note|message)(?= (?:about|asking|telling|reminding)\b))\b",
    rf"(?:ask|asking|tell|telling|encourage|urge|instruct) {_PEOPLE}\b(?= (?:to|about|not)\b|$)",
    rf"be (?:(?:more|extra|very|really|much|a bit) )*{_CARE}\b",
    r"take (?:more |extra |better |greater )?care\b",
    r"pay (?:more |closer |better |extra )?attention\b",
    rf"(?:check|double-check|confirm|talk|speak|sync|coordinate) (?:in )?(?:with|to) {_OTHERS}"
    r"(?: first)?(?: before\b|$)",
    rf"make sure (?:that )?(?:{_PEOPLE}|to)\b",
    r"(?:remember|don't forget|do not forget|never forget)(?![\w-])",
    r"(?:don't|do not|never) do (?:that|this|it) again\b",
    r"double[- ]check\b",
    r"raise awareness\b",
)
_VAGUE = (
    r"(?:improve|improving|enhance|strengthen)\b",
    r"(?:think|thinking) (?:about|of|harder)\b",
    r"(?:consider|look into|look at)\b",
    r"(?:have |need )?(?:better|improved|more|clearer) (?:[\w-]+ )?communication\b",
    r"communicate (?:better|more|earlier|clearly)\b",
    r"better (?:testing|monitoring|documentation|processes|process|collaboration|alignment|"
    r"coordination|alerting|quality)\b",
    r"(?:be|get|become|do) (?:more [\w-]+|better)\b",
    r"(?:work|focus) on\b",
)

# A number, a means or a from-to says what we would see, whatever verb comes first.
_CONCRETE = re.compile(r"\d|\bby \w+ing\b|\bso that\b|\bfrom \w+.* to \w+|\buntil\b", re.I)
_BY_MACHINE = re.compile(r"automat|\b(?:bot|ci|cron|hook|script|pipeline|linter|webhook)\b", re.I)


def _opening(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"{_LEAD_IN}(?P<phrase>{'|'.join(patterns)})", re.IGNORECASE)


_OPENS_AS_MEMO = _opening(_MEMO)
_OPENS_VAGUELY = _opening(_VAGUE)


def action_findings(text: str) -> tuple[Finding, ...]:
    """At most one finding of each kind, the memo first; empty for a plainly concrete action."""
    said = " ".join(text.replace("’", "'").split()).lstrip("-*•\"“' ")
    found = []
    memo = _OPENS_AS_MEMO.match(said)
    if memo and not _BY_MACHINE.search(said):
        found.append(Finding("memo", memo["phrase"], AUTOMATIC))
    vague = _OPENS_VAGUELY.match(said)
    if vague and not found and not _CONCRETE.search(said, vague.end()):
        found.append(Finding("vague", vague["phrase"], SEE))
    return tuple(found)
