"""Short runs of bin/chaos: the product comes through, and each broken twin is found out."""

import json
import subprocess
import sys

import pytest

from bench.server import ROOT

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]
WELL, WRONG = 0, 1


def chaos(expected, *arguments) -> dict:
    command = [sys.executable, "-m", "bench.chaos", "--json", "--people", "10", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.returncode == expected, done.stdout[-3000:] + done.stderr[-3000:]
    return json.loads(done.stdout)


def test_nothing_is_lost_doubled_or_reordered_when_the_server_is_killed():
    found = chaos(WELL, "--seconds", "8", "--kills", "2")
    assert found["faults"] == []
    assert found["acknowledged"] > 0
    assert found["kills"] == 2
    assert found["reconnects"] >= 10
    assert found["dedupe_hits"] > 0
    assert found["logs_equal"]


def test_a_server_that_acknowledges_before_it_commits_is_found_out():
    found = chaos(WRONG, "--seconds", "6", "--kills", "1", "--broken", "ack-before-commit")
    assert found["lost"] > 0


def test_a_server_that_does_a_repeated_operation_again_is_found_out():
    found = chaos(WRONG, "--seconds", "6", "--kills", "1", "--broken", "no-dedupe")
    assert found["duplicate_rows"] > 0
    assert found["lost"] == 0


def test_a_server_that_drops_events_and_hides_it_is_found_out():
    found = chaos(WRONG, "--seconds", "6", "--kills", "1", "--broken", "drops-events")
    assert not found["logs_equal"]
    assert found["lost"] == found["duplicate_rows"] == 0


def test_two_processes_on_one_postgresql_come_through_as_well(have):
    have("initdb", "postgres", "redis-server")
    found = chaos(WELL, "--seconds", "10", "--kills", "1", "--database", "postgresql")
    assert found["faults"] == []
    assert found["acknowledged"] > 0
    assert found["reconnects"] > 0
