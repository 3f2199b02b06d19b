"""The ruler: order, lengths and questions of the five phases."""

import pytest

from playbook import phases


def test_there_are_five_phases_in_the_playbooks_order():
    assert [p.slug for p in phases.PHASES] == ["room", "timeline", "whys", "factors", "actions"]


def test_the_plan_and_the_slack_fill_the_meeting():
    planned = sum(p.planned for p in phases.PHASES)
    assert planned + phases.SLACK_MINUTES == phases.MEETING_MINUTES == 90


@pytest.mark.parametrize(
    ("slug", "shortest", "longest", "planned", "question"),
    [
        ("room", 5, 5, 5, "Are we agreed on the Prime Directive?"),
        ("timeline", 15, 25, 20, "What happened, in what order?"),
        ("whys", 20, 30, 25, "Why did the system allow this?"),
        ("factors", 10, 10, 10, "What made it worse or harder to catch?"),
        ("actions", 15, 15, 15, "What two or three things will we change?"),
    ],
)
def test_each_phase_has_the_playbooks_minutes_and_question(
    slug, shortest, longest, planned, question
):
    phase = phases.by_slug(slug)
    assert (phase.shortest, phase.longest, phase.planned) == (shortest, longest, planned)
    assert phase.question == question


def test_the_last_phase_has_nothing_after_it():
    assert phases.following("actions") is None


def test_the_first_phase_has_nothing_before_it():
    assert phases.preceding("room") is None


def test_following_and_preceding_undo_each_other():
    for phase in phases.PHASES[:-1]:
        assert phases.preceding(phases.following(phase.slug).slug) == phase


@pytest.mark.parametrize("ask", [phases.by_slug, phases.index, phases.following, phases.preceding])
def test_an_unknown_phase_is_a_key_error(ask):
    with pytest.raises(KeyError):
        ask("lunch")
