"""Status follows the facts, step by step, and nobody types it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.models import Incident

pytestmark = pytest.mark.django_db


def status(incident):
    return Incident.objects.with_actions().get(pk=incident.pk).status


def change(incident, **values):
    Incident.objects.filter(pk=incident.pk).update(**values)


def test_status_walks_from_open_to_closed_as_things_happen(ben, make_incident, make_action):
    incident = make_incident()
    assert status(incident) == "open"
    change(incident, scheduled_for=timezone.now())
    assert status(incident) == "scheduled"
    change(incident, held_at=timezone.now())
    assert status(incident) == "held"
    first, second = make_action(incident, 1), make_action(incident, 2)
    assert status(incident) == "actions_open"
    ben.post(reverse("action_done", args=[first.public_id]))
    assert status(incident) == "actions_open"
    ben.post(reverse("action_drop", args=[second.public_id]), {"because": "Not needed now"})
    assert status(incident) == "closed"
    ben.post(reverse("action_reopen", args=[second.public_id]))
    assert status(incident) == "actions_open"


def test_status_is_no_column_and_no_field_of_a_form(ben, world):
    from incidents.forms import IncidentForm

    assert "status" not in {field.name for field in Incident._meta.get_fields()}
    facts = {"status", "held_at", "scheduled_for", "root_cause", "follow_up_on", "state"}
    assert not facts & set(IncidentForm.base_fields)


def test_parked_ideas_hold_nothing_open(make_incident, make_action):
    incident = make_incident(held_at=timezone.now())
    make_action(incident, kind="parked", position=9)
    assert status(incident) == "held"
