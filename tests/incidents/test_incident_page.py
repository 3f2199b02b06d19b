"""The page of one incident, before and after it was held."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.models import Action

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(ben):
    def get(incident):
        answer = ben.get(reverse("incident", args=[incident.public_id]))
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def test_before_it_is_held_the_clock_counts_down(shown, make_incident):
    over = timezone.now() - timedelta(hours=3, minutes=5, seconds=30)
    text = shown(make_incident(resolved_at=over))
    assert "44 h 54 min" in text
    assert "left to meet while memory is fresh" in text
    assert "Core hours are shaded" in text


def test_past_zero_the_clock_says_late_with_the_hours(shown, make_incident):
    over = timezone.now() - timedelta(hours=53, minutes=10, seconds=30)
    text = shown(make_incident(started_at=over - timedelta(hours=1), resolved_at=over))
    assert "late by 5 h 10 min" in text
    assert "clock--late" in text


def test_while_it_goes_on_there_is_a_note_instead_of_a_clock(shown, make_incident):
    text = shown(make_incident(resolved_at=None))
    assert "It is not over yet" in text
    assert "still going on" in text


def test_missing_facts_read_not_known(shown, make_incident):
    text = shown(make_incident())
    assert "Reached: not known" in text
    assert "Impact: not known" in text


def test_a_booked_time_is_drawn_and_said(shown, make_incident):
    text = shown(make_incident(scheduled_for=timezone.now() + timedelta(hours=20)))
    assert 'class="slot"' in text
    assert "You meet" in text


def test_once_held_the_outcome_stands_there(shown, make_incident, make_action):
    incident = make_incident(
        held_at=timezone.now(), root_cause="Retries have no budget", follow_up_on=date(2027, 1, 8)
    )
    make_action(incident, 1, state="done", finished_at=timezone.now())
    make_action(incident, 2, deadline=timezone.localdate() - timedelta(days=3))
    make_action(incident, 3, state="dropped", dropped_because="The printer was sold")
    Action.objects.create(
        incident=incident, kind="parked", text="Buy a bell", parked_because="No date"
    )
    text = shown(incident)
    for words in (
        "Retries have no budget", "Friday 8 January 2027", "2 of 3", "3 days over",
        "Dropped: The printer was sold", "Buy a bell", "No date",
        reverse("writeup", args=[incident.public_id]),
    ):  # fmt: skip
        assert words in text
    assert "left to meet" not in text


def test_held_without_root_cause_reads_not_known(shown, make_incident):
    text = shown(make_incident(held_at=timezone.now()))
    assert "Follow-up date: not known" in text


@pytest.mark.parametrize("who", ["carla", "stranger"])
def test_another_team_gets_the_same_answer_as_for_nothing(make_incident, who, request):
    client = request.getfixturevalue(who)
    hidden = client.get(reverse("incident", args=[make_incident().public_id]))
    nothing = client.get(reverse("incident", args=["a" * 22]))
    assert hidden.status_code == nothing.status_code == 404
    assert hidden.content == nothing.content
