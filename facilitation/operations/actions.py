"""Ideas, their ranking, and the promises that come of the best of them."""

from facilitation import addresses as touched
from facilitation.models import Ballot, Candidate, LiveSession
from facilitation.promises import combined, live_ideas, promises, today, why_not_read
from facilitation.refusals import Refusal
from playbook import owners, ranking
from playbook.deadlines import read_deadline

from .common import check_base, remove, restore, rewrite

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
    return act.record("idea_added", *targets, thing=idea.public_id)


def edit_idea(act, *, idea, text, base=None):
    check_base(idea, base)
    rewrite(idea, text=text)
    unsay(idea)
    return act.record("idea_edited", touched.idea(idea), *ORDER, thing=idea.public_id)


def remove_idea(act, *, idea):
    remove(act, idea)
    close_ranks(act.session)
    return act.record(
        "idea_removed", touched.idea(idea), *ORDER, thing=idea.public_id, undo="restore_idea"
    )


def restore_idea(act, *, idea):
    restore(idea)
    to_the_end(act.session, idea)
    return act.record("idea_restored", touched.idea(idea), *ORDER, thing=idea.public_id)


def close_brainstorm(act):
    session = act.session
    check_step(session, Step.BRAINSTORM)
    if not live_ideas(session).exists():
        raise Refusal("no_ideas", "There is nothing to rank yet. Add an idea first.")
    close_ranks(session)
    return turn(act, Step.RANKING, "brainstorm_closed")


def reopen_brainstorm(act):
    if act.session.step == Step.READING:
        raise Refusal("wrong_step", "Go back from the reading first.")
    return turn(act, Step.BRAINSTORM, "brainstorm_reopened")


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
    return turn(act, Step.PROMISES, "ranking_taken")


def move_idea(act, *, idea, to):
    """Put an idea at a place in the room's order, counted from one."""
    if act.session.step == Step.BRAINSTORM:
        raise Refusal("wrong_step", "Close the brainstorm first; then rank.")
    ideas = list(live_ideas(act.session))
    if idea not in ideas:
        raise Refusal("parked", "This idea is parked. Take it back first.")
    ideas.remove(idea)
    ideas.insert(min(to, len(ideas) + 1) - 1, idea)
    renumber(ideas)
    return act.record(
        "idea_moved",
        *ORDER,
        thing=idea.public_id,
        said=f"Moved to {ideas.index(idea) + 1} of {len(ideas)}",
    )


def park_idea(act, *, idea, because=""):
    idea.parked_because = because or "Kept for later"
    idea.save(update_fields=["parked_because"])
    close_ranks(act.session)
    return act.record(
        "idea_parked", touched.idea(idea), *ORDER, thing=idea.public_id, undo="unpark_idea"
    )


def unpark_idea(act, *, idea):
    idea.parked_because = ""
    idea.save(update_fields=["parked_because"])
    to_the_end(act.session, idea)
    return act.record("idea_unparked", touched.idea(idea), *ORDER, thing=idea.public_id)


def set_owner(act, *, idea, owner="", participant=None):
    """One named person, in the room or not. Empty takes the owner away."""
    check_chosen(act, idea)
    name = participant.name if participant else owner
    if name and (reason := owners.not_a_person(name)):
        raise Refusal("not_a_person", reason, fields={"owner": reason})
    idea.owner_name, idea.owner = name, participant or same_name(act, name)
    idea.save(update_fields=["owner_name", "owner"])
    unsay(idea)
    return act.record("owner_set", *ORDER, thing=idea.public_id)


def same_name(act, name):
    return act.session.participants.filter(removed_at=None, name__iexact=name).first()


def set_deadline(act, *, idea, deadline="", confirm=""):
    """A calendar date. Words such as "Friday next week" become a date to confirm."""
    check_chosen(act, idea)
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
    return act.record("deadline_set", *ORDER, thing=idea.public_id)


def set_done_when(act, *, idea, done_when=""):
    check_chosen(act, idea)
    idea.done_when = done_when
    idea.save(update_fields=["done_when"])
    unsay(idea)
    return act.record("done_when_set", *ORDER, thing=idea.public_id)


def give_single_reason(act, *, because):
    act.session.single_action_because = because
    act.session.save(update_fields=["single_action_because"])
    return act.record(
        "single_reason_given", touched.PROMISES, touched.READY, touched.CONTROLS, touched.CLOSING
    )


def begin_reading(act):
    if act.session.step not in (Step.RANKING, Step.PROMISES):
        raise Refusal("wrong_step", "Close the brainstorm and rank first.")
    if reason := why_not_read(act.session):
        raise Refusal("not_ready", f"{reason}. Then read them aloud.")
    return turn(act, Step.READING, "reading_begun")


def stop_reading(act):
    """Not a yes? Back to the owners and dates; what was said stays said."""
    check_step(act.session, Step.READING)
    return turn(act, Step.PROMISES, "reading_stopped")


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
    return answer(act, idea, Candidate.Answer.WAITING, "answer_taken_back")


def answer(act, idea, said, name):
    idea.answer = said
    idea.answered_at = act.now if said == Candidate.Answer.YES else None
    idea.save(update_fields=["answer", "answered_at"])
    return act.record(name, touched.VOW, touched.CONTROLS, thing=idea.public_id)


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


def turn(act, step, name):
    act.session.step = step
    act.session.save(update_fields=["step"])
    return act.record(name, *touched.TURN)


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


def to_the_end(session, idea) -> None:
    others = [other for other in live_ideas(session) if other.pk != idea.pk]
    renumber([*others, idea])
