"""Orders as the writer gets them, and what came of them in short words."""

import uuid
from collections import OrderedDict
from contextlib import contextmanager

from facilitation import memory
from facilitation.commands import Order, perform_together
from facilitation.models import SessionEvent
from facilitation.refusals import Refusal


def order(person, command, op_id="", **data) -> Order:
    return Order(person.pk, command, data, op_id or str(uuid.uuid4()))


def note(room, text, by=None, op_id="", kind="event", **after_start) -> Order:
    when = room.when(**(after_start or {"minutes": 1}))
    return order(by or room.ana, "add_sticky", op_id, kind=kind, when=when, text=text)


def together(room, *orders):
    return perform_together(room.session.pk, list(orders))


def said(answers) -> list[str]:
    """The name of an event, the code of a refusal."""
    return [each.code if isinstance(each, Refusal) else each.name for each in answers]


def log_of(room) -> list[tuple[int, str]]:
    rows = SessionEvent.objects.filter(session=room.session).order_by("seq")
    return list(rows.values_list("seq", "name"))


@contextmanager
def another_process():
    """What is done in here leaves the memory of this process as it is."""
    ours, memory._kept = memory._kept, OrderedDict()
    try:
        yield
    finally:
        memory._kept = ours
