"""Every page of people and incidents: no write without a token, no write by looking, headers,
and pages for when something is not there."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import SignInLink

pytestmark = pytest.mark.django_db
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE)", re.IGNORECASE)


@pytest.fixture
def urls(world, make_incident, make_action):
    from django.utils import timezone

    incident = make_incident()
    held = make_incident(held_at=timezone.now(), root_cause="Retries have no budget")
    action = make_action(held)
    team, person = world.team.public_id, world.ben.public_id
    get = {
        "log": [team], "incident_new": [team], "actions": [team], "team": [team],
        "incident": [incident.public_id], "incident_edit": [incident.public_id],
        "incident_types": [], "account_login": [], "account_signup": [], "welcome": [],
    }  # fmt: skip
    post = {
        "incident_new": [team], "incident_edit": [incident.public_id], "incident_types": [],
        "action_done": [action.public_id], "action_drop": [action.public_id],
        "action_reopen": [action.public_id], "action_accept": [action.public_id],
        "team_edit": [team], "team_member_add": [team], "team_member_link": [team, person],
        "account_login": [], "account_logout": [], "welcome": [], "welcome_account": [],
    }  # fmt: skip
    looked_at = [reverse(name, args=args) for name, args in get.items()]
    looked_at.append(reverse("incident", args=[held.public_id]))
    return looked_at, [reverse(name, args=args) for name, args in post.items()]


def test_every_post_without_a_token_is_refused_and_writes_nothing(world, sign_in, urls):
    client = sign_in(world.ana, enforce_csrf_checks=True)
    for url in urls[1]:
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(url, {})
        assert answer.status_code == 403, url
        assert "Please send that once more" in answer.content.decode()
        assert not [q["sql"] for q in queries if WRITES.match(q["sql"])], url


def test_the_list_of_posts_is_complete(urls):
    """Each address whose view reads a POST stands in the list above."""
    from incidents.urls import urlpatterns as incidents
    from people.urls import urlpatterns as people

    only_shown = {"home", "log", "actions", "incident", "team", "account_signup"}
    names = {pattern.name for pattern in [*incidents, *people]} - only_shown
    assert len(names) == len(urls[1])


def test_looking_at_a_page_writes_nothing(world, ana, urls):
    ana.get(reverse("log", args=[world.team.public_id]))  # remembers the team in the session
    for url in urls[0]:
        with CaptureQueriesContext(connection) as queries:
            answer = ana.get(url)
        assert answer.status_code in (200, 302), url
        assert not [q["sql"] for q in queries if WRITES.match(q["sql"])], url


def test_pages_that_only_take_a_post_refuse_a_get(ana, urls):
    both = set(urls[0]) | {reverse("welcome_account")}
    for url in set(urls[1]) - both:
        assert ana.get(url).status_code == 405, url


def test_signed_out_every_private_page_leads_to_the_sign_in(urls):
    public = {reverse(name) for name in ("account_login", "account_signup", "welcome")}
    public |= {reverse("welcome_account"), reverse("account_logout")}
    for method, some in (("get", urls[0]), ("post", urls[1])):
        for url in set(some) - public:
            answer = getattr(Client(), method)(url)
            assert answer.status_code == 302, url
            assert answer.url.startswith(reverse("account_login"))


def test_every_answer_carries_the_headers(ana, urls):
    for url in [*urls[0], "/nowhere/"]:
        headers = ana.get(url).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        # Stricter than same-origin would make browsers send forms with "Origin: null".
        assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")
        assert "no-store" in headers["Cache-Control"]


def test_pages_hold_nothing_that_the_policy_would_stop(ana, urls):
    for url in urls[0]:
        text = ana.get(url).content.decode()
        assert not re.search(r"<[^>]+\s(style|on\w+|hx-on[^=]*)=", text), url
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), url
        assert "<style" not in text
        assert "javascript:" not in text


def test_our_templates_ask_htmx_for_nothing_that_needs_eval():
    for folder in ("incidents", "people", "account", "errors"):
        for path in Path(settings.BASE_DIR / "templates" / folder).rglob("*.html"):
            text = path.read_text()
            assert not re.search(r"hx-on|hx-vals=.js:|hx-trigger=\"[^\"]*\[|\|safe", text), path


def test_an_address_that_leads_nowhere_gets_a_kind_page(ana):
    answer = ana.get("/nowhere/")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "errors/403_csrf"])
def test_error_pages_render_without_a_request(name):
    assert 'class="gate"' in render_to_string(f"{name}.html")


def test_the_page_for_a_broken_server_needs_no_context():
    assert "Something broke on our side" in render_to_string("500.html")


def test_a_link_token_reaches_no_address_and_no_page(world, client):
    token = SignInLink.issue(world.ben)
    answer = client.post(reverse("welcome"), {"token": token}, follow=True)
    assert all(token not in url for url, _ in answer.redirect_chain)
    assert token not in answer.content.decode()
