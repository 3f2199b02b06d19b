"""What one person may ask of the board: how fast, how much unread, how often anew."""

import time
from collections import OrderedDict, deque

TOO_FAST = "That was a lot at once. It is sent again in a moment."
WINDOW_EVENTS = 500
WINDOW_BYTES = 512 * 1024


class Bucket:
    """So many at once, and so many a second after that."""

    def __init__(self, a_second: float, burst: float):
        self.a_second, self.burst = a_second, burst
        self.tokens, self.filled = burst, time.monotonic()

    def wait(self) -> float:
        """Seconds until the next one may come; 0 takes it now."""
        now = time.monotonic()
        self.tokens = min(self.burst, self.tokens + (now - self.filled) * self.a_second)
        self.filled = now
        if self.tokens < 1:
            return round((1 - self.tokens) / self.a_second, 2)
        self.tokens -= 1
        return 0.0


class Buckets:
    """A bucket for each key; the longest unused are forgotten, full as they are by then."""

    def __init__(self, a_second: float, burst: float, most: int = 10_000):
        self.a_second, self.burst, self.most = a_second, burst, most
        self.kept: OrderedDict = OrderedDict()

    def wait(self, key) -> float:
        bucket = self.kept.pop(key, None) or Bucket(self.a_second, self.burst)
        self.kept[key] = bucket
        while len(self.kept) > self.most:
            self.kept.popitem(last=False)
        return bucket.wait()


class Window:
    """What was sent to one reader and not yet receipted: a server's buffer must have an end."""

    def __init__(self):
        self.sent: deque[tuple[int, int]] = deque()
        self.events = self.bytes = 0
        self.full_since: float | None = None

    def send(self, frame) -> None:
        self.sent.append((frame.last, frame.size))
        self.events += len(frame.events)
        self.bytes += frame.size
        if self.is_full:
            self.full_since = time.monotonic()

    @property
    def is_full(self) -> bool:
        return self.events >= WINDOW_EVENTS or self.bytes >= WINDOW_BYTES

    def receipt(self, seq: int) -> bool:
        """Take a receipt; True when that opens the window again."""
        was_full = self.is_full
        before = None
        while self.sent and self.sent[0][0] <= seq:
            last, size = self.sent.popleft()
            self.bytes -= size
            before = last
        if before is not None:
            self.events = self.sent[-1][0] - before if self.sent else 0
            # The reader moves, however slowly.
            self.full_since = time.monotonic() if self.is_full else None
        return was_full and not self.is_full

    def full_for(self) -> float:
        """Seconds since the window filled up without a receipt."""
        return time.monotonic() - self.full_since if self.full_since else 0.0
