"""Vague words and memos are noticed; plain engineering is left alone."""

import pytest

from playbook.wording import action_findings


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Improve our communication process", "vague"),
        ("The team will think about adding tests", "vague"),
        ("We should improve monitoring", "vague"),
        ("Better communication between squads", "vague"),
        ("We need better communication", "vague"),
        ("Communicate better", "vague"),
        ("Be more proactive", "vague"),
        ("Consider a staging environment", "vague"),
        ("Look into alerting", "vague"),
        ("Better testing", "vague"),
        ("Be more careful with API changes", "memo"),
        ("be careful with migrations", "memo"),
        ("Everyone should be careful", "memo"),
        ("Take more care with flags", "memo"),
        ("Remind developers to run the tests", "memo"),
        ("We will remind the team about the checklist", "memo"),
        ("Send a reminder to all squads", "memo"),
        ("Ask people to read the runbook", "memo"),
        ("Ask the team to check twice", "memo"),
        ("Check with the other team before shipping", "memo"),
        ("check with the other squad before shipping API changes", "memo"),
        ("Developers must check with the other team before a deploy", "memo"),
        ("Double-check the config", "memo"),
        ("Don’t forget to run the migration", "memo"),
        ("Don't do that again", "memo"),
        ("Make sure everyone reads the notes", "memo"),
        ("Pay more attention to the overnight run", "memo"),
    ],
)
def test_a_vague_action_or_a_memo_is_noticed(text, kind):
    (finding,) = action_findings(text)
    assert finding.kind == kind
    assert finding.phrase and finding.phrase in text.replace("’", "'")
    assert finding.suggestion.endswith("?")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Add contract tests between the subscription and reconciliation services. "
        "Priya, by Friday next week.",
        "Schema-mismatch alerts on the reconciliation pipeline. Tom, by end of sprint.",
        "Cross-squad notification process for shared-API changes. Charlotte to draft, agreed at "
        "next squad-leads sync.",
        "Contract tests across bounded contexts",
        "Reconciliation alerts on schema mismatches",
        "Add a bot that reminds the release manager",
        "Remind authors in CI when a shared schema changes",
        "Improve p99 latency to under 200 ms",
        "Improve the alert by adding the job's row count",
        "Reduce deploy time from 40 minutes to 10",
        "Add tooling to improve search",
        "Add a CI check that stops a deploy without a notice",
        "Version the subscription API",
        "Hold boxes when allocations fail a sanity check",
        "Ask for a schema version in each request",
        "Check the schema before each run",
        "Make sure the job fails on a malformed row",
        "Rehearse a rollback on staging",
        "Publish a calendar of API changes",
        "Someone looks at the overnight run each morning",
        "Careful-mode flag for the importer",
        "Email customers when a box is held",
        "Send a message to the queue when a row fails",
        "Remember-me cookies expire after 30 days",
        "Check with the schema registry before each deploy",
    ],
)
def test_a_concrete_action_is_left_alone(text):
    assert action_findings(text) == ()
