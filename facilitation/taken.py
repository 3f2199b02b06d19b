"""What is said when a step is taken back, and which steps set the same thing.

Neutral words: everybody gets them, and nobody learns from them who did it.
"""

from dataclasses import dataclass

CHANGED = "Somebody has changed it since, and that stays."

SAID = {
    "phase_advanced": "Next phase opened",
    "phase_reopened": "Back to an earlier phase",
    "phase_skipped": "Phase left out",
    "phase_resumed": "On to the later phase",
    "phase_unskipped": "Phase no longer left out",
    "clock_paused": "Clock paused",
    "clock_resumed": "Clock resumed",
    "minutes_added": "Minutes added",
    "minutes_taken": "Minutes taken from a later phase",
    "minutes_returned": "Minutes given back",
    "directive_shown": "Prime Directive shown",
    "directive_lowered": "Prime Directive taken down",
    "chair_filled": "Chair changed",
    "sticky_added": "Note added",
    "sticky_edited": "Note changed",
    "sticky_removed": "Note removed",
    "sticky_restored": "Note put back",
    "sticky_marked": "Mark set",
    "sticky_unmarked": "Mark taken off",
    "sticky_parked": "Note made a question",
    "sticky_unparked": "Question made a note",
    "question_parked": "Question parked",
    "question_edited": "Question changed",
    "question_removed": "Question removed",
    "question_restored": "Question put back",
    "question_settled": "Outcome of the question changed",
    "chain_started": "Chain started",
    "chain_edited": "Chain changed",
    "chain_removed": "Chain removed",
    "chain_withdrawn": "Chain removed",
    "chain_restored": "Chain put back",
    "rung_added": "Rung added",
    "rung_edited": "Rung changed",
    "rung_removed": "Rung removed",
    "rung_restored": "Rung put back",
    "gap_chosen": "Gap set",
    "gap_reopened": "Gap opened again",
    "factor_added": "Factor added",
    "factor_edited": "Factor changed",
    "factor_removed": "Factor removed",
    "factor_restored": "Factor put back",
    "idea_added": "Idea added",
    "idea_edited": "Idea changed",
    "idea_removed": "Idea removed",
    "idea_restored": "Idea put back",
    "idea_moved": "Idea moved",
    "idea_parked": "Idea parked",
    "idea_unparked": "Idea taken back",
    "brainstorm_closed": "Brainstorm closed",
    "brainstorm_reopened": "Brainstorm opened again",
    "ranking_taken": "Ranking taken",
    "ranking_reopened": "Ranking opened again",
    "promises_resumed": "On to the actions",
    "owner_set": "Owner changed",
    "deadline_set": "Date changed",
    "done_when_set": "Sign that it is done changed",
    "single_reason_given": "Reason changed",
    "single_reason_dropped": "Reason taken out",
    "reading_begun": "Reading begun",
    "reading_stopped": "Reading stopped",
    "yes_said": "Yes noted",
    "absence_noted": "Absence noted",
    "answer_taken_back": "Answer taken back",
    "sentences_set": "Sentences changed",
    "follow_up_set": "Follow-up date set",
    "follow_up_cleared": "Follow-up date taken out",
}


def in_words(name: str, taken_back: str, redo: bool) -> str:
    """What was done, for the short notice: "Note removed", or "Note changed back"."""
    if name != taken_back:
        return SAID[name]
    return f"{SAID[name]} {'again' if redo else 'back'}"


@dataclass(frozen=True)
class Group:
    """Events that set the same thing; `key` names the particular that says which one."""

    names: tuple[str, ...]
    key: str = ""

    def about(self, particulars: dict):
        return particulars.get(self.key)


GROUPS = (
    Group(("sticky_marked", "sticky_unmarked"), "mark"),
    Group(("gap_chosen", "gap_reopened")),
    Group(
        ("phase_advanced", "phase_reopened", "phase_skipped", "phase_resumed", "phase_unskipped")
    ),
    Group(("clock_paused", "clock_resumed")),
    Group(("chair_filled",), "chair"),
    Group(
        (
            "brainstorm_closed",
            "brainstorm_reopened",
            "ranking_taken",
            "ranking_reopened",
            "promises_resumed",
            "reading_begun",
            "reading_stopped",
        )
    ),
    Group(("idea_moved",), "thing"),
    Group(("idea_parked", "idea_unparked"), "thing"),
    Group(("single_reason_given", "single_reason_dropped")),
    Group(("yes_said", "absence_noted", "answer_taken_back"), "thing"),
    Group(("follow_up_set", "follow_up_cleared")),
)
SAME = {name: group for group in GROUPS for name in group.names}
