"""For every command at least one state in which it changes what stands on the page.

A scenario prepares a room and returns the fields of the command; `by` says who gives it, Ana
unless named. A name in brackets sets scenarios of one command apart.
"""

from facilitation.models import Chain, Chair, Question, Rung

SCENARIOS = {}


def scenario(function):
    command, _, case = function.__name__.partition("__")
    SCENARIOS[command, case] = function
    return function


def nothing(*commands, phase="timeline", before=()):
    """Commands without fields, after others without fields."""
    for command in commands:

        def prepare(room):
            if phase:
                room.go_to(phase)
            for each in before:
                room.do(each)
            return {}

        SCENARIOS[command, "plain"] = prepare


nothing("start_session", phase="")
nothing("show_directive", "pause_clock", "change_join_code")
nothing("lower_directive", before=["show_directive"])
nothing("resume_clock", before=["pause_clock"])
nothing("read_directive", phase="room")


@scenario
def advance_phase__to_whys(room):
    room.go_to("timeline").note("Orders stop")
    room.do("show_directive")
    return {"phase": "whys"}


@scenario
def advance_phase__to_actions(room):
    room.go_to("factors")
    return {"phase": "actions"}


@scenario
def go_back__to_timeline(room):
    room.go_to("factors")
    return {"phase": "timeline"}


@scenario
def skip_phase__plain(room):
    room.go_to("timeline")
    return {"phase": "whys", "because": "The chain was climbed in the channel."}


@scenario
def add_minutes__plain(room):
    room.go_to("timeline")
    return {"minutes": 5}


@scenario
def take_minutes__the_last_that_may_be_lent(room):
    room.go_to("timeline")
    return {"phase": "factors", "minutes": 5}


@scenario
def hand_over__plain(room):
    room.go_to("timeline")
    return {"participant": room.ben.public_id}


@scenario
def remove_participant__plain(room):
    room.go_to("timeline")
    return {"participant": room.ben.public_id}


@scenario
def remove_participant__who_ranked(room):
    one, other = ranking(room, "One", "Other")
    room.do("rank_ideas", room.ben, order=[one, other])
    return {"participant": room.ben.public_id}


@scenario
def fill_chair__by_a_guest(room):
    room.go_to("timeline")
    chair = Chair.objects.get(session=room.session, seat="oncall")
    return {"chair": chair.public_id, "name": "Gil"}


@scenario
def fill_chair__too_close_for_a_reason(room):
    room.go_to("timeline")
    chair = Chair.objects.get(session=room.session, seat="oncall")
    return {"chair": chair.public_id, "name": "Ana", "because": "Nobody else was here"}


@scenario
def fill_chair__the_facilitators(room):
    ranking(room, "One", "Other")
    room.ben.delete()
    chair = Chair.objects.get(session=room.session, seat="facilitator")
    return {"chair": chair.public_id, "name": "Ben"}


# The timeline


@scenario
def add_sticky__the_first(room):
    room.go_to("timeline")
    return {"kind": "event", "when": room.when(hours=1), "text": "Orders stop"}


@scenario
def add_sticky__into_a_moment(room):
    room.go_to("timeline").note(hours=1)
    return {"kind": "missed", "when": room.when(hours=1), "text": "No alert"}


@scenario
def add_sticky__after_the_end(room):
    room.go_to("timeline").note(hours=17)
    return {"kind": "fired", "when": room.when(hours=20), "text": "A late letter"}


@scenario
def add_sticky__before_the_start(room):
    room.go_to("timeline")
    return {
        "kind": "event", "when": room.when(hours=-3), "text": "The merge", "confirm": "before_start"
    }  # fmt: skip


@scenario
def edit_sticky__words_and_kind(room):
    note = room.go_to("timeline").note(hours=1)
    return {
        "sticky": note.public_id, "kind": "fired", "when": room.when(hours=1), "text": "A page",
        "base": 1,
    }  # fmt: skip


