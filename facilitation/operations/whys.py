"""The why-chains and the structural gap most worth closing."""

from facilitation import addresses as touched
from facilitation.models import Chain, Rung
from facilitation.refusals import Refusal
from playbook import whys

from .common import check_base, remove, rewrite

MOST_CHAINS = 6
MOST_RUNGS = 30


def new_chain(act, *, origin, question) -> Chain:
    standing = act.session.chains.filter(removed_at=None).count()
    if standing >= MOST_CHAINS:
        raise Refusal("full", f"{MOST_CHAINS} chains are enough. Take one away first.")
    return Chain.objects.create(
        session=act.session,
        position=act.session.chains.count(),
        origin=origin[:120],
        first_question=question[:300],
    )


def first_chain(act) -> Chain | None:
    """The chain from the symptom, made when the room first turns to this phase."""
    if act.session.chains.exists():
        return None
    mark = act.session.marks.filter(kind="symptom", sticky__removed_at=None).first()
    symptom = mark.sticky.text if mark else act.session.incident.title
    return new_chain(act, origin=symptom, question=whys.first_question(symptom))


def start_chain(act, *, origin, question=""):
    chain = new_chain(act, origin=origin, question=question or whys.first_question(origin))
    return act.record("chain_started", touched.chain(chain), touched.READY, thing=chain.public_id)


def edit_chain(act, *, chain, origin):
    chain.origin = origin
    chain.save(update_fields=["origin"])
    return act.record("chain_edited", touched.chain(chain), thing=chain.public_id)


def remove_chain(act, *, chain):
    if act.session.gap_rung and act.session.gap_rung.chain_id == chain.pk:
        raise Refusal("holds_gap", "The gap most worth closing hangs on it. Open the gap first.")
    chain.removed_at = act.now
    chain.save(update_fields=["removed_at"])
    return act.record(
        "chain_removed",
        touched.chain(chain),
        *every_chain(act),
        touched.READY,
        thing=chain.public_id,
    )


def every_chain(act) -> list[str]:
    """Where chains meet is shown on each of them, so a changed answer may touch any."""
    return [touched.chain(chain) for chain in act.session.chains.filter(removed_at=None)]


def add_rung(act, *, chain, question, text):
    last = chain.rungs.filter(removed_at=None).last()
    if last and last.position >= MOST_RUNGS:
        raise Refusal(
            "full", f"{MOST_RUNGS} whys deep is far enough. Start a chain from another symptom."
        )
    rung = Rung.objects.create(
        chain=chain, position=last.position + 1 if last else 1, question=question, text=text
    )
    return act.record("rung_added", *every_chain(act), touched.READY, thing=rung.public_id)


def edit_rung(act, *, rung, question, text, base=None):
    check_base(rung, base)
    rewrite(rung, question=question, text=text)
    return act.record("rung_edited", *every_chain(act), thing=rung.public_id)


def remove_rung(act, *, rung):
    """Take away the lowest rung: those above lead to it, so only the last one can go."""
    check_is_end(rung, "Only the lowest rung can be taken away. Reword this one instead.")
    if act.session.gap_rung_id == rung.pk:
        raise Refusal("holds_gap", "This is the gap most worth closing. Open it again first.")
    remove(act, rung)
    return act.record("rung_removed", *every_chain(act), touched.READY, thing=rung.public_id)


def check_is_end(rung, message) -> None:
    if rung.chain.rungs.filter(removed_at=None, position__gt=rung.position).exists():
        raise Refusal("not_the_end", message)


def choose_gap(act, *, rung, sentence, whoever, engineering):
    """The end of a chain becomes the gap most worth closing, if it is structural."""
    check_is_end(rung, "Choose the end of a chain. One more why stands below this one.")
    missing = {
        name: check.question
        for name, said, check in zip(
            ("whoever", "engineering"),
            (whoever, engineering),
            whys.STRUCTURAL_TESTS,
            strict=True,
        )
        if not said
    }
    if missing:
        raise Refusal(
            "not_structural",
            "Not yet structural, so the chain stays open. Ask one more why.",
            fields=missing,
        )
    assumptions = act.session.factors.filter(assumption=True, removed_at=None)
    if any(whys.same_answer(factor.text, rung.text) for factor in assumptions):
        raise Refusal(
            "assumption",
            "A reasonable assumption is a contributing factor. Ask how the system could have "
            "told them, and go one why deeper.",
        )
    session = act.session
    session.gap_rung, session.gap_sentence = rung, sentence
    session.save(update_fields=["gap_rung", "gap_sentence"])
    return act.record(
        "gap_chosen",
        *every_chain(act),
        touched.READY,
        touched.DELIVERABLES,
        touched.CONTEXT,
        thing=rung.public_id,
    )


def reopen_gap(act):
    session = act.session
    session.gap_rung, session.gap_sentence = None, ""
    session.save(update_fields=["gap_rung", "gap_sentence"])
    return act.record(
        "gap_reopened", *every_chain(act), touched.READY, touched.DELIVERABLES, touched.CONTEXT
    )
