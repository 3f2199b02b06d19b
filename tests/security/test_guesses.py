"""Guessing join codes: each address is stopped, all together are slowed, and links stay open."""

import heapq
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from facilitation import access, guesses
from facilitation.models import CODE_ALPHABET, LiveSession

DAY = 24 * 3600
CODES = len(CODE_ALPHABET) ** 8
LIVE = 1000
ODDS = 1e-5
WRONG = "That code opens no session."
SLOW = "That was a lot of tries."


@pytest.fixture
def clock(monkeypatch):
    """The time of the limits and of the cache under them, moved by hand."""

    class Clock:
        now = 1_800_000_000.0

        def __call__(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(time, "time", clock)
    return clock


def addresses(count) -> list[str]:
    return [f"198.51.{n // 256}.{n % 256}" for n in range(count)]


def looked_up(tries, clock, pace=0.0) -> int:
    """How many wrong codes out of these tries were looked up, one every `pace` seconds."""
    passed = 0
    for address in tries:
        passed += not guesses.attempt(address).refusal
        clock.now += pace
    return passed


def patient_day(clock, count) -> int:
    """Wrong codes looked up in a day from so many addresses, each trying as soon as it may."""
    start, passed = clock.now, 0
    turns = [(start, address) for address in addresses(count)]
    while turns and turns[0][0] < start + DAY:
        clock.now, address = heapq.heappop(turns)
        attempt = guesses.attempt(address)
        passed += not attempt.refusal
        until = cache.get(f"guess-wait:{address}")
        pause = 60 if attempt.refusal.startswith("Many") else 0.01
        heapq.heappush(turns, (max(until or 0, clock.now + pause), address))
    return passed


# One address


def test_ten_thousand_guesses_from_one_address_stop_after_ten(clock):
    assert looked_up(addresses(1) * 10_000, clock, pace=0.001) == 10


def test_each_wrong_code_beyond_the_ten_doubles_the_wait_up_to_an_hour(clock):
    looked_up(addresses(1) * 10, clock)
    waits = []
    for _ in range(8):
        (until,) = [cache.get(f"guess-wait:{address}") for address in addresses(1)]
        waits.append(round((until - clock.now) / 60))
        clock.now = until - 1
        assert guesses.attempt(addresses(1)[0]).refusal
        clock.now = until + 1
        assert not guesses.attempt(addresses(1)[0]).refusal
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert max(guesses.wait_after(debt) for debt in range(100)) == 3600


def test_many_tries_at_the_same_moment_gain_nothing():
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(guesses.attempt, ["198.51.100.7"] * 400))
    assert sum(not attempt.refusal for attempt in found) == 10


def test_right_codes_are_never_counted(clock):
    for _ in range(200):
        attempt = guesses.attempt("198.51.100.7")
        assert not attempt.refusal
        attempt.take_back()
    assert looked_up(["198.51.100.7"] * 50, clock) == 10


def test_a_mistyped_code_now_and_then_is_never_held_against_anybody(clock):
    assert looked_up(["198.51.100.7"] * 100, clock, pace=20 * 60) == 100


def test_a_day_of_quiet_is_forgotten_and_a_minute_is_not(clock):
    looked_up(addresses(1) * 10, clock)
    clock.now += 61
    assert looked_up(addresses(1) * 10, clock) == 1
    clock.now += DAY
    assert looked_up(addresses(1) * 20, clock) == 10


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("::1", "fe80::1%eth0", False),
        ("", None, True),
        ("/run/daphne.sock", "unknown", True),
    ],
)
def test_whose_tries_are_counted_together(one, other, same):
    assert (guesses.counted_as(one) == guesses.counted_as(other)) is same


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "a minute"), (60, "a minute"), (61, "2 minutes"), (960, "16 minutes"), (3600, "an hour")],
)
def test_the_wait_is_said_in_words(seconds, words):
    assert guesses.in_words(seconds) == words


# Everybody together


def test_ten_thousand_guesses_from_a_hundred_addresses_stop_after_ten_each(clock):
    assert looked_up(addresses(100) * 100, clock, pace=0.001) == 1000


