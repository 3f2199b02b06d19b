"""The log page: one row an incident, six columns, filters, and causes that come back."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from incidents.models import Incident

pytestmark = pytest.mark.django_db
CAUSE = "No mechanism for one squad to know what another is changing"


@pytest.fixture
def shown(world):
    def get(client, query="", **headers):
        url = reverse("log", args=[world.team.public_id])
        return client.get(f"{url}{query}", **headers).content.decode()

    return get


@pytest.fixture
def held(make_incident):
    def make(**fields):
        return make_incident(held_at=timezone.now(), **fields)

    return make


def rows(text):
    return re.findall(r"<tr>\s*<td>.*?</tr>", text.split('id="rows"')[1], re.DOTALL)


def test_each_incident_is_one_row_with_six_columns(ben, shown, make_incident, held, make_action):
    make_incident()
    incident = held(root_cause=CAUSE, what_happened="Checkout was down for 22 minutes.")
    make_action(incident, 1, state="done", finished_at=timezone.now())
    make_action(incident, 2)
    found = rows(shown(ben))
    assert len(found) == 2
    assert all(row.count("<td>") == 6 for row in found)
    row = next(row for row in found if "Checkout" in row)
    assert reverse("incident", args=[incident.public_id]) in row
    for words in ("Integration", CAUSE, "1 of 2", "Actions open"):
        assert words in row


def test_what_is_not_filled_in_reads_not_known(ben, shown, make_incident):
    make_incident()
    assert "not known" in rows(shown(ben))[0]


def test_the_newest_incident_stands_first(ben, shown, make_incident):
    for days in (3, 9, 1):
        make_incident(
            started_at=timezone.now() - timedelta(days=days),
            resolved_at=None,
            what_happened=f"It began {days} days ago.",
        )
    found = [re.search(r"It began (\d)", row)[1] for row in rows(shown(ben))]
    assert found == ["1", "3", "9"]


def test_a_turn_in_an_earlier_quarter_names_that_quarter(ben, shown, held):
    long_ago = datetime(2025, 8, 15, tzinfo=UTC)
    for _ in range(2):
        held(root_cause=CAUSE, started_at=long_ago, resolved_at=None)
    assert "2nd in Q3 2025" in shown(ben)


def test_a_row_not_yet_held_shows_the_hours_left(ben, shown, make_incident):
    make_incident(resolved_at=timezone.now() - timedelta(hours=16, minutes=30))
    assert "31 h left" in shown(ben)


def test_past_48_hours_a_row_says_how_late_it_is(ben, shown, make_incident):
    start = timezone.now() - timedelta(days=5)
    make_incident(started_at=start, resolved_at=timezone.now() - timedelta(hours=53, minutes=10))
    assert "late, 5 h over" in shown(ben)


def test_an_overdue_action_is_said_in_the_row(ben, shown, held, make_action):
    make_action(held(), deadline=timezone.localdate() - timedelta(days=1))
    assert "One overdue" in shown(ben)
    assert 'class="is-late"' in shown(ben)


def test_an_empty_log_offers_to_log_the_first_one(ben, shown, world):
    text = shown(ben)
    assert "No incidents logged." in text
    assert reverse("incident_new", args=[world.team.public_id]) in text


def test_the_type_filter_keeps_one_type(ben, shown, make_incident):
    make_incident(type="process", what_happened="Certificate expired.")
    make_incident()
    assert len(rows(shown(ben, "?type=process"))) == 1
    assert rows(shown(ben, "?type=nonsense")) == []


def test_open_actions_only(ben, shown, held, make_action):
    done, still_open = held(), held(what_happened="Loyalty points doubled.")
    make_action(done, state="done", finished_at=timezone.now())
    make_action(still_open)
    found = rows(shown(ben, "?open=1"))
    assert len(found) == 1
    assert "Loyalty" in found[0]


@pytest.mark.parametrize("words", ["squad", "ALLERGIC", "boxes%20mechanism"])
def test_search_reads_words_and_causes(ben, shown, held, words):
    held(root_cause=CAUSE)
    held(what_happened="Printer ran dry.", title="Printer")
    assert len(rows(shown(ben, f"?q={words}"))) == 1


@pytest.mark.parametrize("query", ["?q=%00", "?q=%25_%27%22", "?same=zzz", "?q=" + "a%20" * 60])
def test_odd_searches_find_nothing_and_break_nothing(ben, shown, make_incident, query):
    make_incident()
    assert "Incident log" in shown(ben, query)


def test_htmx_gets_the_rows_alone_and_going_back_gets_the_page(ben, shown, make_incident):
    make_incident()
    part = shown(ben, "?type=integration", HTTP_HX_REQUEST="true")
    assert part.lstrip().startswith('<div id="rows"')
    back = shown(ben, HTTP_HX_REQUEST="true", HTTP_HX_HISTORY_RESTORE_REQUEST="true")
    assert "<title>" in back


def test_the_same_cause_shows_its_turn_and_three_are_structural(ben, shown, held):
    start = timezone.now()
    for cause in (CAUSE, f"{CAUSE.upper()}.", f" {CAUSE} "):
        held(root_cause=cause, started_at=start, resolved_at=None)
    text = shown(ben)
    for turn in ("1st", "2nd", "3rd"):
        assert f"{turn} this quarter" in text
    assert "Three in a quarter: structural" in text
    newest = Incident.objects.order_by("-started_at").first()
    assert len(rows(shown(ben, f"?same={newest.public_id}"))) == 3


def test_two_of_a_cause_are_marked_and_not_structural(ben, shown, held):
    held(root_cause=CAUSE, started_at=timezone.now(), resolved_at=None)
    held(root_cause=CAUSE, started_at=timezone.now(), resolved_at=None)
    text = shown(ben)
    assert "2nd this quarter" in text
    assert "structural" not in text


def test_a_filter_does_not_change_a_turn(ben, shown, held):
    held(root_cause=CAUSE, started_at=timezone.now(), resolved_at=None, type="process")
    held(root_cause=CAUSE, started_at=timezone.now(), resolved_at=None)
    assert "2nd this quarter" in shown(ben, "?type=integration")


def test_the_tally_rings_three_of_a_type_in_a_quarter(ben, shown, make_incident):
    for _ in range(3):
        make_incident(started_at=timezone.now(), resolved_at=None)
    text = shown(ben)
    assert "3, three or more: structural" in text
    assert text.count('class="ring"') == 1
    assert "This quarter" in text


def test_the_number_of_queries_does_not_grow_with_the_rows(
    world, ben, shown, held, make_action, make_incident
):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            shown(ben)
        return len(captured)

    make_action(held(root_cause=CAUSE))
    shown(ben)
    one = queries()
    for number in range(29):
        incident = held(root_cause=f"Cause {number}")
        make_action(incident)
        make_action(incident, 2)
    assert queries() == one


@pytest.mark.parametrize("who", ["carla", "stranger"])
def test_another_teams_log_is_not_there(world, make_incident, who, request):
    make_incident(what_happened="Zanzibar")
    client = request.getfixturevalue(who)
    answer = client.get(reverse("log", args=[world.team.public_id]))
    assert answer.status_code == 404
    assert "Zanzibar" not in answer.content.decode()


def test_another_teams_words_move_no_row_and_no_count(world, carla, make_incident):
    make_incident(what_happened="Zanzibar", root_cause=CAUSE)
    url = reverse("log", args=[world.other_team.public_id])
    assert "No incidents logged." in carla.get(url).content.decode()
    assert "Zanzibar" not in carla.get(f"{url}?q=Zanzibar").content.decode()


def test_signed_out_means_sign_in_first(client, world):
    url = reverse("log", args=[world.team.public_id])
    assert client.get(url).url == f"{reverse('account_login')}?next={url}"
    assert client.get("/").url == reverse("account_login")


def test_the_front_door_leads_to_the_team_last_looked_at(world, ben):
    world.other_team.members.add(world.ben)
    ben.get(reverse("log", args=[world.team.public_id]))
    text = ben.get(reverse("log", args=[world.other_team.public_id])).content.decode()
    assert ben.get("/").url == reverse("log", args=[world.other_team.public_id])
    assert '<details class="teams">' in text


def test_somebody_without_a_team_is_told_what_to_do(stranger):
    assert "You are in no team" in stranger.get("/").content.decode()


def test_typed_markup_is_shown_as_typed(ben, shown, make_incident):
    make_incident(what_happened="<img src=x onerror=alert(1)>")
    text = shown(ben)
    assert "<img" not in text
    assert "&lt;img" in text
