"""Production refuses to start with a fault that would open the door to strangers."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from postmortems.startup import faults, local_secret_key, refuse_dangerous_start

GOOD = {
    "MODE": "production",
    "ALLOWED_HOSTS": ["pm.example.org"],
    "DEBUG": False,
    "SECRET_KEY": "k" * 50,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "ORIGINS": ["https://pm.example.org"],
}


def test_a_sound_production_starts():
    assert faults(SimpleNamespace(**GOOD)) == []
    refuse_dangerous_start(SimpleNamespace(**GOOD))


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        ({"ALLOWED_HOSTS": ["*"]}, "POSTMORTEMS_HOSTS"),
        ({"ALLOWED_HOSTS": ["pm.example.org", "*"]}, "POSTMORTEMS_HOSTS"),
        ({"ALLOWED_HOSTS": []}, "POSTMORTEMS_HOSTS"),
        ({"DEBUG": True}, "POSTMORTEMS_DEBUG"),
        ({"SECRET_KEY": "short"}, "POSTMORTEMS_SECRET_KEY"),
        ({"SESSION_COOKIE_SECURE": False}, "Cookies"),
        ({"CSRF_COOKIE_SECURE": False}, "Cookies"),
        ({"ORIGINS": ["https://pm.example.org", "http://pm.example.org"]}, "POSTMORTEMS_ORIGINS"),
    ],
)
def test_each_fault_refuses_the_start_and_names_what_to_set(fault, named):
    with pytest.raises(ImproperlyConfigured) as raised:
        refuse_dangerous_start(SimpleNamespace(**(GOOD | fault)))
    assert str(raised.value).startswith(named)


def test_local_mode_asks_for_little():
    refuse_dangerous_start(SimpleNamespace(**(GOOD | {"MODE": "local", "DEBUG": True})))


def test_the_local_key_is_made_once_and_readable_by_its_owner_only(tmp_path):
    key = local_secret_key(tmp_path / "new", production=False)
    assert (len(key) >= 50, local_secret_key(tmp_path / "new", production=False)) == (True, key)
    assert (tmp_path / "new" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_production_never_makes_a_key_of_its_own(tmp_path):
    with pytest.raises(ImproperlyConfigured):
        local_secret_key(tmp_path, production=True)
    assert list(tmp_path.iterdir()) == []


def manage(tmp_path, *arguments, **environment):
    own = {name: value for name, value in os.environ.items() if "POSTMORTEMS" not in name}
    own |= {"DJANGO_SETTINGS_MODULE": "postmortems.settings", "POSTMORTEMS_DATA": str(tmp_path)}
    own |= {f"POSTMORTEMS_{name}": value for name, value in environment.items()}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR, env=own, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


PRODUCTION = {
    "MODE": "production",
    "SECRET_KEY": "Zt8qk2-Lw0vB7xJ_4mRcN1sYpE6hGdUfA9oiXyQbTrKeVwC3Mn",
    "ORIGINS": "https://pm.example.org",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
}


def test_the_deployment_check_has_nothing_to_say(tmp_path):
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_deployment_check_does_speak_up(tmp_path):
    wrong = PRODUCTION | {"DEBUG": "true", "HOSTS": "*"}
    done = manage(tmp_path, "check", "--deploy", **wrong)
    assert done.returncode == 1
    assert "POSTMORTEMS_DEBUG must be off" in done.stderr
    assert "POSTMORTEMS_HOSTS must name the hosts" in done.stderr


def test_the_entrance_itself_refuses(tmp_path):
    code = "from postmortems.asgi import application"
    done = manage(tmp_path, "shell", "-c", code, **(PRODUCTION | {"HOSTS": "*"}))
    assert done.returncode != 0
    assert "POSTMORTEMS_HOSTS must name the hosts" in done.stderr
