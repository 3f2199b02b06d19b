"""What a process knows of a room without asking again: true for one sequence number only.

Every change of a board takes the next number under the lock, whoever makes it. So what was read at
number n is still so while the locked row says n and the incident's facts are the same. An
operation that only adds rows keeps the memory in step; after any other it is forgotten.
"""

from collections import Counter, OrderedDict
from datetime import UTC
from functools import cached_property, lru_cache

from django.db import connection

from incidents.models import Incident

from .line import minute
from .models import LiveSession, Participant, Sticky

ROOMS = 256
_kept: OrderedDict[int, tuple[tuple, "Memory"]] = OrderedDict()


class Memory:
    """The session, the people who have acted, and where notes stand on the line."""

    def __init__(self, session: LiveSession, facts: tuple = ()):
        self.session = session
        self.facts = facts
        self.people: dict[int, Participant] = {}
        self.fresh: dict[str, Sticky] = {}

    @classmethod
    def of_locked(cls, session_pk: int) -> "Memory":
        """Lock the session's row; reuse what is remembered when nothing has happened since."""
        with connection.cursor() as cursor:
            cursor.execute(_lock(), [session_pk])
            row = cursor.fetchone()
        if row is None:
            raise LiveSession.DoesNotExist
        seq_and_epoch, facts = row[:2], row[2:]
        known, memory = _kept.pop(session_pk, (None, None))
        if memory and known == seq_and_epoch and memory.facts == facts:
            return memory
        session = LiveSession.objects.select_related("incident__team", "facilitator")
        return cls(session.get(pk=session_pk), facts)

    def keep(self) -> None:
        """After operations that only added are committed and drawn: for whoever is next."""
        self.fresh.clear()
        _kept[self.session.pk] = ((self.session.seq, self.session.epoch), self)
        while len(_kept) > ROOMS:
            _kept.popitem(last=False)

    def renew(self) -> None:
        """After an operation that changed more than it added, or was refused half way."""
        rows = LiveSession.objects.select_related("incident__team", "facilitator")
        self.session = rows.get(pk=self.session.pk)
        self.people.clear()
        self.fresh.clear()
        for name in ("places", "notes", "marks"):
            self.__dict__.pop(name, None)

    def person(self, pk: int) -> Participant | None:
        """Somebody of this session; whoever asks first fetches all, for the others write soon."""
        if pk not in self.people:
            rows = Participant.objects.filter(session_id=self.session.pk)
            self.people |= {person.pk: person for person in rows}
        person = self.people.get(pk)
        if person:
            person.session = self.session
        return person

    # The line

    @cached_property
    def places(self) -> dict[int, Counter]:
        """How many notes of each kind stand at each minute."""
        rows = Sticky.objects.filter(session_id=self.session.pk, removed_at=None)
        return counted(rows.values_list("at", "kind"))

    def know(self, notes) -> None:
        """Take the line as these (at, kind) say it, for whoever reads it with them."""
        self.places = counted(notes)
        self.__dict__.pop("notes", None)

    @cached_property
    def notes(self) -> int:
        return sum(sum(kinds.values()) for kinds in self.places.values())

    @cached_property
    def marks(self) -> dict[str, Sticky]:
        rows = self.session.marks.filter(sticky__removed_at=None).select_related("sticky")
        return {mark.kind: mark.sticky for mark in rows}

    def place(self, sticky: Sticky) -> bool:
        """Take a new note up; True when it is the first of its minute."""
        sticky.at = sticky.at.astimezone(UTC)  # as the tables will give it back
        at = minute(sticky.at)
        notes, is_first = self.notes, at not in self.places
        self.places.setdefault(at, Counter())[sticky.kind] += 1
        self.notes = notes + 1
        self.fresh[sticky.public_id] = sticky
        return is_first


def counted(notes) -> dict[int, Counter]:
    places: dict[int, Counter] = {}
    for at, kind in notes:
        places.setdefault(minute(at), Counter())[kind] += 1
    return places


@lru_cache(maxsize=1)
def _lock() -> str:
    """One statement that locks and tells whether anything has changed."""
    facts = ", ".join(f'i."{field.column}"' for field in Incident._meta.local_concrete_fields)
    update = "" if connection.vendor == "sqlite" else " FOR UPDATE OF s"
    return (
        f"SELECT s.seq, s.epoch, {facts} FROM facilitation_livesession s "
        f"JOIN incidents_incident i ON i.id = s.incident_id WHERE s.id = %s{update}"
    )