def test_a_guest_with_the_right_code_still_comes_in_after_a_hundred_addresses_guessed(clock):
    looked_up(addresses(100) * 100, clock, pace=0.001)
    clock.now += guesses.FORGET_ONE_OF_ALL
    assert not guesses.attempt("192.0.2.1").refusal


def test_beyond_a_thousand_wrong_codes_everybody_takes_turns(clock):
    assert looked_up(addresses(2000), clock) == guesses.ALL_TOGETHER
    refusal = guesses.attempt("192.0.2.1").refusal
    assert refusal.startswith("Many codes are being tried just now. Wait a few seconds")
    clock.now += guesses.FORGET_ONE_OF_ALL
    assert looked_up(addresses(20), clock) == 1


def test_being_asked_to_wait_for_others_is_not_held_against_an_address(clock):
    looked_up(addresses(1500), clock)
    assert looked_up(["192.0.2.1"] * 30, clock) == 0
    clock.now += 100 * guesses.FORGET_ONE_OF_ALL
    assert looked_up(["192.0.2.1"] * 30, clock) == 10


@pytest.mark.parametrize(("count", "most"), [(1, 87), (100, 8700)])
def test_the_odds_of_a_day_of_guessing_are_below_one_in_a_hundred_thousand(clock, count, most):
    passed = patient_day(clock, count)
    assert 10 * count < passed <= most
    assert passed * LIVE / CODES < ODDS


def test_the_odds_hold_for_any_number_of_addresses(clock):
    most = guesses.ALL_TOGETHER + DAY / guesses.FORGET_ONE_OF_ALL
    assert most * LIVE / CODES < ODDS
    every_second = [f"2001:db8:{n // 65536:x}:{n % 65536:x}::1" for n in range(3600)]
    passed = looked_up(every_second, clock, pace=1)
    assert passed <= guesses.ALL_TOGETHER + 3600 / guesses.FORGET_ONE_OF_ALL


def test_without_its_counts_no_code_is_looked_up(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    assert guesses.attempt("192.0.2.1").refusal.startswith("Many codes")


# Through the page


def by_code(client, code, address="198.51.100.7"):
    return client.post(reverse("join"), {"code": code}, REMOTE_ADDR=address)


@pytest.mark.django_db
def test_at_the_page_the_eleventh_wrong_code_is_told_how_long_to_wait(room, client):
    answers = [by_code(client, "AAAA AAAA").content.decode() for _ in range(11)]
    assert [WRONG in answer for answer in answers] == [True] * 10 + [False]
    assert f"{SLOW} Wait a minute, then type the code from the wall." in answers[10]
    assert SLOW in by_code(client, room.session.join_code).content.decode()
    assert by_code(client, room.session.join_code, "192.0.2.1").status_code == 302


@pytest.mark.django_db
def test_what_is_no_code_at_all_is_not_a_guess(room, client):
    for _ in range(30):
        by_code(client, "ABC")
    assert by_code(client, room.session.join_code).status_code == 302


@pytest.mark.django_db
def test_while_codes_are_guessed_a_guest_comes_in_by_link_at_once(room, client):
    for address in addresses(100) * 100:
        guesses.attempt(address)
    for _ in range(3):
        by_code(client, "AAAA AAAA", "198.51.0.1")
    begun = time.monotonic()
    # The same address as a guesser's: links are no codes.
    token = {"token": access.join_token(room.session)}
    answer = client.post(reverse("join"), token, REMOTE_ADDR="198.51.0.1")
    assert client.post(answer.url, {"name": "Lea"}).url == reverse(
        "live", args=[room.session.public_id]
    )
    assert time.monotonic() - begun < 5


@pytest.mark.django_db
def test_a_wrong_and_an_ended_code_get_the_same_answer(room, client):
    ended = room.session.join_code
    LiveSession.objects.filter(pk=room.session.pk).update(closed_at=timezone.now())
    pages = [by_code(client, code).content.decode() for code in ("AAAAAAAA", ended)]
    wrong, over = (re.sub(r'value="[^"]*"', "", page) for page in pages)
    assert WRONG in wrong
    assert wrong == over
