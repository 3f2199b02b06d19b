"""Who may read the counters, and that they say nothing about anybody."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from .test_counters import TOKEN, ask, note
from .wire import in_thread

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def token(settings):
    settings.METRICS_TOKEN = TOKEN


@pytest.mark.parametrize("wrong", ["", "wrong", TOKEN[:-1], TOKEN + "x", "é"])
def test_without_the_operators_token_there_is_nothing(db, wrong):
    answer = ask(wrong)
    assert answer.status_code == 404
    assert b"board_" not in answer.content
    assert Client().get("/metrics").status_code == 404


def test_an_operator_who_set_no_token_shows_nobody_anything(db, settings):
    settings.METRICS_TOKEN = ""
    assert [ask(token).status_code for token in ("", TOKEN)] == [404, 404]


async def test_no_figure_names_anybody_or_says_what_was_written(line, wires):
    ben = await wires("ben")
    await ben.op("add_sticky", "op-00000001", **note(line, "Quite particular words"))
    text = (await in_thread(ask)()).content.decode()
    assert "board_operations_total" in text
    people = [line.ana, line.ben, line.gil]
    secret = [line.session.public_id, line.session.epoch, line.session.join_code, "particular"]
    secret += [*(each.public_id for each in people), "op-00000001", line.incident.title]
    assert not [each for each in [*secret, "Ana", "Ben", "Gil"] if each in text]


def test_health_is_the_databases_as_well(db):
    assert Client().get("/healthz").content == b"ok"

    def no_answer(execute, *arguments):
        raise DatabaseError("gone")

    with connection.execute_wrapper(no_answer):
        answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"the database does not answer")
