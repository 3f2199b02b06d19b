"""Columns and starters for contributing factors."""

import pytest

from playbook.factors import EFFECTS, STARTERS, TOLD_BY


@pytest.mark.parametrize(
    ("slug", "name", "icon"),
    [
        ("worse", "Made it worse", "trending-up"),
        ("catch", "Harder to catch", "eye-off"),
        ("fix", "Harder to fix", "wrench"),
    ],
)
def test_a_column_has_its_name_and_icon(slug, name, icon):
    (effect,) = [e for e in EFFECTS if e.slug == slug]
    assert (effect.name, effect.icon) == (name, icon)


def test_there_are_five_starters_each_in_a_real_column():
    assert len({s.slug for s in STARTERS}) == 5
    assert {s.effect for s in STARTERS} <= {e.slug for e in EFFECTS}


def test_only_one_starter_is_a_reasonable_assumption():
    assert [s.label for s in STARTERS if s.assumption] == ["Reasonable assumption"]


def test_an_assumption_asks_how_the_system_could_have_told_them():
    assert TOLD_BY == "How could the system have told them?"