@scenario
def edit_sticky__time_of_a_marked_one(room):
    room.go_to("timeline").note(hours=2)
    note = room.note(hours=1)
    room.note(hours=5)
    room.do("mark_sticky", sticky=note.public_id, mark="change")
    return {
        "sticky": note.public_id, "kind": "event", "when": room.when(hours=7), "text": "Later"
    }  # fmt: skip


@scenario
def remove_sticky__marked(room):
    room.go_to("timeline").note(hours=2)
    note = room.note(hours=1)
    room.do("mark_sticky", sticky=note.public_id, mark="symptom")
    return {"sticky": note.public_id}


@scenario
def remove_sticky__one_of_two_in_a_moment(room):
    note = room.go_to("timeline").note(hours=1)
    room.note(hours=1, kind="missed")
    return {"sticky": note.public_id}


@scenario
def remove_sticky__the_last_after_the_end(room):
    note = room.go_to("timeline").note(hours=20)
    return {"sticky": note.public_id}


@scenario
def restore_sticky__marked(room):
    note = room.go_to("timeline").note(hours=1)
    room.do("mark_sticky", sticky=note.public_id, mark="symptom")
    room.do("remove_sticky", sticky=note.public_id)
    return {"sticky": note.public_id}


@scenario
def mark_sticky__moved_from_another(room):
    note, other = room.go_to("timeline").note(hours=1), room.note(hours=4)
    room.do("mark_sticky", sticky=note.public_id, mark="change")
    room.do("mark_sticky", sticky=other.public_id, mark="resolution")
    return {"sticky": other.public_id, "mark": "change"}


@scenario
def unmark_sticky__plain(room):
    note = room.go_to("timeline").note(hours=1)
    room.do("mark_sticky", sticky=note.public_id, mark="change")
    return {"sticky": note.public_id, "mark": "change"}


@scenario
def park_sticky__plain(room):
    note = room.go_to("timeline").note("Why on a Friday?", hours=1)
    return {"sticky": note.public_id}


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
    return {"chain": chain(room).public_id, "origin": "the wrong box"}


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


# Actions


def brainstorm(room, *texts) -> list[str]:
    return room.go_to("actions").ideas(*texts)


def ranking(room, *texts) -> list[str]:
    made = brainstorm(room, *texts)
    room.do("close_brainstorm")
    return made


def promising(room, *texts) -> list[str]:
    made = ranking(room, *texts)
    room.do("take_ranking")
    return made


def reading(room, *texts) -> list[str]:
    room.go_to("actions")
    made = room.promised(*texts)
    room.do("begin_reading")
    return made


@scenario
def add_idea__a_second_one(room):
    brainstorm(room, "One")
    return {"text": "Other"}


@scenario
def add_idea__while_ranking(room):
    ranking(room, "One")
    return {"text": "Other"}


@scenario
def add_idea__while_reading(room):
    reading(room, "One", "Two")
    return {"text": "Three"}


@scenario
def edit_idea__in_the_brainstorm(room):
    one, *_ = brainstorm(room, "One", "Two")
    return {"idea": one, "text": "First", "base": 1}


@scenario
def edit_idea__parked_in_the_brainstorm(room):
    one, *_ = brainstorm(room, "One", "Two")
    room.do("park_idea", idea=one)
    return {"idea": one, "text": "First"}


@scenario
def edit_idea__after_the_yes(room):
    one, *_ = reading(room, "One", "Two")
    room.do("say_yes", idea=one)
    return {"idea": one, "text": "First"}


@scenario
def remove_idea__in_the_brainstorm(room):
    return {"idea": brainstorm(room, "One", "Two")[0]}


@scenario
def remove_idea__above_the_line(room):
    return {"idea": promising(room, "One", "Two", "Three", "Four")[0]}


@scenario
def restore_idea__in_the_brainstorm(room):
    one, *_ = brainstorm(room, "One", "Two")
    room.do("remove_idea", idea=one)
    return {"idea": one}


