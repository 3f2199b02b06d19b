"""On SQLite one process serves: a second refuses in a sentence, and a killed one leaves no lock."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured

from postmortems import startup

ROOT = Path(__file__).resolve().parents[2]
LOAD = "import postmortems.asgi; print('serving', flush=True); input()"

SQLITE = "django.db.backends.sqlite3"


def on(engine, folder) -> SimpleNamespace:
    database = {"ENGINE": engine, "NAME": folder / "postmortems.sqlite3"}
    return SimpleNamespace(DATABASES={"default": database})


@pytest.fixture
def start(tmp_path):
    """Processes that load the application on one data folder, and go on until they are ended."""
    begun = []

    def begin(**environ):
        environ = {k: v for k, v in os.environ.items() if "POSTMORTEMS_" not in k} | environ
        environ |= {
            "POSTMORTEMS_DATA": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "postmortems.settings",
        }
        begun.append(
            subprocess.Popen(
                [sys.executable, "-c", LOAD], cwd=ROOT, env=environ, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )
        )  # fmt: skip
        return begun[-1]

    yield begin
    for process in begun:
        process.kill()
        process.communicate()


def serves(process) -> bool:
    return process.stdout.readline() == "serving\n"


def test_a_second_process_on_the_same_file_refuses_and_says_what_to_do(start, tmp_path):
    assert serves(start())
    second = start()
    out, errors = second.communicate(timeout=120)
    assert (second.returncode, out) == (1, "")
    assert errors.splitlines()[-1].removeprefix("django.core.exceptions.") == (
        f"ImproperlyConfigured: Another server is using {tmp_path / 'postmortems.sqlite3'}. SQLite "
        "serves one process: stop the other, or set POSTMORTEMS_DATABASE_URL to PostgreSQL for "
        "several."
    )


def test_the_lock_ends_with_the_process_however_that_ends(start):
    first = start()
    assert serves(first)
    first.send_signal(signal.SIGKILL)
    first.wait(timeout=60)
    assert serves(start())


def test_a_new_process_waits_for_one_that_is_just_stopping(tmp_path, monkeypatch):
    settings = on(SQLITE, tmp_path)
    first = startup.hold_alone(settings)
    waits = []

    def stop_meanwhile(seconds):
        waits.append(seconds)
        first.close()

    monkeypatch.setattr(startup.time, "sleep", stop_meanwhile)
    assert startup.hold_alone(settings) is not None
    assert len(waits) == 1


def test_who_waits_in_vain_is_told_so(tmp_path):
    settings = on(SQLITE, tmp_path)
    first = startup.hold_alone(settings)
    with pytest.raises(ImproperlyConfigured, match="Another server is using"):
        startup.hold_alone(settings, patience=0)
    first.close()
    assert startup.hold_alone(settings, patience=0) is not None


def test_on_postgresql_nobody_is_kept_out(tmp_path):
    settings = on("django.db.backends.postgresql", tmp_path)
    assert startup.hold_alone(settings) is None
    assert startup.hold_alone(settings) is None
    assert list(tmp_path.iterdir()) == []


def test_two_processes_may_serve_one_postgresql(start):
    """It is not asked for anything before the first page, so none need be running here."""
    address = "postgres://nobody@127.0.0.1:1/nothing"
    both = [start(POSTMORTEMS_DATABASE_URL=address) for _ in range(2)]
    assert [serves(process) for process in both] == [True, True]
