"""Scenarios of the actions phase and the close."""

from .base import scenario

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
    return {"idea": one, "text": "First", "base": 1}


@scenario
def edit_idea__after_the_yes(room):
    one, *_ = reading(room, "One", "Two")
    room.do("say_yes", idea=one)
    return {"idea": one, "text": "First", "base": 1}


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
def reopen_ranking__plain(room):
    return {"order": promising(room, "One", "Other")}


@scenario
def resume_promises__plain(room):
    promising(room, "One", "Two")
    room.do("reopen_brainstorm")
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
    return {"idea": promising(room, "One", "Two")[0], "owner": "Ben", "was": ""}


@scenario
def set_owner__after_the_yes(room):
    one, *_ = reading(room, "One", "Two")
    room.do("say_yes", idea=one)
    return {"idea": one, "owner": "Gil", "was": "Ben"}


@scenario
def set_deadline__plain(room):
    return {"idea": promising(room, "One", "Two")[0], "deadline": room.day(7), "was": ""}


@scenario
def set_deadline__after_the_yes(room):
    one, *_ = reading(room, "One", "Two")
    room.do("say_yes", idea=one)
    return {"idea": one, "deadline": room.day(30), "was": room.day(9)}


@scenario
def set_deadline__the_last_that_was_missing(room):
    one, _ = room.go_to("actions").promised("One", "Two")
    room.do("set_deadline", idea=one, deadline="", was=room.day(9))
    return {"idea": one, "deadline": room.day(3), "was": ""}


@scenario
def set_done_when__plain(room):
    return {"idea": promising(room, "One", "Two")[0], "done_when": "The build fails", "was": ""}


@scenario
def give_single_reason__plain(room):
    room.go_to("actions").promised("One")
    return {"because": "It closes the gap whole"}


@scenario
def drop_single_reason__plain(room):
    room.do("give_single_reason", **give_single_reason__plain(room))
    return {}


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
    return shown(room) | {"what_happened": "Boxes were wrong.", "impact": "Three people."}


def shown(room) -> dict[str, str]:
    """The sentences as the form showed them."""
    incident = room.fresh().incident
    return {"was_what_happened": incident.what_happened, "was_impact": incident.impact}


@scenario
def restore_sentences__to_none(room):
    reading(room, "One", "Two")
    return shown(room) | {"what_happened": "Boxes were wrong.", "impact": ""}


@scenario
def set_follow_up__plain(room):
    reading(room, "One", "Two")
    return {"date": room.day(30)}


@scenario
def clear_follow_up__plain(room):
    room.do("set_follow_up", **set_follow_up__plain(room))
    return {}


@scenario
def close_session__plain(room):
    for idea in reading(room, "One", "Two", "Three", "Four")[:3]:
        room.do("say_yes", idea=idea)
    room.do("set_follow_up", date=room.day(30))
    return {}
