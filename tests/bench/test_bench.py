"""Measuring: its arithmetic, its checks, and one small run against a real server. No speeds."""

import json
import subprocess
import sys
from array import array
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from bench import checks, profiler
from bench.board import main as board
from bench.counting import arrivals_of
from bench.figures import over_runs, percentile, percentiles, ratio
from bench.load import MINUTES, note
from bench.screen import Room, Screen
from bench.server import Seat

ROOT = Path(__file__).resolve().parent.parent.parent
TIMES = {"p50", "p95", "p99"}


def test_a_percentile_is_a_value_that_was_measured():
    values = list(range(1, 101))
    assert [percentile(values, share) for share in (50, 95, 99, 100)] == [50, 95, 99, 100]
    assert percentile([3, 1, 2], 50) == 2
    assert percentile([7], 99) == 7


def test_nothing_measured_has_no_percentile():
    assert percentiles([]) == {"p50": None, "p95": None, "p99": None}


def test_several_runs_become_their_median_and_spread():
    runs = [{"last_ms": {"p50": value}} for value in (9.0, 4.0, 5.0)]
    assert over_runs(runs) == {"last_ms": {"p50": {"median": 5.0, "low": 4.0, "high": 9.0}}}


def test_a_figure_that_some_run_lacks_is_told_from_the_others():
    assert over_runs([None, 2.0]) == {"median": 2.0, "low": 2.0, "high": 2.0}
    assert over_runs([None]) == {"median": None, "low": None, "high": None}


def test_a_ratio_to_nothing_is_not_told():
    assert ratio(6.0, 3.0) == 2.0
    assert ratio(6.0, 0) is None
    assert ratio(None, 3.0) is None


def test_notes_visit_every_minute_of_the_incident_and_differ():
    notes = [note(number) for number in range(MINUTES)]
    assert len(set(notes)) == len({when for when, _ in notes}) == MINUTES
    assert min(notes)[0] == "2026-03-03 17:00"
    assert max(notes)[0] == "2026-03-04 10:59"


@pytest.fixture
def screens():
    """Two screens of a room, without a server."""
    room = Room(Counter())
    for _ in range(2):
        screen = Screen(room, Seat("room", "epoch", 0, ""))
        screen.receipt = lambda: None
        room.screens.append(screen)
    return room.screens


def frame(*events) -> bytes:
    return json.dumps({"t": "ev", "ev": [{"seq": seq, "op": op} for seq, op in events]}).encode()


def show(screen, now, *events):
    _, run = screen.room.read(frame(*events))
    screen.apply(run, now)


def test_screens_that_get_every_number_once_have_no_fault(screens):
    for screen in screens:
        show(screen, 1.0, (1, "a"), (2, "b"))
        show(screen, 2.0, (3, "c"))
    assert not screens[0].room.faults


@pytest.mark.parametrize(
    ("fault", "frames"),
    [
        ("gap", [[(1, "a")], [(3, "c")]]),
        ("duplicate", [[(1, "a")], [(1, "a")]]),
        ("hole in a frame", [[(1, "a"), (3, "c")]]),
        ("two orders", [[(1, "a")], [(2, "b")], [(1, "b")]]),
    ],
)
def test_a_screen_notices(screens, fault, frames):
    for events in frames:
        show(screens[0], 1.0, *events)
    assert screens[0].room.faults[fault] == 1


def test_another_epoch_and_a_refusal_are_faults(screens):
    screens[0].on_welcome({"epoch": "restored", "head": 0}, 1.0)
    screens[0].on_refuse({"op_id": "a", "code": "too_fast"}, 1.0)
    assert screens[0].room.faults == {"another epoch": 1, "refused: too_fast": 1}


def test_a_note_is_timed_when_all_screens_have_it(screens):
    room = screens[0].room
    room.sent = {"a": 1.0, "b": 2.0}
    show(screens[0], 1.5, (1, "a"), (2, "b"))
    show(screens[1], 1.25, (1, "a"))
    assert list(arrivals_of(room, since=0.0)) == [[250.0, 500.0]]
    assert screens[0].times == array("d", [1.5, 1.5])


def test_a_lost_note_is_noticed():
    promised = {op_id: (seq, f"note {op_id}") for seq, op_id in enumerate("abcde", 1)}
    events = Counter({("a", 1): 1, ("b", 2): 1, ("c", 9): 1, ("d", 4): 2})
    texts = Counter({"note a": 1, "note c": 1, "note d": 1})
    # b has no note, c another number, d two events, e is not there at all.
    assert checks.lost(promised, checks.Saved(events, texts)) == ["b", "c", "d", "e"]


def test_a_note_that_a_screen_never_had_is_noticed(screens):
    room = screens[0].room
    room.ack_seq = {"a": 1}
    show(screens[0], 1.0, (1, "a"))
    assert checks.missing_on_screens([room]) == 1


def test_samples_of_waiting_threads_are_left_out():
    text = (
        'thread (1): "MainThread";run (a.py:1);send (facilitation/sync/hub.py:9) 3\n'
        'thread (1): "MainThread";run (a.py:1) 1\n'
        'thread (2): "writer";_worker (concurrent/futures/thread.py:69) 96\n'
    )
    found = profiler.shares(text)
    assert found["threads"] == {"MainThread": 100.0}
    assert [(row["own"], row["total"]) for row in found["functions"]] == [(75.0, 75.0), (25.0, 100)]
    assert [row["total"] for row in found["ours"]] == [75.0]


def options(**given) -> SimpleNamespace:
    usual = {"people": 4, "rooms": 1, "rate": 10.0, "closed_loop": False, "seconds": 1.0}
    more = {"runs": 1, "server": "daphne", "no_relay": True, "profile": False, "json": True}
    return SimpleNamespace(**usual | more | given)


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
def test_a_small_run_loses_nothing_and_tells_all_figures():
    arguments = ("--people", "4", "--rate", "10", "--seconds", "1", "--json")
    done = subprocess.run(
        [sys.executable, "-m", "bench", "board", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["ok"] and told["faults"] == {} and told["acknowledged"] >= 10
    assert {"cores", "python", "sqlite", "daphne", "load"} <= told["machine"].keys()
    (run,) = told["runs"]
    assert run.keys() == told["summary"].keys() == {"product", "relay", "ratio"}
    for side in ("product", "relay"):
        assert all(run[side][name].keys() == TIMES for name in ("first_ms", "last_ms", "ack_ms"))
        assert run[side]["notes_sent"] == 10
        assert run[side]["notes_a_second"] > 0 and run[side]["cpu_seconds"] >= 0
    assert run["product"]["first_ms"]["p50"] <= run["product"]["last_ms"]["p50"]
    assert told["summary"]["product"]["last_ms"]["p50"].keys() == {"median", "low", "high"}


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
def test_a_note_that_is_not_in_the_database_fails_the_run(monkeypatch, capsys):
    promised = checks.acknowledged

    def one_more(rooms):
        return promised(rooms) | {"never-saved": (99, "a note that nobody saved")}

    monkeypatch.setattr(checks, "acknowledged", one_more)
    assert board(options()) == 1
    told = json.loads(capsys.readouterr().out)
    assert not told["ok"] and told["faults"] == {"lost": 1}
