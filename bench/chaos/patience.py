"""How long a client waits for what. Shorter than a page's, so that a short run shows more."""

import random

TICK = 0.5
BEAT = 2.0  # between pings
PATIENCE = 5.0  # behind a known head, without any frame, before asking again
SILENCE = 12.0
RECEIPT_EVENTS, RECEIPT_SECONDS = 50, 2.0
FIRST_WAIT, LONGEST_WAIT = 0.2, 2.0


class BackOff:
    """0.2 s doubling to 2 s, with jitter; or what the server asked for in its goodbye."""

    def __init__(self, rng: random.Random):
        self.rng, self.tries, self.wished = rng, 0, None

    def welcomed(self) -> None:
        self.tries = 0

    def next(self) -> float:
        if self.wished is not None:
            wait, self.wished = self.wished, None
            return wait
        wait = min(FIRST_WAIT * 2**self.tries, LONGEST_WAIT) * self.rng.uniform(0.5, 1)
        self.tries += 1
        return wait
