"""People who do not read, and hundreds who come and go: what a server's process keeps of them."""

import pytest

from .readers import CUT_WITHIN, STALLED
from .sockets import tell

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]
MOST_MB = 64
FLAT_MB = 15
A_FEW = 3  # requests that have just been answered, and a last look around
FILES, THREADS_WITH_DATABASE = 3, 3  # with -wal and -shm; one writer and two readers


def test_who_does_not_read_is_cut_off_in_time_and_memory_stays_flat(long_runs):
    found = long_runs.result("window")
    tell(f"{found.growth:.0f} MB more, cut off after {found.cut_after:.0f} s")
    assert found.growth < MOST_MB
    assert found.growth_at_last < MOST_MB / 4
    assert found.too_slow == STALLED
    assert found.cut_after < CUT_WITHIN
    assert found.all_read


def test_without_the_window_memory_grows(long_runs):
    found = long_runs.result("no window")
    tell(f"{found.growth:.0f} MB more without the window")
    assert found.growth > MOST_MB
    assert found.growth_at_last > MOST_MB / 4


def test_when_everybody_has_left_a_server_holds_no_more_than_before(long_runs):
    found = long_runs.result("soak")
    before, after = found.before, found.after
    more = after.megabytes - before.megabytes
    tell(f"{found.visits} visits in {found.rounds} rounds: {more:.1f} MB more, {after}")
    assert (after.rooms, after.seats) == (0, 0)
    assert after.consumers <= 1
    assert after.tasks <= before.tasks + A_FEW
    assert after.sockets <= before.sockets + A_FEW
    assert after.threads <= before.threads + A_FEW
    assert after.database <= FILES * (THREADS_WITH_DATABASE + A_FEW)
    assert more < FLAT_MB
