"""Parked questions: whys that came too early and are settled in the root cause phase."""

from facilitation import addresses as touched
from facilitation.models import Question
from facilitation.refusals import Refusal

from .common import check_base, remove, restore, rewrite
from .whys import new_chain


def park_question(act, *, text):
    question = act.session.questions.create(text=text)
    return act.record(
        "question_parked",
        touched.question(question),
        touched.PARKING,
        touched.READY,
        thing=question.public_id,
    )


def edit_question(act, *, question, text, base=None):
    check_base(question, base)
    rewrite(question, text=text)
    return act.record("question_edited", touched.question(question), thing=question.public_id)


def remove_question(act, *, question):
    remove(act, question)
    return act.record(
        "question_removed",
        touched.question(question),
        touched.PARKING,
        touched.READY,
        thing=question.public_id,
        undo="restore_question",
    )


def restore_question(act, *, question):
    restore(question)
    return act.record(
        "question_restored",
        touched.question(question),
        touched.PARKING,
        touched.READY,
        thing=question.public_id,
    )


def settle_question(act, *, question, outcome, answer=""):
    """Answer a parked question, turn it into a why, or leave it parked on purpose."""
    targets = [touched.question(question), touched.PARKING, touched.READY]
    chain = question.chain
    if outcome == Question.Outcome.ANSWERED and not answer:
        raise Refusal(
            "invalid", "What is the answer?", fields={"answer": "One sentence is enough."}
        )
    if outcome == Question.Outcome.BECAME_WHY and (chain is None or chain.removed_at):
        chain = new_chain(act, origin="a parked question", question=question.text)
        targets.append(touched.chain(chain))
    rewrite(question, outcome=outcome, answer=answer, chain=chain)
    return act.record("question_settled", *targets, thing=question.public_id)
