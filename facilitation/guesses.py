"""How often a join code may be guessed. Links carry 128 bits and are never limited here.

Each address has a debt: a wrong code adds one, and 20 minutes take one away. Up to ten are free.
From then on each wrong code is followed by a wait that doubles with the debt: 1 minute, 2, 4, up to
an hour. All addresses together have a debt as well, of at most 1,000, of which ten seconds take one
away: above that everybody's codes take turns, and nobody sleeps for it.

The arithmetic. There are 32^8 = 1.1e12 codes. With 1,000 of them live one guess finds a room with
a chance of 9.1e-10, so 1e-5 a day leaves 10,995 guesses a day.
  one address            at most 15 + 72 =       87 a day    7.9e-8
  a hundred addresses    100 * 87        =    8,700 a day    7.9e-6
  any number of them     1,000 + 8,640   =    9,640 a day    8.8e-6

Counts are taken before the code is looked up and given back when it was right, so that many tries
at the same moment gain nothing. They stand in Django's cache: Redis where there are several
processes.
"""

import ipaddress
import math
import time
from contextlib import suppress
from dataclasses import dataclass

from django.core.cache import cache
from redis.exceptions import RedisError

FREE = 10
FORGET_ONE = 20 * 60
FIRST_WAIT, LONGEST_WAIT = 60, 3600
ALL_TOGETHER = 1000
FORGET_ONE_OF_ALL = 10

TOO_MANY = "That was a lot of tries. Wait {wait}, then type the code from the wall."
BUSY = "Many codes are being tried just now. Wait a few seconds, then try yours again."
FASTER = " The link and the QR code work at once."


@dataclass
class Attempt:
    """One code about to be looked up, or why it is not. It counts as wrong until taken back."""

    address: str
    refusal: str = ""
    claimed_wait: bool = False

    def take_back(self) -> None:
        _give_back(f"guesses:{self.address}", FORGET_ONE)
        _give_back("guesses", FORGET_ONE_OF_ALL)
        if self.claimed_wait:
            cache.delete(f"guess-wait:{self.address}")


def attempt(address: str) -> Attempt:
    """Ask before a code is looked up; look it up only when `refusal` is empty."""
    try:
        return _attempt(counted_as(address))
    except (OSError, RedisError):
        # Without its counts the code is not safe to try; links still open the door.
        return Attempt(address, BUSY + FASTER)


def _attempt(address: str) -> Attempt:
    found = Attempt(address)
    gate, now = f"guess-wait:{address}", time.time()
    until = cache.get(gate)
    if until and until > now:
        return refused(found, until - now)
    debt = _add(f"guesses:{address}", FORGET_ONE, now)
    if debt > FREE - 1:
        wait = wait_after(debt)
        # Whoever puts the wait there has the one try before it; others at this moment have none.
        found.claimed_wait = cache.add(gate, now + wait, timeout=wait)
        if not found.claimed_wait:
            _give_back(f"guesses:{address}", FORGET_ONE)
            return refused(found, wait)
    if _add("guesses", FORGET_ONE_OF_ALL, now) > ALL_TOGETHER:
        found.take_back()
        found.refusal = BUSY + FASTER
    return found


def refused(found: Attempt, wait: float) -> Attempt:
    found.refusal = TOO_MANY.format(wait=in_words(wait)) + FASTER
    return found


def wait_after(debt: float) -> float:
    """Seconds to wait after the wrong code that brought the debt here."""
    return min(FIRST_WAIT * 2 ** max(math.ceil(debt) - FREE, 0), LONGEST_WAIT)


def counted_as(address: str) -> str:
    """An IPv6 customer has a whole /64, so it counts as one address."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(found), 64), strict=False))


def in_words(seconds: float) -> str:
    minutes = math.ceil(seconds / 60)
    if minutes >= 60:
        return "an hour"
    return "a minute" if minutes <= 1 else f"{minutes} minutes"


# A debt is kept as the moment, in milliseconds, at which it will be forgotten: one number that the
# cache can add to in one step, and that expires by itself.


def _add(key: str, cost: int, now: float) -> float:
    """Add one to a debt; returns the debt with it."""
    now, cost = int(now * 1000), cost * 1000
    for _ in range(3):
        cache.add(key, now, timeout=cost // 1000)
        try:
            forgotten_at = cache.incr(key, cost)
            if forgotten_at < now + cost:  # one that was given back may outlive its own end
                forgotten_at = cache.incr(key, now + cost - forgotten_at)
        except ValueError:  # it expired between the lines
            continue
        cache.touch(key, timeout=(forgotten_at - now) / 1000)
        return (forgotten_at - now) / cost
    return math.inf


def _give_back(key: str, cost: int) -> None:
    with suppress(ValueError):  # it was forgotten meanwhile
        cache.decr(key, cost * 1000)
