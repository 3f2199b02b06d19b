"""Loads the worked example, by the same commands that people give in a room."""

import uuid
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from facilitation import example
from facilitation.commands import perform
from facilitation.models import Participant
from facilitation.seating import open_session
from incidents.models import Action, Incident, IncidentType
from people.models import Membership, Team, User


class Command(BaseCommand):
    help = "Load a year of made-up incidents, one finished post-mortem and one to run."

    def handle(self, **options):
        if Team.objects.filter(name=example.TEAM).exists():
            self.stderr.write("The worked example is already here.")
            return
        with transaction.atomic():
            team, people = make_team()
            make_earlier(team, people)
            change = example.last_change(timezone.now())
            hold(make_incident(team, change), people, change)
            practice = Team.objects.create(name=example.PRACTICE, zone=example.ZONE)
            make_incident(practice, change)


def make_team():
    team = Team.objects.create(name=example.TEAM, zone=example.ZONE)
    people = {}
    for name in example.PEOPLE:
        user = User.objects.create_user(f"{name.lower()}@example.invalid", name)
        Membership.objects.create(team=team, user=user)
        people[name] = user
    return team, people


def make_incident(team, change) -> Incident:
    return Incident.objects.create(
        team=team,
        title=example.TITLE,
        type=IncidentType.objects.get(slug="integration"),
        started_at=change,
        resolved_at=example.at(change, 1, "11:14"),
        zone=example.ZONE,
        what_happened=example.HAPPENED,
        affected="3 customers",
        impact=example.IMPACT,
        other_teams="Reconciliation",
    )


def make_earlier(team, people) -> None:
    now = timezone.now().replace(second=0, microsecond=0)
    for ago, kind, hours, title, happened, cause, actions in example.EARLIER:
        started = now - timedelta(days=ago)
        resolved = started + timedelta(hours=hours)
        incident = Incident.objects.create(
            team=team,
            title=title,
            type=IncidentType.objects.get(slug=kind),
            type_note="Near miss" if kind == "other" else "",
            started_at=started,
            resolved_at=resolved,
            zone=example.ZONE,
            what_happened=happened,
            scheduled_for=resolved + timedelta(hours=20),
            held_at=resolved + timedelta(hours=22),
            root_cause=cause,
            follow_up_on=(resolved + timedelta(days=28)).date(),
            logged_at=resolved,
        )
        for place, (text, owner, state, due) in enumerate(actions, start=1):
            deadline = timezone.localdate() + timedelta(days=due)
            Action.objects.create(
                incident=incident,
                position=place,
                text=text,
                owner_name=owner,
                owner=people[owner],
                deadline=deadline,
                state=state,
                accepted_at=incident.held_at,
                finished_at=now + timedelta(days=due) if state == "done" else None,
            )


class Room:
    """The session, and a short way to give commands in it."""

    def __init__(self, session, people):
        self.session = session
        self.seats = {session.facilitator.name: session.facilitator}
        for name, user in people.items():
            if name not in self.seats:
                self.seats[name] = Participant.objects.create(session=session, user=user, name=name)

    def do(self, command, by="Ines", **data):
        event = perform(self.seats[by].pk, command, data, str(uuid.uuid4()))
        return event.particulars.get("thing")


def hold(incident, people, change) -> None:
    room = Room(open_session(incident, people["Ines"]), people)
    for chair in room.session.chairs.exclude(seat="facilitator"):
        room.do("fill_chair", chair=chair.public_id, name=example.CHAIRS[chair.seat])
    room.do("start_session")
    room.do("read_directive", by="Mei")
    room.do("advance_phase", phase="timeline")
    draw_line(room, change)
    room.do("advance_phase", phase="whys")
    climb(room)
    room.do("advance_phase", phase="factors")
    for text, effects, assumption in example.FACTORS:
        room.do("add_factor", by="Jonas", text=text, effects=effects, assumption=assumption)
    room.do("advance_phase", phase="actions")
    promise(room)
    date_back(room.session, change)


def draw_line(room, change) -> None:
    for days, clock, kind, text, marks in example.LINE:
        when = f"{example.at(change, days, clock):%Y-%m-%d %H:%M}"
        sticky = room.do("add_sticky", by="Priya", kind=kind, when=when, text=text)
        for mark in marks:
            room.do("mark_sticky", sticky=sticky, mark=mark)
    for text, _, _ in example.QUESTIONS:
        room.do("park_question", by="Charlotte", text=text)


def climb(room) -> None:
    session = room.session
    first = session.chains.get()
    room.do("edit_chain", chain=first.public_id, origin="the wrong box", base=first.version)
    rung = add_rungs(room, first, example.CHAIN_A)
    for question, (_, outcome, answer) in zip(
        session.questions.all(), example.QUESTIONS, strict=True
    ):
        room.do("settle_question", question=question.public_id, outcome=outcome, answer=answer)
    add_rungs(room, session.chains.last(), example.CHAIN_B)
    room.do("choose_gap", rung=rung, sentence=example.NO_NOTICE, whoever=True, engineering=True)


def add_rungs(room, chain, pairs) -> str:
    for question, text in pairs:
        rung = room.do("add_rung", by="Tom", chain=chain.public_id, question=question, text=text)
    return rung


def promise(room) -> None:
    ideas = {}
    for text in [action[0] for action in example.ACTIONS] + list(example.PARKED):
        ideas[text] = room.do("add_idea", by="Amara", text=text)
    room.do("close_brainstorm")
    for name in ("Priya", "Tom", "Charlotte", "Mei"):
        room.do("rank_ideas", by=name, order=list(ideas.values()))
    room.do("take_ranking")
    today = timezone.localdate()
    for text, owner, days, seen in example.ACTIONS:
        idea = ideas[text]
        room.do("set_owner", idea=idea, owner=owner, was="")
        room.do("set_deadline", idea=idea, deadline=str(today + timedelta(days=days)), was="")
        room.do("set_done_when", idea=idea, done_when=seen, was="")
    room.do("begin_reading")
    for text, owner, _, _ in example.ACTIONS:
        room.do("say_yes", by=owner, idea=ideas[text])
    room.do("set_follow_up", date=str(today + timedelta(days=30)))
    room.do("close_session")


def date_back(session, change) -> None:
    """The post-mortem was held the morning after, for eighty-four minutes."""
    began = example.at(change, 2, "10:00")
    ended = began + timedelta(minutes=84)
    session.refresh_from_db()
    session.started_at, session.closed_at = began, ended
    session.save(update_fields=["started_at", "closed_at"])
    minutes = {"room": 6, "timeline": 23, "whys": 28, "factors": 10, "actions": 17}
    for phase, spent in minutes.items():
        session.clocks.filter(phase=phase).update(spent=spent * 60)
    session.events.update(at=ended)
    Incident.objects.filter(pk=session.incident_id).update(
        scheduled_for=began, held_at=ended, logged_at=example.at(change, 1, "12:00")
    )
    session.incident.action_set.filter(accepted_at__isnull=False).update(accepted_at=ended)
