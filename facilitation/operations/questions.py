"""Parked questions: whys that came too early and are settled in the root cause phase."""

from facilitation import addresses as touched
from facilitation.models import Question
from facilitation.refusals import Refusal

from .common import check_base, remove, restore, rewrite, versions
from .whys import chain_again, every_chain, withdraw_empty


def park_question(act, *, text):
    question = act.session.questions.create(text=text)
    return act.record(
        "question_parked",
        touched.question(question),
        touched.PARKING,
        touched.READY,
        thing=question.public_id,
        back=("remove_question", {"question": question.public_id, "base": question.version}),
    )


def edit_question(act, *, question, text, base):
    check_base(question, base)
    former = question.text
    rewrite(question, text=text)
    return act.record(
        "question_edited",
        touched.question(question),
        thing=question.public_id,
        versions=versions(question),
        back=(
            "edit_question",
            {"question": question.public_id, "text": former, "base": question.version},
        ),
    )


def remove_question(act, *, question, base=None):
    check_base(question, base)
    remove(act, question)
    return act.record(
        "question_removed",
        touched.question(question),
        touched.PARKING,
        touched.READY,
        thing=question.public_id,
        versions=versions(question),
        back=("restore_question", {"question": question.public_id}),
    )


def restore_question(act, *, question):
    restore(question)
    return act.record(
        "question_restored",
        touched.question(question),
        touched.PARKING,
        touched.READY,
        thing=question.public_id,
        versions=versions(question),
        back=("remove_question", {"question": question.public_id, "base": question.version}),
    )


def settle_question(act, *, question, outcome, answer="", base=None):
    """Answer a parked question, turn it into a why, or leave it parked on purpose."""
    check_base(question, base, answer=question.answer)
    targets = [touched.question(question), touched.PARKING, touched.READY]
    former = {"outcome": question.outcome, "answer": question.answer}
    chain = question.chain
    if outcome == Question.Outcome.ANSWERED and not answer:
        raise Refusal(
            "invalid", "What is the answer?", fields={"answer": "One sentence is enough."}
        )
    if outcome == Question.Outcome.BECAME_WHY and (chain is None or chain.removed_at):
        chain = chain_again(act, chain, origin="a parked question", question=question.text)
        targets.append(touched.chain(chain))
    if outcome == Question.Outcome.WAITING and chain and withdraw_empty(act, chain):
        targets += [touched.chain(chain), *every_chain(act)]
    rewrite(question, outcome=outcome, answer=answer, chain=chain)
    return act.record(
        "question_settled",
        *targets,
        thing=question.public_id,
        versions=versions(question, *([chain] if chain else [])),
        back=(
            "settle_question",
            former | {"question": question.public_id, "base": question.version},
        ),
    )
