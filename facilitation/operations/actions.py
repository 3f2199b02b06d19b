"""Ideas, their ranking, and the promises that come of the best of them."""

from facilitation import addresses as touched
from facilitation.models import Ballot, Candidate, LiveSession
from facilitation.promises import combined, live_ideas, promises, today, why_not_read
from facilitation.refusals import Refusal
from playbook import owners, ranking
from playbook.deadlines import read_deadline

from .common import check_base, check_was, remove, restore, rewrite, versions

Step = LiveSession.Step
MOST_IDEAS = 60
# What a change to the order or to a promise may show on.
ORDER = (
    touched.IDEAS,
    touched.RANKING,
    touched.PROMISES,
    touched.VOW,
    touched.READY,
    touched.CONTROLS,
)


def add_idea(act, *, text):
    session = act.session
    if session.candidates.filter(removed_at=None).count() >= MOST_IDEAS:
        raise Refusal("full", f"{MOST_IDEAS} ideas are plenty. Rank them first.")
    last = live_ideas(session).last()
    idea = session.candidates.create(text=text, position=last.position + 1 if last else 1)
    targets = (touched.idea(idea), touched.READY) if session.step == Step.BRAINSTORM else ORDER
    back = ("remove_idea", {"idea": idea.public_id, "base": idea.version})
    return act.record("idea_added", *targets, thing=idea.public_id, back=back)


def edit_idea(act, *, idea, text, base):
    check_base(idea, base)
    former = idea.text
    rewrite(idea, text=text)
    unsay(idea)
    return act.record(
        "idea_edited",
        touched.idea(idea),
        *ORDER,
        thing=idea.public_id,
        versions=versions(idea),
        back=("edit_idea", {"idea": idea.public_id, "text": former, "base": idea.version}),
    )


def remove_idea(act, *, idea, base=None):
    check_base(idea, base)
    place = place_of(idea)
    remove(act, idea)
    close_ranks(act.session)
    return act.record(
        "idea_removed",
        touched.idea(idea),
        *ORDER,
        thing=idea.public_id,
        versions=versions(idea),
        back=("restore_idea", {"idea": idea.public_id, "to": place}),
    )


def restore_idea(act, *, idea, to=None):
    restore(idea)
    put_in(act.session, idea, to)
    return act.record(
        "idea_restored",
        touched.idea(idea),
        *ORDER,
        thing=idea.public_id,
        versions=versions(idea),
        back=("remove_idea", {"idea": idea.public_id, "base": idea.version}),
    )


def close_brainstorm(act):
    session = act.session
    check_step(session, Step.BRAINSTORM)
    if not live_ideas(session).exists():
        raise Refusal("no_ideas", "There is nothing to rank yet. Add an idea first.")
    close_ranks(session)
    return turn(act, Step.RANKING, "brainstorm_closed", back=("reopen_brainstorm", {}))


def reopen_brainstorm(act):
    check_not_reading(act.session)
    again = {Step.RANKING: "close_brainstorm", Step.PROMISES: "resume_promises"}
    back = again.get(act.session.step)
    return turn(act, Step.BRAINSTORM, "brainstorm_reopened", back=back and (back, {}))


def reopen_ranking(act, *, order):
    """Back to the ranking, with the ideas in the order that they had there (public ids)."""
    session = act.session
    place = {public_id: n for n, public_id in enumerate(order)}
    ideas = live_ideas(session)
    renumber(sorted(ideas, key=lambda idea: place.get(idea.public_id, len(place))))
    again = {
        Step.BRAINSTORM: "reopen_brainstorm",
        Step.PROMISES: "take_ranking",
        Step.READING: "begin_reading",
    }
    back = again.get(session.step)
    return turn(act, Step.RANKING, "ranking_reopened", back=back and (back, {}))


def resume_promises(act):
    """On to the owners and dates again, in the order that stands."""
    session = act.session
    check_not_reading(session)
    if not live_ideas(session).exists():
        raise Refusal("no_ideas", "There is nothing to promise yet. Add an idea first.")
    close_ranks(session)
    back = ("reopen_brainstorm", {}) if session.step == Step.BRAINSTORM else None
    return turn(act, Step.PROMISES, "promises_resumed", back=back)


def rank_ideas(act, *, order):
    """Keep this person's own order. The event says that somebody ranked, never what."""
    check_step(act.session, Step.RANKING)
    Ballot.objects.update_or_create(
        session=act.session, participant=act.actor, defaults={"order": order}
    )
    return act.record("ideas_ranked", touched.BALLOTS, touched.RANKING)


