"""A thousand operations race one that ends the phase or the session: its number is the boundary."""

import threading

import pytest
from django.db import OperationalError, connection

from facilitation.commands import perform
from facilitation.models import SessionEvent
from facilitation.refusals import Refusal
from facilitation.sync.writer import Job, Writer
from incidents.models import Incident

from .orders import note, order
from .wire import in_thread

pytestmark = [pytest.mark.django_db(transaction=True)]
THREADS, EACH = 4, 240
BY_THE_DOOR = 40


class Race:
    """Operations of several threads through one writer, and some past it, as pages post them."""

    def __init__(self, room, ending, make):
        self.room, self.ending, self.make = room, ending, make
        self.answers: list[tuple] = []
        self.done = threading.Semaphore(0)
        self.writer = Writer(self.publish, lambda session_pk: ())

    def publish(self, done):
        for job, answer in done.answers:
            self.tell(job.order, answer)

    def tell(self, given, answer):
        self.answers.append((given, answer))
        self.done.release()

    def run(self):
        orders = [[self.make(f"{t} {n}") for n in range(EACH)] for t in range(THREADS)]
        orders[0].insert(EACH // 2, self.ending)
        threads = [threading.Thread(target=self.send, args=[each]) for each in orders]
        threads.append(threading.Thread(target=self.by_the_door))
        for thread in threads:
            thread.start()
        for _ in range(THREADS * EACH + 1 + BY_THE_DOOR):
            assert self.done.acquire(timeout=120)
        for thread in threads:
            thread.join()

    def send(self, orders):
        for each in orders:
            self.writer.put(Job(self.room.session.pk, each, print))

    def by_the_door(self):
        """A busy writer may keep this out for so long that it is told to come again."""
        orders = [self.make(f"door {n}") for n in range(BY_THE_DOOR)]
        while orders:
            each = orders[0]
            try:
                answer = perform(each.participant_id, each.command, each.data, each.op_id)
            except Refusal as refusal:
                answer = refusal
            except OperationalError:
                continue
            self.tell(orders.pop(0), answer)
        connection.close()

    def boundary(self) -> int:
        (ended,) = [answer for given, answer in self.answers if given is self.ending]
        assert isinstance(ended, SessionEvent), ended
        return ended.seq

    def accepted(self) -> list[int]:
        given = [answer for each, answer in self.answers if each is not self.ending]
        return sorted(event.seq for event in given if isinstance(event, SessionEvent))

    def refused(self) -> list[str]:
        return [answer.code for _, answer in self.answers if isinstance(answer, Refusal)]


async def assert_a_clean_cut(race, line, code):
    before = line.session.seq
    await in_thread(race.run)()
    accepted, refused = race.accepted(), race.refused()
    assert accepted == list(range(before + 1, race.boundary()))
    assert refused == [code] * (THREADS * EACH + BY_THE_DOOR - len(accepted))
    assert len(refused) > 10
    assert len(accepted) > 10
    events = SessionEvent.objects.filter(session=line.session, seq__gt=before)
    numbers = [seq async for seq in events.order_by("seq").values_list("seq", flat=True)]
    assert numbers == list(range(before + 1, race.boundary() + 1))


async def test_a_note_counts_if_it_came_before_the_phase_turned(line, settings):
    settings.MOST_NOTES = 2000
    people = [line.ana, line.ben, line.gil]

    def make(text):
        return note(line, text, people[len(text) % 3], minutes=len(text))

    ending = order(line.ana, "advance_phase", phase="whys")
    race = Race(line, ending, make)
    await assert_a_clean_cut(race, line, "phase_over")
    assert await line.session.stickies.acount() == len(race.accepted())


async def test_a_question_counts_if_it_came_before_the_close(line):
    def ready():
        line.go_to("actions")
        ideas = line.promised("One", "Two")
        line.do("begin_reading")
        for idea in ideas:
            line.do("say_yes", idea=idea)
        line.do("set_follow_up", date=line.day(30))
        Incident.objects.update(impact="Three people.")
        line.session = line.fresh()

    await in_thread(ready)()
    before = await line.session.questions.acount()
    ending = order(line.ana, "close_session")
    race = Race(line, ending, lambda text: order(line.ben, "park_question", text=text))
    await assert_a_clean_cut(race, line, "closed")
    assert await line.session.questions.acount() == before + len(race.accepted())
