"""Contributing factors: what made it worse, harder to catch or harder to fix."""

from facilitation import addresses as touched
from facilitation.models import Factor

from .common import check_base, remove, restore, rewrite, versions


def add_factor(act, *, text, effects, assumption=False):
    factor = Factor.objects.create(
        session=act.session, text=text, assumption=assumption, **flags(effects)
    )
    return act.record(
        "factor_added",
        touched.factor(factor),
        touched.READY,
        thing=factor.public_id,
        back=("remove_factor", {"factor": factor.public_id, "base": factor.version}),
    )


def edit_factor(act, *, factor, text, effects, base, assumption=False, told_by=""):
    shown = {
        "effects": factor.effects,
        "assumption": factor.assumption,
        "told_by": factor.told_by,
    }
    check_base(factor, base, **shown)
    text_before = factor.text
    rewrite(factor, text=text, assumption=assumption, told_by=told_by, **flags(effects))
    return act.record(
        "factor_edited",
        touched.factor(factor),
        touched.READY,
        thing=factor.public_id,
        versions=versions(factor),
        back=(
            "edit_factor",
            shown | {"factor": factor.public_id, "text": text_before, "base": factor.version},
        ),
    )


def remove_factor(act, *, factor, base=None):
    check_base(factor, base)
    remove(act, factor)
    return act.record(
        "factor_removed",
        touched.factor(factor),
        touched.READY,
        thing=factor.public_id,
        versions=versions(factor),
        back=("restore_factor", {"factor": factor.public_id}),
    )


def restore_factor(act, *, factor):
    restore(factor)
    return act.record(
        "factor_restored",
        touched.factor(factor),
        touched.READY,
        thing=factor.public_id,
        versions=versions(factor),
        back=("remove_factor", {"factor": factor.public_id, "base": factor.version}),
    )


def flags(effects) -> dict[str, bool]:
    return {slug: slug in effects for slug in ("worse", "catch", "fix")}