@scenario
def restore_idea__while_ranking(room):
    one, *_ = ranking(room, "One", "Two")
    room.do("remove_idea", idea=one)
    return {"idea": one}


@scenario
def close_brainstorm__plain(room):
    brainstorm(room, "One", "Two")
    return {}


@scenario
def reopen_brainstorm__plain(room):
    promising(room, "One", "Two")
    return {}


@scenario
def rank_ideas__so_that_two_are_tied(room):
    one, other = ranking(room, "One", "Other")
    room.do("rank_ideas", room.ben, order=[one, other])
    return {"order": [other, one]}


@scenario
def take_ranking__plain(room):
    one, other = ranking(room, "One", "Other")
    room.do("rank_ideas", order=[other, one])
    return {}


@scenario
def move_idea__across_the_line(room):
    return {"idea": promising(room, "One", "Two", "Three", "Four")[3], "to": 1}


@scenario
def move_idea__while_reading(room):
    return {"idea": reading(room, "One", "Two", "Three", "Four")[2], "to": 1}


@scenario
def park_idea__in_the_brainstorm(room):
    return {"idea": brainstorm(room, "One", "Two")[0]}


@scenario
def park_idea__above_the_line(room):
    return {"idea": promising(room, "One", "Two", "Three", "Four")[0], "because": "Next year"}


@scenario
def park_idea__while_reading(room):
    return {"idea": reading(room, "One", "Two", "Three")[0]}


@scenario
def unpark_idea__in_the_brainstorm(room):
    one, *_ = brainstorm(room, "One", "Two")
    room.do("park_idea", idea=one)
    return {"idea": one}


@scenario
def unpark_idea__while_ranking(room):
    one, *_ = ranking(room, "One", "Two")
    room.do("park_idea", idea=one)
    return {"idea": one}


@scenario
def set_owner__plain(room):
    return {"idea": promising(room, "One", "Two")[0], "owner": "Ben"}


@scenario
def set_owner__after_the_yes(room):
    one, *_ = reading(room, "One", "Two")
    room.do("say_yes", idea=one)
    return {"idea": one, "owner": "Gil"}


@scenario
def set_deadline__plain(room):
    return {"idea": promising(room, "One", "Two")[0], "deadline": room.day(7)}


@scenario
def set_deadline__after_the_yes(room):
    one, *_ = reading(room, "One", "Two")
    room.do("say_yes", idea=one)
    return {"idea": one, "deadline": room.day(30)}


@scenario
def set_deadline__the_last_that_was_missing(room):
    one, _ = room.go_to("actions").promised("One", "Two")
    room.do("set_deadline", idea=one, deadline="")
    return {"idea": one, "deadline": room.day(3)}


@scenario
def set_done_when__plain(room):
    return {"idea": promising(room, "One", "Two")[0], "done_when": "The build fails"}


@scenario
def give_single_reason__plain(room):
    room.go_to("actions").promised("One")
    return {"because": "It closes the gap whole"}


@scenario
def begin_reading__plain(room):
    room.go_to("actions").promised("One", "Two")
    return {}


@scenario
def stop_reading__plain(room):
    reading(room, "One", "Two")
    return {}


@scenario
def say_yes__plain(room):
    return {"idea": reading(room, "One", "Two")[0]}


@scenario
def note_absence__plain(room):
    return {"idea": reading(room, "One", "Two")[0]}


@scenario
def take_answer_back__plain(room):
    one, *_ = reading(room, "One", "Two")
    room.do("say_yes", idea=one)
    return {"idea": one}


# The close


@scenario
def set_sentences__plain(room):
    reading(room, "One", "Two")
    return {"what_happened": "Boxes were wrong.", "impact": "Three people."}


@scenario
def set_follow_up__plain(room):
    reading(room, "One", "Two")
    return {"date": room.day(30)}


@scenario
def close_session__plain(room):
    for idea in reading(room, "One", "Two", "Three", "Four")[:3]:
        room.do("say_yes", idea=idea)
    room.do("set_follow_up", date=room.day(30))
    return {}
