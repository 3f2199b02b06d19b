"""Who is here without a socket: pages that poll are present as long as they ask."""

import time

LEASE = 25.0
_seen: dict[int, dict[str, float]] = {}


def saw(session_pk: int, who: str) -> bool:
    """Somebody has asked; True when they were not here before. From any thread."""
    people = _seen.setdefault(session_pk, {})
    is_new = people.get(who, 0.0) < time.monotonic()
    people[who] = time.monotonic() + LEASE
    return is_new


def here(session_pk: int) -> set[str]:
    now = time.monotonic()
    people = _seen.get(session_pk, {})
    for who in [who for who, until in list(people.items()) if until < now]:
        people.pop(who, None)
    return set(people)
