"""How many sentences a text holds, counted kindly: "9 a.m. Wednesday" or "e.g." end none."""

import re

END = re.compile(r"[.!?…]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[^\W\d_a-z])")
SHORT = re.compile(
    r"(?:\b(?:[a-z]\.)+[a-z]|\b(?:approx|etc|incl|resp|vs|no|nr|st|dr|mr|mrs|ms|inc|ltd|co|corp"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|[a-z]))\.$",
    re.IGNORECASE,
)


def count(text: str) -> int:
    if not text.strip():
        return 0
    ends = [match for match in END.finditer(text) if not _is_short_form(text, match)]
    return 1 + len(ends)


def _is_short_form(text, match) -> bool:
    return text[match.start()] == "." and bool(SHORT.search(text[: match.start() + 1]))
