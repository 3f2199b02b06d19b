"""The why-chains and the structural gap most worth closing."""

from facilitation import addresses as touched
from facilitation.models import Chain, Rung
from facilitation.refusals import Refusal
from playbook import whys

from .common import check_base, remove, restore, rewrite, versions

MOST_CHAINS = 6
MOST_RUNGS = 30


def new_chain(act, *, origin, question) -> Chain:
    check_room_for_chain(act)
    return Chain.objects.create(
        session=act.session,
        position=act.session.chains.count(),
        origin=origin[:120],
        first_question=question[:300],
    )


def check_room_for_chain(act) -> None:
    if act.session.chains.filter(removed_at=None).count() >= MOST_CHAINS:
        raise Refusal("full", f"{MOST_CHAINS} chains are enough. Take one away first.")


def chain_again(act, chain, *, origin, question) -> Chain:
    """The same chain once more if nothing ever hung on it, else a new one."""
    if chain is None or chain.rungs.exists():
        return new_chain(act, origin=origin, question=question)
    check_room_for_chain(act)
    restore(chain)
    return chain


def first_chain(act) -> Chain | None:
    """The chain from the symptom, made when the room first turns to this phase."""
    if act.session.chains.exists():
        return None
    mark = act.session.marks.filter(kind="symptom", sticky__removed_at=None).first()
    symptom = mark.sticky.text if mark else act.session.incident.title
    return new_chain(act, origin=symptom, question=whys.first_question(symptom))


def start_chain(act, *, origin, question=""):
    chain = new_chain(act, origin=origin, question=question or whys.first_question(origin))
    return act.record(
        "chain_started",
        touched.chain(chain),
        touched.READY,
        thing=chain.public_id,
        back=("withdraw_chain", {"chain": chain.public_id, "base": chain.version}),
    )


def edit_chain(act, *, chain, origin, base):
    check_base(chain, base, origin=chain.origin)
    former = chain.origin
    rewrite(chain, origin=origin)
    return act.record(
        "chain_edited",
        touched.chain(chain),
        thing=chain.public_id,
        versions=versions(chain),
        back=(
            "edit_chain",
            {"chain": chain.public_id, "origin": former, "base": chain.version},
        ),
    )


def remove_chain(act, *, chain, base=None):
    check_base(chain, base, origin=chain.origin)
    if act.session.gap_rung and act.session.gap_rung.chain_id == chain.pk:
        raise Refusal("holds_gap", "The gap most worth closing hangs on it. Open the gap first.")
    remove(act, chain)
    return chain_gone(act, chain, "chain_removed")


def withdraw_chain(act, *, chain, base=None):
    """Take a chain back that nothing hangs on yet. With whys on it, it is the facilitator's."""
    check_base(chain, base, origin=chain.origin)
    if not withdraw_empty(act, chain):
        raise Refusal("not_empty", "Whys hang on this chain by now. It stays.")
    return chain_gone(act, chain, "chain_withdrawn")


def withdraw_empty(act, chain) -> bool:
    """Take the chain away if it stands there without a why; whether it did."""
    if chain.removed_at or standing_rungs(chain).exists():
        return False
    remove(act, chain)
    return True


def chain_gone(act, chain, name):
    return act.record(
        name,
        touched.chain(chain),
        *every_chain(act),
        touched.READY,
        thing=chain.public_id,
        versions=versions(chain),
        back=("restore_chain", {"chain": chain.public_id}),
    )


def restore_chain(act, *, chain):
    check_room_for_chain(act)
    restore(chain)
    way = "remove_chain" if standing_rungs(chain).exists() else "withdraw_chain"
    return act.record(
        "chain_restored",
        *every_chain(act),
        touched.READY,
        thing=chain.public_id,
        versions=versions(chain),
        back=(way, {"chain": chain.public_id, "base": chain.version}),
    )


def standing_rungs(chain):
    return chain.rungs.filter(removed_at=None)


def every_chain(act) -> list[str]:
    """Where chains meet is shown on each of them, so a changed answer may touch any."""
    return [touched.chain(chain) for chain in act.session.chains.filter(removed_at=None)]


def add_rung(act, *, chain, question, text):
    last = standing_rungs(chain).last()
    if last and last.position >= MOST_RUNGS:
        raise Refusal(
            "full", f"{MOST_RUNGS} whys deep is far enough. Start a chain from another symptom."
        )
    rung = Rung.objects.create(
        chain=chain, position=last.position + 1 if last else 1, question=question, text=text
    )
    return act.record(
        "rung_added",
        *every_chain(act),
        touched.READY,
        thing=rung.public_id,
        back=("remove_rung", {"rung": rung.public_id, "base": rung.version}),
    )


def edit_rung(act, *, rung, question, text, base):
    check_base(rung, base, question=rung.question)
    former = {"question": rung.question, "text": rung.text}
    rewrite(rung, question=question, text=text)
    return act.record(
        "rung_edited",
        *every_chain(act),
        thing=rung.public_id,
        versions=versions(rung),
        back=("edit_rung", former | {"rung": rung.public_id, "base": rung.version}),
    )


def remove_rung(act, *, rung, base=None):
    """Take away the lowest rung: those above lead to it, so only the last one can go."""
    check_base(rung, base, question=rung.question)
    check_is_end(rung, "Only the lowest rung can be taken away. Reword this one instead.")
    if act.session.gap_rung_id == rung.pk:
        raise Refusal("holds_gap", "This is the gap most worth closing. Open it again first.")
    remove(act, rung)
    return act.record(
        "rung_removed",
        *every_chain(act),
        touched.READY,
        thing=rung.public_id,
        versions=versions(rung),
        back=("restore_rung", {"rung": rung.public_id}),
    )


def restore_rung(act, *, rung):
    """Hang a rung back under the one it hung under, while nothing else hangs there."""
    above = standing_rungs(rung.chain).last()
    if rung.removed_at and (above.position if above else 0) != rung.position - 1:
        raise Refusal("not_the_end", "The chain has another end by now. Add it as a new why.")
    restore(rung)
    return act.record(
        "rung_restored",
        *every_chain(act),
        touched.READY,
        thing=rung.public_id,
        versions=versions(rung),
        back=("remove_rung", {"rung": rung.public_id, "base": rung.version}),
    )


def check_is_end(rung, message) -> None:
    if standing_rungs(rung.chain).filter(position__gt=rung.position).exists():
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
    back = gap_back(session)
    session.gap_rung, session.gap_sentence = rung, sentence
    session.save(update_fields=["gap_rung", "gap_sentence"])
    return act.record(
        "gap_chosen",
        *every_chain(act),
        touched.READY,
        touched.DELIVERABLES,
        touched.CONTEXT,
        thing=rung.public_id,
        back=back or ("reopen_gap", {}),
    )


def gap_back(session):
    """What chooses the gap again that is chosen now; None when none is."""
    if session.gap_rung is None:
        return None
    chosen = {"rung": session.gap_rung.public_id, "sentence": session.gap_sentence}
    return "choose_gap", chosen | {"whoever": True, "engineering": True}


def reopen_gap(act):
    session = act.session
    back = gap_back(session)
    session.gap_rung, session.gap_sentence = None, ""
    session.save(update_fields=["gap_rung", "gap_sentence"])
    return act.record(
        "gap_reopened",
        *every_chain(act),
        touched.READY,
        touched.DELIVERABLES,
        touched.CONTEXT,
        back=back,
    )
