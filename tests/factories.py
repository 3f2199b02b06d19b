"""A live session with three people in it, and short ways to steer it by the real commands."""

import uuid
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from facilitation.access import hashed
from facilitation.commands import perform
from facilitation.models import LiveSession, Participant, Sticky
from facilitation.refusals import Refusal
from facilitation.seating import open_session
from playbook import phases

GUEST_SECRET = "a guest's own secret of 128 bits"


class Room:
    """Ana facilitates, Ben has an account and a seat, Gil is a guest."""

    def __init__(self, incident, ana, ben=None):
        self.incident = incident
        self.session = open_session(incident, ana)
        self.ana = self.session.facilitator
        self.gil = self.guest("Gil", GUEST_SECRET)
        self.ben = self.colleague(ben) if ben else None

    def guest(self, name, secret):
        return Participant.objects.create(
            session=self.session, name=name, secret_hash=hashed(secret)
        )

    def waiting(self, name, secret="", user=None) -> Participant:
        """Somebody at the door."""
        return Participant.objects.create(
            session=self.session,
            name=name,
            user=user,
            secret_hash=hashed(secret) if secret else "",
            admitted_at=None,
        )

    def colleague(self, user):
        return Participant.objects.create(session=self.session, user=user, name=user.name)

    def do(self, command, by=None, op_id=None, **data):
        """Give a command as Ana, or as the person named; the event, committed."""
        return perform((by or self.ana).pk, command, data, op_id or str(uuid.uuid4()))

    def thing(self, command, by=None, **data) -> str:
        """The public id of what a command made."""
        return self.do(command, by, **data).particulars["thing"]

    def refused(self, command, by=None, op_id=None, **data) -> Refusal:
        """The refusal of a command that must be refused, and proof that nothing was recorded."""
        before = self.fresh().seq
        try:
            self.do(command, by, op_id, **data)
        except Refusal as refusal:
            assert self.fresh().seq == before
            return refusal
        raise AssertionError(f"{command} was not refused")

    def fresh(self) -> LiveSession:
        return LiveSession.objects.select_related("incident", "facilitator").get(pk=self.session.pk)

    def start(self):
        self.do("start_session")
        return self

    def go_to(self, phase):
        """Start when need be, then step forward one phase at a time."""
        if not self.fresh().started_at:
            self.start()
        while (here := self.fresh().phase) != phase:
            self.do("advance_phase", phase=phases.following(here).slug)
        return self

    def when(self, **after_start) -> str:
        """A time on the incident's line, as somebody would type it."""
        at = self.incident.started_at + timedelta(**after_start)
        local = at.astimezone(ZoneInfo(self.incident.zone))
        return f"{local:%Y-%m-%d %H:%M}"

    def note(self, text="The change goes live", kind="event", by=None, **after_start) -> Sticky:
        when = self.when(**(after_start or {"minutes": 1}))
        made = self.thing("add_sticky", by, kind=kind, when=when, text=text)
        return Sticky.objects.get(public_id=made)

    def ideas(self, *texts) -> list[str]:
        return [self.thing("add_idea", text=text) for text in texts]

    def promised(self, *texts, owner="Ben", days=9) -> list[str]:
        """Ideas above the line with an owner and a date each, brainstorm closed."""
        made = self.ideas(*texts)
        self.do("close_brainstorm")
        for idea in made[:3]:
            self.do("set_owner", idea=idea, owner=owner, was="")
            self.do("set_deadline", idea=idea, deadline=self.day(days), was="")
        return made

    @staticmethod
    def day(days) -> str:
        return (timezone.localdate() + timedelta(days=days)).isoformat()
