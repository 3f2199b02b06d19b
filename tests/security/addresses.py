"""Every address of the session and the write-up, found by walking the resolver."""

from django.urls import reverse

from facilitation.urls import urlpatterns as facilitation
from writeups.urls import urlpatterns as writeups

NAMES = [pattern.name for pattern in [*facilitation, *writeups]]
# name: (which ids it takes, whether it only takes a POST)
CASES = {
    "join": ((), False),
    "join_room": (("session",), False),
    "wait": (("session",), False),
    "open_session": (("incident",), True),
    "room_panel": (("incident",), False),
    "live": (("session",), False),
    "wall": (("session",), False),
    "qr": (("session",), False),
    "do": (("session",), True),
    "after": (("session",), False),
    "chair": (("session",), True),
    "leave": (("session",), True),
    "people_drawer": (("session",), False),
    "ballot": (("session",), False),
    "sticky_drawer": (("session", "sticky"), False),
    "question_drawer": (("session", "question"), False),
    "rung_drawer": (("session", "rung"), False),
    "factor_drawer": (("session", "factor"), False),
    "idea_drawer": (("session", "idea"), False),
    "writeup": (("incident",), False),
    "writeup_pdf": (("incident",), False),
}


def address(name, room, things=None) -> str:
    ids = vars(things or room.things) | {
        "session": room.session.public_id,
        "incident": room.incident.public_id,
    }
    found = reverse(name, args=[ids[kind] for kind in CASES[name][0]])
    return f"{found}?after=0" if name == "after" else found
