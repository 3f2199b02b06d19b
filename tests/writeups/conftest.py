"""A closed session by its rows: the playbook's allergen incident in our own words."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from facilitation.models import Factor, LiveSession, Mark, Participant, Sticky
from incidents.models import Action, Incident, IncidentType
from people.models import Team, User
from writeups import pdf
from writeups.draft import draft

TUESDAY = datetime(2026, 12, 8, tzinfo=UTC)
LINE = (
    ("event", 16.7834, "The pause option goes out on the subscription service"),
    ("missed", 16.7834, "no notice from one squad to the other"),
    ("event", 29.5, "The overnight run reads the new shape and fills boxes wrongly"),
    ("missed", 29.5, "no alert on the new shape"),
    ("event", 33, "Customers write that their boxes are wrong"),
    ("fired", 33, "letters to support"),
    ("event", 33.25, "Everybody affected gets a call"),
    ("event", 33.5834, "The new shape is found in the run's input"),
    ("event", 35.2334, "The repair goes out"),
)
MARKS = {"change": 0, "symptom": 2, "detection": 4, "resolution": 8}
FACTORS = ("The run reports success whatever it reads", "It runs at night, unwatched")
PROMISES = (("Priya", "Contract tests between the two services", date(2026, 12, 18)),)


def at(hours: float) -> datetime:
    """Hours after Tuesday's midnight, to the minute."""
    return (TUESDAY + timedelta(hours=hours)).replace(second=0, microsecond=0)


class Making:
    """Makes sessions of one team."""

    def __init__(self, name="Boxes"):
        self.team = Team.objects.create(name=name)
        self.user = User.objects.create_user(f"{name}@example.org".lower(), "Nadia Unnamed", "pw")
        self.team.members.add(self.user)

    def incident(self, title="Wrong boxes after the pause option", **fields) -> Incident:
        values = {
            "team": self.team,
            "title": title,
            "type": IncidentType.objects.get(slug="integration"),
            "started_at": at(16.7834),
            "resolved_at": at(35.2334),
            "what_happened": "A change of shape passed unseen into the overnight run.",
            "impact": "Three customers got food they are allergic to.",
        }
        return Incident.objects.create(**values | fields)

    def session(self, *, closed=True, line=LINE, marks=MARKS, factors=FACTORS, **fields):
        incident = fields.pop("incident", None) or self.incident()
        session = LiveSession.objects.create(
            incident=incident,
            join_code=f"{LiveSession.objects.count():08}",
            gap_sentence="No mechanism tells one squad what another changes.",
            follow_up_on=date(2027, 1, 7),
            closed_at=at(58) if closed else None,
            **fields,
        )
        Participant.objects.create(session=session, user=self.user, name="Nadia Unnamed")
        for kind, hours, text in line:
            Sticky.objects.create(session=session, kind=kind, at=at(hours), text=text)
        stickies = list(session.stickies.order_by("id"))
        for kind, place in marks.items():
            Mark.objects.create(session=session, kind=kind, sticky=stickies[place])
        for text in factors:
            Factor.objects.create(session=session, text=text, worse=True)
        return session

    def promise(self, session, promises=PROMISES):
        for place, (owner, text, day) in enumerate(promises, start=1):
            Action.objects.create(
                incident=session.incident,
                position=place,
                owner_name=owner,
                text=text,
                deadline=day,
            )


@pytest.fixture
def making(db) -> Making:
    return Making()


@pytest.fixture
def session(making) -> LiveSession:
    session = making.session()
    making.promise(session)
    Factor.objects.create(
        session=session, text="nobody else reads this", worse=True, assumption=True
    )
    return session


@pytest.fixture
def colleague(making) -> Client:
    client = Client()
    client.force_login(making.user)
    return client


def long_line(rows: int, words: str):
    """Rows a minute apart, the four marks spread over them."""
    line = [("event", 17 + place / 60, f"{place} {words}") for place in range(rows)]
    spread = (0, rows // 3, rows // 2, rows - 1)
    return {"line": line, "marks": dict(zip(MARKS, spread, strict=True))}


def printed(session, paper="a4"):
    """The PDF of a session: (its reader, its only page's text in one line, how it came to fit)."""
    done = pdf.render(draft(session), paper)
    reader = PdfReader(BytesIO(done.content))
    return reader, " ".join(reader.pages[0].extract_text().split()), done.fit
