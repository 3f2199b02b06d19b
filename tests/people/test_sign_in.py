"""In and out by password, and what stays shut."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in_as(client, email, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_the_right_password_lets_in_and_leads_to_the_log(world, client):
    answer = sign_in_as(client, "ana@example.org")
    assert answer.status_code == 302
    assert answer.url == reverse("home")
    assert client.get("/").url == reverse("log", args=[world.team.public_id])


def test_capitals_in_the_address_make_no_difference(world, client):
    assert sign_in_as(client, "Ana@Example.org").status_code == 302


def test_a_wrong_password_is_answered_kindly_and_the_address_is_kept(world, client):
    page = sign_in_as(client, "ana@example.org", "no").content.decode()
    assert "do not fit together" in page
    assert 'value="ana@example.org"' in page


def test_the_answer_is_the_same_when_nobody_has_that_address(world, client):
    known = sign_in_as(client, "ana@example.org", "no").content.decode()
    unknown = sign_in_as(client, "zed@example.org", "no").content.decode()
    strip = [line for line in known.splitlines() if "csrf" not in line and "@" not in line]
    assert strip == [
        line for line in unknown.splitlines() if "csrf" not in line and "@" not in line
    ]


def test_signing_in_changes_the_session_key(world, client):
    client.get(reverse("welcome"))
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    sign_in_as(client, "ana@example.org")
    assert client.session.session_key != planted
    assert not type(session)().exists(planted)


def test_many_wrong_passwords_are_slowed_down(world, client):
    answers = [sign_in_as(client, "ana@example.org", "no") for _ in range(8)]
    assert "Wait five minutes" in answers[-1].content.decode()
    assert "Wait five minutes" in sign_in_as(client, "ana@example.org").content.decode()


def test_signing_out_needs_a_button_press(world, ana):
    assert ana.get(reverse("account_logout")).status_code == 405
    assert ana.post(reverse("account_logout")).url == reverse("account_login")
    assert ana.get(reverse("log", args=[world.team.public_id])).status_code == 302


def test_a_closed_account_gets_a_sentence_and_no_session(world, client):
    world.ben.is_active = False
    world.ben.save()
    page = client.get(sign_in_as(client, "ben@example.org").headers.get("Location", "/sign-in/"))
    assert "_auth_user_id" not in client.session
    assert page.status_code == 200


def test_nobody_can_sign_up_by_themselves(client):
    answer = client.post(reverse("account_signup"), {"email": "x@example.org", "password1": "y"})
    assert "Accounts come by invitation" in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["account_email", "account_reset_password", "account_set_password"]
)
def test_other_pages_of_the_sign_in_library_do_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_the_first_visit_says_where_the_welcome_link_is(client):
    assert "Nobody has an account yet" in client.get(reverse("account_login")).content.decode()


def test_the_hint_goes_once_somebody_can_sign_in(world, client):
    assert "Nobody has an account" not in client.get(reverse("account_login")).content.decode()


def test_a_page_asked_for_before_signing_in_is_where_one_lands(world):
    client = Client()
    page = reverse("team", args=[world.team.public_id])
    to_sign_in = client.get(page)
    assert to_sign_in.url.startswith(reverse("account_login"))
    answer = client.post(
        to_sign_in.url, {"login": "ben@example.org", "password": PASSWORD, "next": page}
    )
    assert answer.url == page


def test_signing_in_never_leads_to_another_site(world, client):
    answer = client.post(
        reverse("account_login"),
        {"login": "ben@example.org", "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert answer.url == reverse("home")
