"""What an action still lacks."""

from datetime import date

import pytest

from playbook.readiness import readiness

DAY = date(2026, 12, 18)
GOOD = "Add contract tests between the subscription and reconciliation services"
VAGUE = "Improve our communication process"


@pytest.mark.parametrize(
    ("text", "owner", "deadline", "done_when", "word"),
    [
        (GOOD, "Priya", DAY, "", "Ready"),
        (GOOD, "Priya", DAY, "The build fails on a mismatch", "Ready"),
        (GOOD, "", DAY, "", "Needs an owner"),
        (GOOD, "the team", DAY, "", "Needs an owner"),
        (GOOD, "", None, "", "Needs an owner"),
        (GOOD, "Priya", None, "", "Needs a date"),
        (VAGUE, "Priya", DAY, "", "Not verifiable"),
        (VAGUE, "Priya", DAY, "   ", "Not verifiable"),
        (VAGUE, "Priya", DAY, "Each API change has a notice", "Ready"),
        (VAGUE, "", None, "Each API change has a notice", "Needs an owner"),
        ("", "Priya", DAY, "Seen on the board", "Not verifiable"),
    ],
)
def test_an_action_says_what_it_still_needs(text, owner, deadline, done_when, word):
    assert readiness(text, owner, deadline, done_when).word == word


def test_a_concrete_action_is_ready_and_still_asks_how_we_will_see_it():
    ready = readiness(GOOD, "Priya", DAY, "")
    assert ready.state == "ready" and ready.why.endswith("How will we see it is done?")


def test_nothing_is_asked_once_all_is_there():
    assert readiness(GOOD, "Priya", DAY, "The build fails").why == ""


def test_a_missing_piece_is_always_explained():
    assert readiness(GOOD, "SRE", DAY, "").why
    assert readiness(GOOD, "Priya", None, "").why
    assert readiness(VAGUE, "Priya", DAY, "").why == "What would we see change?"
