"""Scenarios of parked questions, the why-chains and the factors."""

from facilitation.models import Chain, Question, Rung

from .base import SCENARIOS, scenario

# Parked questions


@scenario
def park_question__on_the_line(room):
    room.go_to("timeline")
    return {"text": "Why on a Friday?"}


@scenario
def park_question__at_the_chains(room):
    room.go_to("whys")
    return {"text": "Why on a Friday?"}


@scenario
def edit_question__plain(room):
    question = room.go_to("whys").thing("park_question", text="Why on a Friday?")
    return {"question": question, "text": "Why then?", "base": 1}


@scenario
def remove_question__plain(room):
    question = room.go_to("whys").thing("park_question", text="Why on a Friday?")
    return {"question": question}


@scenario
def restore_question__not_the_newest(room):
    question = room.go_to("whys").thing("park_question", text="Why on a Friday?")
    room.do("park_question", text="Why by hand?")
    room.do("remove_question", question=question)
    return {"question": question}


def settled(outcome, answer=""):
    def prepare(room):
        question = room.go_to("whys").thing("park_question", text="Why on a Friday?")
        return {"question": question, "outcome": outcome, "answer": answer}

    return prepare


SCENARIOS["settle_question", "answered"] = settled("answered", "It was the only slot.")
SCENARIOS["settle_question", "as a why"] = settled("why")
SCENARIOS["settle_question", "left"] = settled("left")


@scenario
def settle_question__back_to_waiting(room):
    """The chain that it became has nothing on it, and goes."""
    question = room.go_to("whys").thing("park_question", text="Why on a Friday?")
    room.do("settle_question", question=question, outcome="why")
    return {"question": question, "outcome": "waiting"}


# Root cause


def chain(room) -> Chain:
    return room.go_to("whys").session.chains.first()


def rung(room, of=None, text="a format changed") -> str:
    of = of or chain(room)
    return room.thing("add_rung", chain=of.public_id, question="Why did it?", text=text)


def second(room, text="a format changed") -> Chain:
    made = room.go_to("whys").thing("start_chain", origin="Support hears first")
    other = Chain.objects.get(public_id=made)
    rung(room, other, text)
    return other


@scenario
def start_chain__plain(room):
    rung(room)
    return {"origin": "Support hears first"}


@scenario
def edit_chain__plain(room):
    return {"chain": chain(room).public_id, "origin": "the wrong box", "base": 1}


@scenario
def remove_chain__that_met_another(room):
    rung(room)
    second(room)
    return {"chain": chain(room).public_id}


@scenario
def remove_chain__that_was_a_question(room):
    question = room.go_to("whys").thing("park_question", text="Why on a Friday?")
    room.do("settle_question", question=question, outcome="why")
    return {"chain": Question.objects.get(public_id=question).chain.public_id}


@scenario
def withdraw_chain__plain(room):
    rung(room)
    return {"chain": room.thing("start_chain", origin="Support hears first")}


@scenario
def restore_chain__with_its_rungs(room):
    rung(room)
    second(room)
    taken = chain(room).public_id
    room.do("remove_chain", chain=taken)
    return {"chain": taken}


@scenario
def add_rung__that_meets_another(room):
    rung(room)
    other = second(room, "something else")
    return {"chain": other.public_id, "question": "Why?", "text": "a format changed"}


@scenario
def edit_rung__so_that_chains_meet_no_more(room):
    first = rung(room)
    second(room)
    return {"rung": first, "question": "Why so?", "text": "nobody was told", "base": 1}


@scenario
def remove_rung__plain(room):
    first = rung(room)
    second(room)
    return {"rung": first}


@scenario
def restore_rung__plain(room):
    first = rung(room)
    second(room)
    room.do("remove_rung", rung=first)
    return {"rung": first}


@scenario
def choose_gap__plain(room):
    return {"rung": rung(room), "sentence": "Nothing tells us", "whoever": True,
            "engineering": True}  # fmt: skip


@scenario
def choose_gap__instead_of_another(room):
    room.do("choose_gap", **choose_gap__plain(room))
    other = second(room)
    end = Rung.objects.get(chain=other)
    return {"rung": end.public_id, "sentence": "Better", "whoever": True, "engineering": True}


@scenario
def reopen_gap__plain(room):
    room.do("choose_gap", **choose_gap__plain(room))
    return {}


# Factors


def factor(room, *effects) -> str:
    room.go_to("factors")
    return room.thing("add_factor", text="It runs at night", effects=list(effects or ["catch"]))


@scenario
def add_factor__plain(room):
    room.go_to("factors")
    return {"text": "I took it for safe", "effects": ["worse", "fix"], "assumption": True}


@scenario
def edit_factor__into_another_column(room):
    moved = factor(room)
    factor(room, "fix")
    return {"factor": moved, "text": "At night", "effects": ["fix"], "told_by": "A test", "base": 1}


@scenario
def remove_factor__plain(room):
    return {"factor": factor(room)}


@scenario
def restore_factor__not_the_newest(room):
    first = factor(room)
    factor(room)
    room.do("remove_factor", factor=first)
    return {"factor": first}
