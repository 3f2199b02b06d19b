"""The open actions of a team: done, dropped with a reason, undone, accepted later."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.models import Action

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(make_incident, make_action):
    return make_action(make_incident(held_at=timezone.now()))


def do(client, what, action, **answers):
    return client.post(reverse(f"action_{what}", args=[action.public_id]), answers)


def page(client, world):
    return client.get(reverse("actions", args=[world.team.public_id]))


def groups(client, world):
    return {title: list(actions) for title, actions in page(client, world).context["groups"]}


def test_actions_stand_under_late_due_and_not_yet_accepted(world, ben, make_incident, make_action):
    incident = make_incident(held_at=timezone.now())
    yesterday = timezone.localdate() - timedelta(days=1)
    late = make_action(incident, 1, deadline=yesterday)
    due = make_action(incident, 2)
    waiting = make_action(incident, 3, accepted_at=None, deadline=yesterday)
    assert groups(ben, world) == {"Late": [late], "Due": [due], "Not yet accepted": [waiting]}
    text = page(ben, world).content.decode()
    assert "1 day over" in text
    assert reverse("incident", args=[incident.public_id]) in text


def test_with_nothing_open_the_page_says_so(world, ben):
    assert "Nothing is open." in page(ben, world).content.decode()


def test_anyone_in_the_team_marks_done_and_undoes(world, ben, action):
    assert do(ben, "done", action).url == reverse("actions", args=[world.team.public_id])
    action.refresh_from_db()
    assert action.state == "done"
    assert list(page(ben, world).context["finished"]) == [action]
    do(ben, "reopen", action)
    action.refresh_from_db()
    assert (action.state, action.finished_at) == ("open", None)


def test_dropping_takes_a_reason_which_stays_to_be_read(world, ben, action):
    do(ben, "drop", action, because="The printer was sold")
    action.refresh_from_db()
    assert (action.state, action.dropped_because) == ("dropped", "The printer was sold")
    assert "The printer was sold" in page(ben, world).content.decode()
    do(ben, "reopen", action)
    action.refresh_from_db()
    assert action.dropped_because == ""


@pytest.mark.parametrize(
    ("because", "sentence"),
    [("", "Say in a few words"), ("   ", "Say in a few words"), ("x" * 301, "Keep it to 300")],
)
def test_dropping_without_a_fitting_reason_is_refused_beside_the_field(
    ben, action, because, sentence
):
    answer = do(ben, "drop", action, because=because)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    action.refresh_from_db()
    assert action.state == "open"


def test_the_owner_accepts_their_own_action(world, ben, action):
    Action.objects.update(accepted_at=None, owner=world.ben)
    assert "Accept" in page(ben, world).content.decode()
    do(ben, "accept", action)
    action.refresh_from_db()
    assert action.accepted_at


def test_a_lead_accepts_for_somebody_else(world, ana, action):
    Action.objects.update(accepted_at=None)
    assert do(ana, "accept", action).status_code == 302
    action.refresh_from_db()
    assert action.accepted_at


def test_nobody_else_accepts(world, ben, action):
    Action.objects.update(accepted_at=None, owner=world.ana)
    assert (
        reverse("action_accept", args=[action.public_id]) not in page(ben, world).content.decode()
    )
    assert do(ben, "accept", action).status_code == 403
    action.refresh_from_db()
    assert action.accepted_at is None


def test_done_ones_leave_the_page_after_90_days(world, ben, action):
    do(ben, "done", action)
    Action.objects.update(finished_at=timezone.now() - timedelta(days=91))
    assert list(page(ben, world).context["finished"]) == []


def test_a_parked_idea_is_no_action(ben, action):
    Action.objects.update(kind="parked")
    assert do(ben, "done", action).status_code == 404


@pytest.mark.parametrize("who", ["carla", "stranger"])
@pytest.mark.parametrize("what", ["done", "drop", "reopen", "accept"])
def test_another_teams_action_is_not_there(action, what, who, request):
    client = request.getfixturevalue(who)
    assert do(client, what, action, because="because").status_code == 404
    action.refresh_from_db()
    assert action.state == "open"


@pytest.mark.parametrize("who", ["carla", "stranger"])
def test_another_teams_page_is_not_there(world, who, request):
    assert page(request.getfixturevalue(who), world).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_actions(
    world, ben, action, make_incident, make_action, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page(ben, world)
    with CaptureQueriesContext(connection) as few:
        page(ben, world)
    for _ in range(10):
        incident = make_incident(held_at=timezone.now())
        for position in (1, 2, 3):
            make_action(incident, position)
    with django_assert_num_queries(len(few)):
        page(ben, world)
