"""One-time links: for the very first person, and for everybody after."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people import links
from people.models import Membership, SignInLink, Team, User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
FIRST = {"name": "Ines", "email": "Ines@Example.org", "password": "nine quiet otters"}


def exchange(client, token):
    return client.post(reverse("welcome"), {"token": token})


def choose(client, **answers):
    return client.post(reverse("welcome_account"), answers)


def test_the_first_person_becomes_administrator_and_lead_of_a_new_team(client):
    exchange(client, SignInLink.issue())
    assert choose(client, **FIRST).url == reverse("home")
    ines = User.objects.get()
    assert (ines.email, ines.is_administrator) == ("ines@example.org", True)
    assert Membership.objects.get().role == Membership.Role.LEAD
    assert Team.objects.get().name == "Our team"
    assert client.get("/").url == reverse("log", args=[Team.objects.get().public_id])


def test_the_first_person_leads_every_team_there_is(client):
    Team.objects.create(name="Recipes")
    Team.objects.create(name="Billing")
    exchange(client, SignInLink.issue())
    choose(client, **FIRST)
    assert Membership.objects.filter(user__name="Ines", role="lead").count() == 2
    assert Team.objects.count() == 2


def test_the_token_never_stands_in_an_address(client):
    token = SignInLink.issue()
    answer = exchange(client, token)
    assert answer.url == reverse("welcome_account")
    assert token not in client.get(answer.url).content.decode()


def test_the_whole_link_may_be_pasted(client):
    link = links.address("http://testserver", SignInLink.issue())
    assert exchange(client, link).status_code == 302


def test_a_link_works_once(client):
    token = SignInLink.issue()
    exchange(client, token)
    choose(client, **FIRST)
    again = exchange(Client(), token)
    assert again.status_code == 400
    assert "does not work any more" in again.content.decode()


def test_wrong_and_expired_links_get_the_same_sentence(client):
    token = SignInLink.issue()
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for bad in (token, "nonsense", "#"):
        answer = exchange(client, bad)
        assert answer.status_code == 400
    assert client.get(reverse("welcome_account")).status_code == 400


def test_a_second_first_link_is_dead_once_somebody_can_sign_in(client):
    left_over, used = SignInLink.issue(), SignInLink.issue()
    late = Client()
    exchange(late, left_over)
    exchange(client, used)
    choose(client, **FIRST)
    answer = choose(late, name="Eve", email="eve@example.org", password="nine quiet otters")
    assert answer.status_code == 400
    assert exchange(Client(), left_over).status_code == 400
    assert User.objects.count() == 1


def test_the_page_to_choose_a_password_needs_an_exchanged_link(world, client):
    assert client.get(reverse("welcome_account")).status_code == 400
    assert choose(client, **FIRST).status_code == 400
    assert User.objects.count() == 4


def test_somebody_with_an_account_chooses_only_a_password(world, client):
    exchange(client, SignInLink.issue(world.ben))
    page = client.get(reverse("welcome_account")).content.decode()
    assert 'name="name"' not in page
    assert choose(client, password="nine quiet otters").url == reverse("home")
    world.ben.refresh_from_db()
    assert world.ben.check_password("nine quiet otters")
    assert not world.ben.is_administrator


def test_a_new_password_ends_the_old_sessions(world, ben, client):
    exchange(client, SignInLink.issue(world.ben))
    choose(client, password="nine quiet otters")
    assert ben.get(reverse("log", args=[world.team.public_id])).status_code == 302
    assert client.get(reverse("log", args=[world.team.public_id])).status_code == 200


def test_following_a_link_changes_the_session_key(world, client):
    exchange(client, SignInLink.issue(world.ben))
    before = client.session.session_key
    choose(client, password="nine quiet otters")
    assert client.session.session_key != before


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("password", "short", "too short"),
        ("password", "password", "too common"),
        ("password", "", "Choose a password"),
        ("email", "not an address", "does not look like an email"),
        ("name", "", "This needs a few words"),
        ("name", "In\u202ees", "cannot be seen"),
    ],
)
def test_each_wrong_answer_has_its_own_sentence(client, field, value, sentence):
    exchange(client, SignInLink.issue())
    answer = choose(client, **(FIRST | {field: value}))
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not User.objects.exists()


def test_a_closed_account_is_not_opened_by_a_link(world, client):
    token = SignInLink.issue(world.ben)
    User.objects.filter(pk=world.ben.pk).update(is_active=False)
    assert exchange(client, token).status_code == 400


def test_an_operator_prints_a_link(world, client):
    out = StringIO()
    call_command("sign_in_link", "BEN@example.org", base="https://pm.example/", stdout=out)
    address, _, token = out.getvalue().strip().partition("#")
    assert address == "https://pm.example/welcome/"
    assert exchange(client, token).status_code == 302


def test_an_operator_hears_when_nobody_has_that_address(world):
    with pytest.raises(CommandError, match="no open account"):
        call_command("sign_in_link", "zed@example.org")


def test_an_unused_link_leaves_the_old_password_working(world, client):
    links.make_link_for(world.ben)
    answer = client.post(
        reverse("account_login"), {"login": "ben@example.org", "password": PASSWORD}
    )
    assert answer.status_code == 302