def take_ranking(act):
    """The combined order becomes the room's order. Ties stay visible, to be broken aloud."""
    session = act.session
    check_step(session, Step.RANKING)
    ideas = list(live_ideas(session))
    tiers = combined(session, [idea.pk for idea in ideas]).tiers
    place = {pk: n for n, pk in enumerate((pk for tier in tiers for pk in tier), start=1)}
    for idea in ideas:
        idea.position = place[idea.pk]
    Candidate.objects.bulk_update(ideas, ["position"])
    former = {"order": [idea.public_id for idea in ideas]}
    return turn(act, Step.PROMISES, "ranking_taken", back=("reopen_ranking", former))


def move_idea(act, *, idea, to):
    """Put an idea at a place in the room's order, counted from one."""
    if act.session.step == Step.BRAINSTORM:
        raise Refusal("wrong_step", "Close the brainstorm first; then rank.")
    ideas = list(live_ideas(act.session))
    if idea not in ideas:
        raise Refusal("parked", "This idea is parked. Take it back first.")
    former = ideas.index(idea) + 1
    ideas.remove(idea)
    ideas.insert(min(to, len(ideas) + 1) - 1, idea)
    renumber(ideas)
    return act.record(
        "idea_moved",
        *ORDER,
        thing=idea.public_id,
        said=f"Moved to {ideas.index(idea) + 1} of {len(ideas)}",
        back=("move_idea", {"idea": idea.public_id, "to": former}),
    )


def park_idea(act, *, idea, because=""):
    former = {"idea": idea.public_id, "because": idea.parked_because}
    place = place_of(idea)
    idea.parked_because = because or "Kept for later"
    idea.save(update_fields=["parked_because"])
    close_ranks(act.session)
    back = (
        ("unpark_idea", {"idea": idea.public_id, "to": place}) if place else ("park_idea", former)
    )
    return act.record("idea_parked", touched.idea(idea), *ORDER, thing=idea.public_id, back=back)


def unpark_idea(act, *, idea, to=None):
    if not idea.parked_because:
        raise Refusal("already", "This idea is not parked.")
    back = ("park_idea", {"idea": idea.public_id, "because": idea.parked_because})
    idea.parked_because = ""
    idea.save(update_fields=["parked_because"])
    put_in(act.session, idea, to)
    return act.record("idea_unparked", touched.idea(idea), *ORDER, thing=idea.public_id, back=back)


def set_owner(act, *, idea, was, owner="", participant=None):
    """One named person, in the room or not. Empty takes the owner away."""
    check_chosen(act, idea)
    check_was(owner=(idea.owner_name, was))
    name = participant.name if participant else owner
    if name and (reason := owners.not_a_person(name)):
        raise Refusal("not_a_person", reason, fields={"owner": reason})
    former = owner_before(idea) | {"idea": idea.public_id, "was": name}
    idea.owner_name, idea.owner = name, participant or same_name(act, name)
    idea.save(update_fields=["owner_name", "owner"])
    unsay(idea)
    return act.record("owner_set", *ORDER, thing=idea.public_id, back=("set_owner", former))


def owner_before(idea) -> dict:
    """By id where the name is a seat's own: two people in a room may have one name."""
    if idea.owner and not idea.owner.removed_at and idea.owner.name == idea.owner_name:
        return {"participant": idea.owner.public_id}
    return {"owner": idea.owner_name}


def same_name(act, name):
    return act.session.participants.present().filter(name__iexact=name).first()


def set_deadline(act, *, idea, was, deadline="", confirm=""):
    """A calendar date. Words such as "Friday next week" become a date to confirm."""
    check_chosen(act, idea)
    former = iso(idea.deadline)
    check_was(deadline=(former, was))
    read = read_deadline(deadline, today(act.session)) if deadline else None
    if read and read.date is None:
        raise Refusal("not_a_date", read.message, fields={"deadline": read.message})
    if read and read.confirm and confirm != read.date.isoformat():
        raise Refusal(
            "confirm_date",
            read.message,
            fields={"deadline": read.message},
            confirm=read.date.isoformat(),
        )
    idea.deadline = read.date if read else None
    idea.save(update_fields=["deadline"])
    unsay(idea)
    back = {"idea": idea.public_id, "deadline": former, "was": iso(idea.deadline)}
    # Whoever takes a step back is not asked again whether the date is right.
    back |= {"confirm": former}
    return act.record("deadline_set", *ORDER, thing=idea.public_id, back=("set_deadline", back))


def iso(day) -> str:
    return day.isoformat() if day else ""


def set_done_when(act, *, idea, was, done_when=""):
    check_chosen(act, idea)
    check_was(done_when=(idea.done_when, was))
    back = {"idea": idea.public_id, "done_when": idea.done_when, "was": done_when}
    idea.done_when = done_when
    idea.save(update_fields=["done_when"])
    unsay(idea)
    return act.record("done_when_set", *ORDER, thing=idea.public_id, back=("set_done_when", back))


