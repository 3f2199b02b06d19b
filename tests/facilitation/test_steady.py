"""The room's time when the machine's clock is put right: timers keep going, and order stands."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitation import steady
from facilitation.clock import read_ruler
from facilitation.models import PhaseClock, SessionEvent
from facilitation.steady import FOLLOWED_BACK, Steady

from .how_long import lasting
from .orders import note, said, together

HOUR = 3600.0


class Clocks:
    """A machine whose wall clock can be put, and whose other clock only goes on."""

    def __init__(self, wall: float):
        self.wall_time, self.running_time = wall, 17.0
        self.steady = Steady(lambda: self.wall_time, lambda: self.running_time)

    def pass_by(self, seconds: float):
        self.wall_time += seconds
        self.running_time += seconds

    def put(self, by: float):
        self.wall_time += by


@pytest.fixture
def clocks():
    return Clocks(datetime.now(UTC).timestamp())


def test_time_passes_as_it_does_on_the_wall(clocks):
    start = clocks.wall_time
    for _ in range(5):
        clocks.pass_by(7)
        assert clocks.steady.seconds() == pytest.approx(clocks.wall_time)
    assert clocks.steady.seconds() == pytest.approx(start + 35)


@pytest.mark.parametrize("back", [0.2, 30, FOLLOWED_BACK - 1])
def test_a_small_step_back_is_not_followed_and_time_goes_on(clocks, back):
    before = clocks.steady.seconds()
    clocks.put(-back)
    assert clocks.steady.seconds() == pytest.approx(before)
    clocks.pass_by(10)
    assert clocks.steady.seconds() == pytest.approx(before + 10)


@pytest.mark.parametrize("ahead", [0.2, 30, HOUR])
def test_a_step_forward_is_followed_at_once(clocks, ahead):
    before = clocks.steady.seconds()
    clocks.put(ahead)
    assert clocks.steady.seconds() == pytest.approx(before + ahead)


@pytest.mark.parametrize("back", [FOLLOWED_BACK + 1, HOUR])
def test_a_large_step_back_is_followed_for_the_clock_was_wrong_before(clocks, back):
    before = clocks.steady.seconds()
    clocks.put(-back)
    assert clocks.steady.seconds() == pytest.approx(before - back)


def test_after_a_small_step_back_a_step_forward_past_it_is_followed(clocks):
    before = clocks.steady.seconds()
    clocks.put(-30)
    clocks.put(40)
    assert clocks.steady.seconds() == pytest.approx(before + 10)


@lasting(ci=200, nightly=5000)
@given(steps=st.lists(st.tuples(st.floats(0, 60), st.floats(-20, 20)), max_size=12))
def test_however_the_clock_is_corrected_by_little_time_never_runs_back(steps):
    clocks = Clocks(1.8e9)
    seen = [clocks.steady.seconds()]
    for passed, put in steps:
        clocks.pass_by(passed)
        clocks.put(put)
        seen.append(clocks.steady.seconds())
    # What is seen may stand ahead of the wall by every step back there was, and no further.
    assert seen == sorted(seen)
    assert seen[-1] >= clocks.wall_time
    assert seen[-1] - clocks.wall_time <= sum(-put for _, put in steps if put < 0) + 1e-3


# In a room


@pytest.fixture
def by_these_clocks(clocks, monkeypatch):
    monkeypatch.setattr(steady, "_clock", clocks.steady)
    return clocks


@pytest.mark.django_db
def test_a_running_phase_gets_no_used_time_back_when_the_clock_steps_back(room, by_these_clocks):
    room.go_to("timeline")
    ends = read_ruler(room.fresh()).now.ends_at
    by_these_clocks.pass_by(120)
    by_these_clocks.put(-30)
    room.do("pause_clock")
    assert PhaseClock.objects.get(session=room.session, phase="timeline").spent == 120
    room.do("resume_clock")
    assert abs(read_ruler(room.fresh()).now.ends_at - ends) < timedelta(seconds=1)


@pytest.mark.django_db
def test_events_keep_their_order_and_their_times_whatever_the_clock_does(room, by_these_clocks):
    room.go_to("timeline")
    for n, put in enumerate([0, -30, 12, -120, 0.5, -3]):
        by_these_clocks.put(put)
        by_these_clocks.pass_by(1)
        assert said(together(room, note(room, f"Note {n}")).answers) == ["sticky_added"]
    rows = SessionEvent.objects.filter(session=room.session).order_by("seq")
    events = [row for row in rows if row.name == "sticky_added"]
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert [row.at for row in events] == sorted(row.at for row in events)
    between = {later.at - one.at for one, later in pairwise(events)}
    assert all(step >= timedelta(seconds=0.999) for step in between)


@pytest.mark.django_db
def test_what_the_browsers_are_told_to_count_from_is_the_same_time(room, gil, by_these_clocks):
    by_these_clocks.put(-200)
    url = f"/session/{room.session.public_id}/after/?after=0"
    told = gil.get(url).json()["now"] / 1000
    assert told == pytest.approx(by_these_clocks.wall_time + 200, abs=0.002)
