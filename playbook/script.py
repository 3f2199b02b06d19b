"""What the facilitator says next, watches for, and checks before moving on, phase by phase.

Only the words. Whether a line was said or a check is met is worked out elsewhere.
"""

from dataclasses import dataclass

from ._rescues import RESCUES, Rescue

__all__ = ["RESCUES", "SCRIPTS", "Ready", "Rescue", "Script", "Watch"]


@dataclass(frozen=True)
class Watch:
    """A sign to look for. `tap` is the one control that helps: park, redirect, directive or ""."""

    title: str
    help: str
    tap: str


@dataclass(frozen=True)
class Ready:
    """Something that checks itself before the phase ends. `key` names the computed fact."""

    key: str
    text: str


@dataclass(frozen=True)
class Script:
    """One phase: `lines` are read aloud in order, one breath each."""

    lines: tuple[str, ...]
    watches: tuple[Watch, ...]
    ready: tuple[Ready, ...]


ROOM = Script(
    lines=(
        "Before anything else, I'll read the Prime Directive aloud.",
        "We leave with three things: a timeline, a root cause, and two or three actions.",
        "My part is to keep us on the system. Notes go up without names.",
        "If you hear blame, say so or tap the button. That includes blame from me.",
    ),
    watches=(
        Watch("Nodding along", "That's fine. We point back at it when we need it.", "directive"),
        Watch("The story starts early", "Keep it for the line, in a few minutes.", "park"),
    ),
    ready=(Ready("directive_read", "The Prime Directive was read aloud"),),
)

TIMELINE = Script(
    lines=(
        "Let's start with the first thing that changed. What happened, and at what time?",
        "When did anyone first see that something was wrong?",
        "What told us? And what should have told us, but stayed quiet?",
        "When was it over for the people affected?",
        "Look at the widest gap. Is anything missing inside it?",
    ),
    watches=(
        Watch("Why, too early", "Facts only for now. Park it.", "park"),
        Watch("Blame", "Ask what made the action risky.", "redirect"),
        Watch("One sentence for it all", "Ask for the step before, and the step after.", ""),
    ),
    ready=(
        Ready("signal_at_longest_gap", "A signal sits at both ends of the longest gap"),
        Ready("marks_set", "Change, symptom, detection and resolution are marked"),
        Ready("ends_at_resolution", "The line stops when it was over"),
    ),
)

WHYS = Script(
    lines=(
        "We start from what people outside could see. Why did the system allow it?",
        "Is that something engineering can change? If not, let's ask once more.",
        "Would this still be true if somebody else had shipped it?",
        "Now again, from a different symptom. Where do the two chains meet?",
        "Which gap is most worth closing? Let's put it in one sentence.",
    ),
    watches=(
        Watch("A chain that ends at a person", "Ask what made that action risky.", "redirect"),
        Watch("A chain that's too clean", "Start again from another symptom and compare.", ""),
        Watch("Blame in the room", "Read the Prime Directive again, slowly.", "directive"),
    ),
    ready=(
        Ready("two_chains", "Two chains start from different symptoms"),
        Ready("root_chosen", "One gap is chosen, in one sentence"),
        Ready("parked_settled", "Every parked question is answered, asked or left on purpose"),
    ),
)

FACTORS = Script(
    lines=(
        "What did someone reasonably believe that turned out not to be true?",
        "What made this worse than it had to be?",
        "What kept it out of sight for so long?",
        "What slowed us down once we were fixing it?",
    ),
    watches=(
        Watch("“They should have known”", "Ask how the system could have told them.", "redirect"),
        Watch("Everything is “the system”", "Name the action plainly, without judgement.", ""),
        Watch("Solutions already", "Keep them for the next phase.", "park"),
    ),
    ready=(Ready("each_effect_has_one", "Each column holds at least one factor"),),
)

ACTIONS = Script(
    lines=(
        "Write down everything we could change. We choose afterwards.",
        "Which of these would have most reduced the chance of this incident?",
        "Two or three, no more. The rest are kept for later.",
        "For each one, we need a person, a date, and how we'll see it is done.",
        "I'll read them aloud now. A clear yes from each owner, please.",
    ),
    watches=(
        Watch("A list that keeps growing", "Ask the ranking question again.", ""),
        Watch("A memo, not a change", "Ask what would make care automatic.", ""),
        Watch("A yes that sounds unsure", "Change the date or the owner. It costs nothing.", ""),
    ),
    ready=(
        Ready("brainstorm_closed", "The brainstorm is closed"),
        Ready("two_or_three", "Two or three are chosen"),
        Ready("all_ready", "Each one says Ready"),
    ),
)

SCRIPTS: dict[str, Script] = {
    "room": ROOM,
    "timeline": TIMELINE,
    "whys": WHYS,
    "factors": FACTORS,
    "actions": ACTIONS,
}
