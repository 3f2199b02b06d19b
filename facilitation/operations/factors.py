"""Contributing factors: what made it worse, harder to catch or harder to fix."""

from facilitation import addresses as touched
from facilitation.models import Factor

from .common import check_base, remove, restore, rewrite


def add_factor(act, *, text, effects, assumption=False):
    factor = Factor.objects.create(
        session=act.session, text=text, assumption=assumption, **flags(effects)
    )
    return act.record("factor_added", touched.factor(factor), touched.READY, thing=factor.public_id)


def edit_factor(act, *, factor, text, effects, assumption=False, told_by="", base=None):
    check_base(factor, base)
    rewrite(factor, text=text, assumption=assumption, told_by=told_by, **flags(effects))
    return act.record(
        "factor_edited", touched.factor(factor), touched.READY, thing=factor.public_id
    )


def remove_factor(act, *, factor):
    remove(act, factor)
    return act.record(
        "factor_removed",
        touched.factor(factor),
        touched.READY,
        thing=factor.public_id,
        undo="restore_factor",
    )


def restore_factor(act, *, factor):
    restore(factor)
    return act.record(
        "factor_restored", touched.factor(factor), touched.READY, thing=factor.public_id
    )


def flags(effects) -> dict[str, bool]:
    return {slug: slug in effects for slug in ("worse", "catch", "fix")}
