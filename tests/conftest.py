"""The people of the tests: Ana leads a team that Ben is in, Carla is in another, and a stranger
has an account and no team."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

PASSWORD = "seven grey herons"


@pytest.fixture(autouse=True)
def fresh_limits():
    """Rate limits count in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def world(db):
    from people.models import Membership, Team, User

    def person(name, team=None, role="member", **fields):
        user = User.objects.create_user(f"{name.lower()}@example.org", name, PASSWORD, **fields)
        if team:
            Membership.objects.create(team=team, user=user, role=role)
        return user

    ours = Team.objects.create(name="Recipes", zone="Europe/Berlin")
    theirs = Team.objects.create(name="Billing", zone="Europe/London")
    return SimpleNamespace(
        team=ours,
        other_team=theirs,
        ana=person("Ana", ours, "lead", is_administrator=True),
        ben=person("Ben", ours),
        carla=person("Carla", theirs, "lead"),
        stranger=person("Sam"),
    )


@pytest.fixture
def sign_in():
    def as_user(user, **options):
        client = Client(**options)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return as_user


@pytest.fixture
def ana(world, sign_in):
    return sign_in(world.ana)


@pytest.fixture
def ben(world, sign_in):
    return sign_in(world.ben)


@pytest.fixture
def carla(world, sign_in):
    return sign_in(world.carla)


@pytest.fixture
def stranger(world, sign_in):
    return sign_in(world.stranger)


@pytest.fixture
def make_incident(world):
    """An incident of the first team, over for ten hours; name a type by its slug."""
    from incidents.models import Incident, IncidentType

    def make(type="integration", **fields):
        now = timezone.now()
        values = {
            "team": world.team,
            "title": "Allergen boxes",
            "what_happened": "Three customers got boxes with produce they are allergic to.",
            "started_at": now - timedelta(hours=28),
            "resolved_at": now - timedelta(hours=10),
            "zone": "Europe/Berlin",
        }
        return Incident.objects.create(
            type=IncidentType.objects.get(slug=type), **(values | fields)
        )

    return make


@pytest.fixture
def make_action(make_incident):
    from incidents.models import Action

    def make(incident, position=1, **fields):
        values = {
            "text": "Alert on schema mismatches",
            "owner_name": "Ben",
            "deadline": timezone.localdate() + timedelta(days=10),
            "accepted_at": timezone.now(),
        }
        return Action.objects.create(incident=incident, position=position, **(values | fields))

    return make
