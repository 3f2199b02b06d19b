"""The facilitator's lines: enough to say, short enough to say, kind throughout."""

import re

import pytest

from playbook.phases import PHASES
from playbook.script import RESCUES, SCRIPTS

KEYS = {
    "room": ("directive_read",),
    "timeline": ("signal_at_longest_gap", "marks_set", "ends_at_resolution"),
    "whys": ("two_chains", "root_chosen", "parked_settled"),
    "factors": ("each_effect_has_one",),
    "actions": ("brainstorm_closed", "two_or_three", "all_ready"),
}
SLUGS = [phase.slug for phase in PHASES]
SPOKEN = [line for s in SCRIPTS.values() for line in s.lines] + [r.line for r in RESCUES]


def test_every_phase_has_a_script_and_no_other_does():
    assert list(SCRIPTS) == SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_a_phase_has_three_to_five_lines_and_two_or_three_watches(slug):
    assert 3 <= len(SCRIPTS[slug].lines) <= 5
    assert 2 <= len(SCRIPTS[slug].watches) <= 3


@pytest.mark.parametrize("slug", SLUGS)
def test_the_checks_are_the_ones_the_room_can_compute(slug):
    assert tuple(ready.key for ready in SCRIPTS[slug].ready) == KEYS[slug]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_watch_offers_at_most_one_known_tap(slug):
    assert {w.tap for w in SCRIPTS[slug].watches} <= {"", "park", "redirect", "directive"}


@pytest.mark.parametrize("line", SPOKEN)
def test_a_spoken_line_fits_one_breath_and_does_not_shout(line):
    assert len(line.split()) <= 24
    assert "!" not in line
    assert not re.search(r"\b(who|fault)\b", line, re.IGNORECASE)


def test_there_is_a_rescue_for_each_of_the_seven_ways_it_goes_wrong():
    assert len({r.title for r in RESCUES}) == len(RESCUES) == 7
