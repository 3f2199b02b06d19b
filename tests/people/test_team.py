"""The team page: who may add whom, and how far a lead's links reach."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Membership, SignInLink, Team, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(world, sign_in):
    """Dora leads the team and is no administrator."""
    dora = User.objects.create_user("dora@example.org", "Dora", "seven grey herons")
    Membership.objects.create(team=world.team, user=dora, role="lead")
    return sign_in(dora)


def add(client, world, **answers):
    values = {"name": "Mei", "email": "mei@example.org", "role": "member"} | answers
    return client.post(reverse("team_member_add", args=[world.team.public_id]), values)


def link_in(answer):
    return re.search(r"http://testserver/welcome/#([\w-]+)", answer.content.decode())


def test_a_lead_adds_a_colleague_and_gets_a_link_that_works(world, lead):
    token = link_in(add(lead, world))[1]
    mei = Client()
    assert mei.post(reverse("welcome"), {"token": token}).status_code == 302
    mei.post(reverse("welcome_account"), {"password": "nine quiet otters"})
    assert mei.get(reverse("log", args=[world.team.public_id])).status_code == 200


def test_the_link_is_shown_once(world, lead):
    assert link_in(add(lead, world))
    assert not link_in(lead.get(reverse("team", args=[world.team.public_id])))


def test_a_member_sees_the_team_and_no_forms(world, ben):
    page = ben.get(reverse("team", args=[world.team.public_id])).content.decode()
    assert "ana@example.org" in page
    assert reverse("team_member_add", args=[world.team.public_id]) not in page


def test_a_member_may_not_add_link_or_edit(world, ben):
    assert add(ben, world).status_code == 403
    edit = reverse("team_edit", args=[world.team.public_id])
    assert ben.post(edit, {"name": "X", "zone": "UTC"}).status_code == 403
    link = reverse("team_member_link", args=[world.team.public_id, world.ana.public_id])
    assert ben.post(link).status_code == 403
    assert not SignInLink.objects.exists()


@pytest.mark.parametrize("who", ["carla", "stranger"])
def test_another_team_is_not_there_at_all(world, who, request):
    client = request.getfixturevalue(who)
    id = world.team.public_id
    assert client.get(reverse("team", args=[id])).status_code == 404
    assert add(client, world).status_code == 404
    assert client.post(reverse("team_edit", args=[id]), {}).status_code == 404
    link = reverse("team_member_link", args=[id, world.ben.public_id])
    assert client.post(link).status_code == 404


def test_a_new_link_for_a_member_replaces_the_earlier_one(world, lead):
    url = reverse("team_member_link", args=[world.team.public_id, world.ben.public_id])
    first, second = link_in(lead.post(url))[1], link_in(lead.post(url))[1]
    assert SignInLink.usable(first) is None
    assert SignInLink.usable(second).user == world.ben


def test_a_lead_cannot_make_a_link_for_an_administrator(world, lead):
    url = reverse("team_member_link", args=[world.team.public_id, world.ana.public_id])
    assert lead.post(url).status_code == 403
    assert not SignInLink.objects.exists()


def test_a_lead_cannot_reach_into_another_team_by_adding_one_of_its_people(world, lead):
    answer = add(lead, world, name="Carla", email="Carla@example.org")
    assert answer.status_code == 302
    assert not SignInLink.objects.exists()
    url = reverse("team_member_link", args=[world.team.public_id, world.carla.public_id])
    assert lead.post(url).status_code == 403


def test_an_administrator_makes_a_link_for_anybody_in_the_team(world, ana):
    url = reverse("team_member_link", args=[world.team.public_id, world.ben.public_id])
    assert link_in(ana.post(url))


def test_somebody_of_another_team_is_not_found_for_a_link(world, ana):
    url = reverse("team_member_link", args=[world.team.public_id, world.carla.public_id])
    assert ana.post(url).status_code == 404


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"email": "ben@example.org"}, "in the team already"),
        ({"email": "nope"}, "does not look like an email"),
        ({"name": ""}, "needs a few words"),
        ({"name": "x" * 81}, "Keep it to 80 characters"),
        ({"role": "owner"}, "Pick member or lead"),
    ],
)
def test_a_wrong_answer_is_said_beside_its_field_and_nobody_is_added(
    world, lead, answers, sentence
):
    answer = add(lead, world, **answers)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert User.objects.count() == 5


def test_a_lead_changes_the_name_and_the_zone(world, lead):
    url = reverse("team_edit", args=[world.team.public_id])
    assert lead.post(url, {"name": "Kitchen", "zone": "Asia/Tokyo"}).status_code == 302
    world.team.refresh_from_db()
    assert (world.team.name, world.team.zone) == ("Kitchen", "Asia/Tokyo")


def test_an_unknown_zone_is_refused_in_words(world, lead):
    url = reverse("team_edit", args=[world.team.public_id])
    answer = lead.post(url, {"name": "Kitchen", "zone": "Mars/Olympus"})
    assert answer.status_code == 400
    assert "no time zone we know" in answer.content.decode()
    assert Team.objects.get(pk=world.team.pk).name == "Recipes"


def test_the_page_holds_no_numbers_about_people(world, ana, make_incident, make_action):
    make_action(make_incident(), owner=world.ben)
    page = ana.get(reverse("team", args=[world.team.public_id])).content.decode()
    cells = re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)
    assert not [cell for cell in cells if re.search(r"\b\d+\b", re.sub(r"<[^>]+>", "", cell))]
