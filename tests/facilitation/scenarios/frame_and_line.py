"""Scenarios of the frame and the timeline."""

from facilitation.models import Chair

from .actions import ranking
from .base import SCENARIOS, scenario


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
def go_forward__over_two_phases(room):
    room.go_to("factors")
    room.do("go_back", phase="timeline")
    return {"phase": "factors"}


@scenario
def unskip_phase__plain(room):
    room.do("skip_phase", **skip_phase__plain(room))
    return {"phase": "whys"}


@scenario
def add_minutes__plain(room):
    room.go_to("timeline")
    return {"minutes": 5}


@scenario
def take_minutes__the_last_that_may_be_lent(room):
    room.go_to("timeline")
    return {"phase": "factors", "minutes": 5}


@scenario
def return_minutes__that_were_lent(room):
    room.do("take_minutes", **take_minutes__the_last_that_may_be_lent(room))
    return {"phase": "timeline", "minutes": 5, "to": "factors"}


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
        "sticky": note.public_id, "kind": "event", "when": room.when(hours=7), "text": "Later",
        "base": 1,
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


@scenario
def unpark_sticky__plain(room):
    room.go_to("timeline").note(hours=3)
    note = room.note("Why on a Friday?", hours=1)
    question = room.thing("park_sticky", sticky=note.public_id)
    return {"sticky": note.public_id, "question": question}


# One's own last step


@scenario
def undo__of_a_note(room):
    room.go_to("timeline").note("Orders stop", hours=1)
    return {}


@scenario
def undo__of_a_phase(room):
    room.go_to("timeline")
    return {}


@scenario
def undo__of_one_step_of_several(room):
    room.go_to("timeline").note(hours=2)
    removed = room.do("remove_sticky", sticky=room.note(hours=1).public_id)
    room.note(hours=4)
    return {"seq": removed.seq}


@scenario
def redo__of_a_mark(room):
    note, other = room.go_to("timeline").note(hours=1), room.note(hours=4)
    room.do("mark_sticky", sticky=note.public_id, mark="change")
    room.do("mark_sticky", sticky=other.public_id, mark="change")
    room.do("undo")
    return {}
