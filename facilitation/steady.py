"""The time that the room goes by: it follows the system's clock and never steps back a little.

A step back of seconds (a correction over the network) would give a running phase time that it has
used. A step forward is followed: the machine has slept, or was slow. A large step back means that
the clock was wrong before, and is followed too.
"""

import time
from datetime import UTC, datetime

FOLLOWED_BACK = 300.0


class Steady:
    """wall, monotonic: clocks in seconds, for tests."""

    def __init__(self, wall=time.time, monotonic=time.monotonic):
        self.wall, self.monotonic = wall, monotonic
        self.offset = wall() - monotonic()

    def seconds(self) -> float:
        """Since 1970."""
        steady, wall = self.monotonic() + self.offset, self.wall()
        if wall > steady or steady - wall > FOLLOWED_BACK:
            self.offset += wall - steady
            return wall
        return steady


_clock = Steady()


def now() -> datetime:
    return datetime.fromtimestamp(_clock.seconds(), UTC)


def now_ms() -> int:
    return int(_clock.seconds() * 1000)
