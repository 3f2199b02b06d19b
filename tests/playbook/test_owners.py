"""One person's name, and what is not one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.owners import not_a_person


@pytest.mark.parametrize(
    "name",
    [
        "", "   ", "?", "???", "-", "team", "Team", "the team", "The Team.", "our team",
        "backend team", "Tom's team", "squad", "the reconciliation squad", "everyone", "Everybody",
        "we", "all of us", "one of us", "two developers", "one developer", "2 devs", "developers",
        "a developer", "an engineer", "the on-call engineer", "the developer on call",
        "TBD", "tbd.", "TBC", "someone", "nobody", "no one", "ops", "SRE", "platform", "QA",
        "Priya and Tom", "Priya & Tom", "Priya, Tom", "Priya/Tom", "Priya / Tom", "Priya or Tom",
        "Priya + Tom", "team 2", "squad a", "me", "N/A",
    ],
)  # fmt: skip
def test_a_team_a_pair_or_a_placeholder_is_not_an_owner(name):
    assert not_a_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "Priya", "Tom", "Anne-Marie O'Neill", "Anne-Marie O’Neill", "Łukasz", "陈伟", "山田太郎",
        "Tomás de la Cruz", "Иван Петров", "محمد علي", "प्रिया", "José Ángel", "Dev Patel", "Dev",
        "Andy Anderson", "Sandy", "Martin King, Jr.", "Priya (backend)", "Wei", "Ana", "Alla",
        "Ludwig van Beethoven", "priya", "J. Smith", "Teamus", "May", "Will", "Orla", "Ali", "Na",
        "priya@example.com", "@tom",
    ],
)  # fmt: skip
def test_a_persons_name_passes_whatever_its_script(name):
    assert not_a_person(name) == ""


@given(st.text())
def test_any_words_get_an_answer_without_shouting(name):
    assert "!" not in not_a_person(name)


@given(st.text(alphabet=" .?-–0123456789/&", max_size=12))
def test_a_name_has_at_least_one_letter(name):
    assert not_a_person(name)