def give_single_reason(act, *, because):
    return why_single(act, because, "single_reason_given")


def drop_single_reason(act):
    return why_single(act, "", "single_reason_dropped")


def why_single(act, because, name):
    former = act.session.single_action_because
    act.session.single_action_because = because
    act.session.save(update_fields=["single_action_because"])
    return act.record(
        name,
        touched.PROMISES,
        touched.READY,
        touched.CONTROLS,
        touched.CLOSING,
        back=("give_single_reason", {"because": former}) if former else ("drop_single_reason", {}),
    )


def begin_reading(act):
    if act.session.step not in (Step.RANKING, Step.PROMISES):
        raise Refusal("wrong_step", "Close the brainstorm and rank first.")
    if reason := why_not_read(act.session):
        raise Refusal("not_ready", f"{reason}. Then read them aloud.")
    back = ("stop_reading", {})
    if act.session.step == Step.RANKING:
        order = [idea.public_id for idea in live_ideas(act.session)]
        back = ("reopen_ranking", {"order": order})
    return turn(act, Step.READING, "reading_begun", back=back)


def stop_reading(act):
    """Not a yes? Back to the owners and dates; what was said stays said."""
    check_step(act.session, Step.READING)
    return turn(act, Step.PROMISES, "reading_stopped", back=("begin_reading", {}))


def say_yes(act, *, idea):
    """The owner said yes: heard by the facilitator, or tapped by the owner."""
    check_step(act.session, Step.READING)
    check_chosen(act, idea)
    if act.actor.pk not in (act.session.facilitator_id, idea.owner_id):
        raise Refusal("not_yours", f"Only {idea.owner_name} or the facilitator can say this yes.")
    return answer(act, idea, Candidate.Answer.YES, "yes_said")


def note_absence(act, *, idea):
    check_step(act.session, Step.READING)
    check_chosen(act, idea)
    return answer(act, idea, Candidate.Answer.ABSENT, "absence_noted")


def take_answer_back(act, *, idea):
    check_step(act.session, Step.READING)
    if act.actor.pk not in (act.session.facilitator_id, idea.owner_id):
        raise Refusal("not_yours", "Only the owner or the facilitator can take this back.")
    return answer(act, idea, Candidate.Answer.WAITING, "answer_taken_back")


def answer(act, idea, said, name):
    commands = {
        Candidate.Answer.YES: "say_yes",
        Candidate.Answer.ABSENT: "note_absence",
        Candidate.Answer.WAITING: "take_answer_back",
    }
    back = (commands[idea.answer], {"idea": idea.public_id}) if idea.answer != said else None
    idea.answer = said
    idea.answered_at = act.now if said == Candidate.Answer.YES else None
    idea.save(update_fields=["answer", "answered_at"])
    return act.record(name, touched.VOW, touched.CONTROLS, thing=idea.public_id, back=back)


def check_step(session, step) -> None:
    if session.step != step:
        words = {
            Step.BRAINSTORM: "The brainstorm is closed.",
            Step.RANKING: "The ranking is not open now.",
            Step.READING: "The actions are not being read aloud now.",
        }
        raise Refusal("wrong_step", words[step])


def check_chosen(act, idea) -> None:
    if idea.pk not in {promise.idea.pk for promise in promises(act.session)}:
        raise Refusal(
            "below_the_line",
            f"{ranking.MOST_ACTIONS} actions, no more. Move this one above the line first.",
        )


def check_not_reading(session) -> None:
    if session.step == Step.READING:
        raise Refusal("wrong_step", "Go back from the reading first.")


def turn(act, step, name, back):
    act.session.step = step
    act.session.save(update_fields=["step"])
    return act.record(name, *touched.TURN, back=back)


def unsay(idea) -> None:
    """A changed promise needs a new yes."""
    if idea.answer != Candidate.Answer.WAITING:
        idea.answer, idea.answered_at = Candidate.Answer.WAITING, None
        idea.save(update_fields=["answer", "answered_at"])


def renumber(ideas) -> None:
    for place, idea in enumerate(ideas, start=1):
        idea.position = place
    Candidate.objects.bulk_update(ideas, ["position"])


def close_ranks(session) -> None:
    renumber(list(live_ideas(session)))


def put_in(session, idea, to=None) -> None:
    """Give an idea its place among the others, counted from one; the last without one."""
    ideas = [other for other in live_ideas(session) if other.pk != idea.pk]
    ideas.insert((to or len(ideas) + 1) - 1, idea)
    renumber(ideas)


def place_of(idea) -> int | None:
    """Its place in the room's order, counted from one; a parked one has none."""
    ids = list(live_ideas(idea.session).values_list("pk", flat=True))
    return ids.index(idea.pk) + 1 if idea.pk in ids else None
