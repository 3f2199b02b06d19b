"""Logging an incident: what is needed, what is refused, and in which words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from incidents.models import Incident, IncidentType

pytestmark = pytest.mark.django_db

NEAR_MISS = {
    "title": "Near miss: test labels",
    "type": "process",
    "started": "2026-03-02T09:15",
    "zone": "Europe/Berlin",
    "what_happened": "The warehouse printer produced test labels",
}
FULL = NEAR_MISS | {
    "resolved": "2026-03-02T11:00",
    "affected": "3 customers",
    "impact": "Two orders went out late.",
    "change_triggered": "no",
    "other_teams": "Billing, Support",
}


@pytest.fixture
def log_it(world):
    def post(client, **answers):
        url = reverse("incident_new", args=[world.team.public_id])
        return client.post(url, NEAR_MISS | answers)

    return post


def test_a_near_miss_needs_four_things_and_the_rest_reads_not_known(ben, log_it):
    answer = log_it(ben)
    incident = Incident.objects.get()
    assert answer.url == reverse("incident", args=[incident.public_id])
    assert incident.duration is None
    assert "not known" in ben.get(answer.url).content.decode()


def test_all_facts_are_kept_in_the_zone_they_were_typed_in(ben, log_it, world):
    log_it(ben, **FULL)
    incident = Incident.objects.get()
    assert incident.team == world.team
    assert incident.started_at == datetime(2026, 3, 2, 8, 15, tzinfo=UTC)
    assert incident.duration == timedelta(hours=1, minutes=45)
    assert incident.team_names == ["Billing", "Support"]
    assert incident.change_triggered is False


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"title": ""}, "This needs a few words."),
        ({"title": "x" * 121}, "Keep it to 120 characters. This has 121."),
        ({"type": ""}, "Pick the type that fits best."),
        ({"type": "sabotage"}, "Pick one of the types."),
        ({"type": "other"}, "Say in a few words what sort of incident it was."),
        ({"started": ""}, "Say when it started."),
        ({"started": "yesterday"}, "That is no time on the calendar."),
        ({"started": "0026-03-02T09:15"}, "That is no time on the calendar."),
        ({"started": "2199-03-02T09:15"}, "That is still to come. Check the day"),
        ({"resolved": "2199-03-02T09:15"}, "Leave it empty until it is over."),
        ({"resolved": "2026-03-02T09:14"}, "That is before the start."),
        ({"started": "2026-03-29T02:30"}, "The clocks were put forward over that hour"),
        ({"zone": "Berlin"}, "no time zone we know"),
        ({"what_happened": ""}, "This needs a few words."),
        ({"what_happened": "It broke. Then it burned."}, "Keep it to one sentence."),
        ({"impact": "Bad day! Worse night."}, "Keep it to one sentence."),
        ({"what_happened": "x" * 301}, "Keep it to 300 characters."),
        ({"affected": "abc\u202edef"}, "cannot be seen"),
        ({"impact": "abc\u0007def"}, "cannot be seen"),
        ({"title": "abc\u0000def"}, "cannot be seen"),
        ({"change_triggered": "maybe"}, "Pick one of the two."),
    ],
)
def test_a_refusal_stands_beside_its_field_and_the_words_are_kept(ben, log_it, answers, sentence):
    answer = log_it(ben, **answers)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in text
    assert "The warehouse printer" in text or "what_happened" in answers
    assert not Incident.objects.exists()


def test_other_with_a_few_words_is_fine(ben, log_it):
    log_it(ben, type="other", type_note="A wasp in the server room")
    assert Incident.objects.get().type_note == "A wasp in the server room"


def test_markup_and_line_breaks_are_only_words(ben, log_it):
    answer = log_it(ben, what_happened="A <b>bold</b>\r\nline")
    text = ben.get(answer.url).content.decode()
    assert "A &lt;b&gt;bold&lt;/b&gt; line" in text


def test_an_hour_that_came_twice_is_read_so_that_the_end_follows_the_start(ben, log_it):
    log_it(ben, started="2025-10-26T02:50", resolved="2025-10-26T02:10")
    assert Incident.objects.get().duration == timedelta(minutes=20)


def test_only_types_that_exist_can_be_stored(world, make_incident):
    incident = make_incident()
    incident.type_id = 999
    with pytest.raises(IntegrityError), transaction.atomic():
        incident.save()
        transaction.get_connection().check_constraints()


def test_by_default_there_are_the_five_types():
    names = list(IncidentType.objects.values_list("name", flat=True))
    assert names == ["Deployment", "Integration", "External", "Process", "Other"]


def test_an_administrator_adds_a_type_which_can_be_picked(ana, ben, log_it):
    assert ana.post(reverse("incident_types"), {"name": "Supply chain"}).status_code == 302
    assert log_it(ben, type="supply-chain").status_code == 302


@pytest.mark.parametrize("name", ["", "deployment", "!!!", "x" * 41])
def test_a_type_that_is_no_use_is_refused(ana, name):
    assert ana.post(reverse("incident_types"), {"name": name}).status_code == 400
    assert IncidentType.objects.count() == 5


def test_nobody_else_sees_or_adds_types(ben):
    assert ben.get(reverse("incident_types")).status_code == 403
    assert ben.post(reverse("incident_types"), {"name": "Mine"}).status_code == 403


def test_editing_shows_the_facts_and_saves_them(ben, make_incident):
    incident = make_incident()
    url = reverse("incident_edit", args=[incident.public_id])
    assert "Three customers got boxes" in ben.get(url).content.decode()
    assert ben.post(url, FULL).status_code == 302
    incident.refresh_from_db()
    assert incident.affected == "3 customers"


def test_saving_without_a_change_keeps_the_seconds(ben, make_incident):
    started = (timezone.now() - timedelta(days=1)).replace(second=42)
    incident = make_incident(started_at=started, resolved_at=None)
    form = ben.get(reverse("incident_edit", args=[incident.public_id])).context["form"]
    answers = {name: form[name].value() or "" for name in form.fields}
    ben.post(reverse("incident_edit", args=[incident.public_id]), answers)
    incident.refresh_from_db()
    assert incident.started_at == started


def test_an_edit_can_say_that_it_is_over_or_is_not(ben, make_incident):
    incident = make_incident()
    ben.post(reverse("incident_edit", args=[incident.public_id]), NEAR_MISS)
    incident.refresh_from_db()
    assert incident.resolved_at is None


def test_a_refused_edit_changes_nothing(ben, make_incident):
    incident = make_incident()
    answer = ben.post(
        reverse("incident_edit", args=[incident.public_id]), FULL | {"zone": "Nowhere"}
    )
    assert answer.status_code == 400
    incident.refresh_from_db()
    assert incident.affected == ""


@pytest.mark.parametrize("who", ["carla", "stranger"])
def test_another_team_can_neither_log_nor_edit_here(world, make_incident, log_it, who, request):
    client = request.getfixturevalue(who)
    incident = make_incident()
    assert log_it(client).status_code == 404
    assert client.get(reverse("incident_new", args=[world.team.public_id])).status_code == 404
    edit = reverse("incident_edit", args=[incident.public_id])
    assert client.get(edit).status_code == 404
    assert client.post(edit, FULL).status_code == 404
    assert Incident.objects.count() == 1


def test_facts_about_the_outcome_cannot_be_slipped_into_the_form(ben, log_it):
    log_it(ben, held_at="2026-03-02T09:15", root_cause="x", status="closed", team="2")
    incident = Incident.objects.get()
    assert (incident.held_at, incident.root_cause) == (None, "")
