"""The seven ways a post-mortem goes astray, each with a sign and a line that brings it back.

After the playbook's "What can go wrong", in our own words.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rescue:
    """`sign` is what the room looks like; `line` is what to say or do."""

    title: str
    sign: str
    line: str


RESCUES = (
    Rescue(
        "The list of twenty",
        "Ideas keep coming and nothing has been ranked.",
        "Which of these would have most reduced the chance of this incident?",
    ),
    Rescue(
        "The empty chairs",
        "The people we need to hear are somewhere else.",
        "Let's meet within two days, in core hours. Anyone away reads the page and signs off "
        "the actions by the next day.",
    ),
    Rescue(
        "The cause that comes back",
        "We have written this root cause before.",
        "Old actions first. If they were done and it came back, we ask one level deeper.",
    ),
    Rescue(
        "Blame creeping in",
        "A sentence points at someone, and the room goes quiet.",
        "Let me read the Prime Directive again. Then: what made that action risky?",
    ),
    Rescue(
        "A status meeting in disguise",
        "The talk is about the fix, and nobody has asked why.",
        "That's a debrief, and worth having. Today we ask why the system allowed it.",
    ),
    Rescue(
        "Too careful to say it",
        "Every note says “the system” and no action is named.",
        "Say what was done, plainly, as a fact. Then ask what made it risky.",
    ),
    Rescue(
        "The page nobody opens",
        "The same incident returns, and the last write-up is news to the team.",
        "One line in the log, with a link in the team's channel. Look through it each quarter.",
    ),
)
