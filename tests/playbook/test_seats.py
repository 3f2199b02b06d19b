"""Seats, numbers and distance."""

import pytest

from playbook.seats import SEATS, people_note, too_close

BY_SLUG = {seat.slug: seat for seat in SEATS}


def test_the_seats_are_the_playbooks_and_in_order():
    assert list(BY_SLUG) == ["responder", "oncall", "author", "voice", "facilitator", "sponsor"]


def test_only_the_author_depends_on_a_change():
    assert [s.slug for s in SEATS if s.needs_change] == ["author"]


def test_only_the_voice_is_one_for_each_team():
    assert [s.slug for s in SEATS if s.per_team] == ["voice"]


def test_only_responders_may_be_many():
    assert [s.slug for s in SEATS if s.many] == ["responder"]


@pytest.mark.parametrize("count", [5, 6, 7, 8])
def test_five_to_eight_people_need_no_note(count):
    assert people_note(count) == ""


@pytest.mark.parametrize("count", [0, 1, 4, 9, 20])
def test_too_few_or_too_many_people_get_the_reason(count):
    note = people_note(count)
    assert "Five to eight" in note and note.count(".") == 1


@pytest.mark.parametrize("seat", ["oncall", "author", "responder"])
def test_someone_in_the_middle_of_it_needs_a_reason_to_facilitate(seat):
    assert "reason" in too_close(["facilitator", seat])


@pytest.mark.parametrize("seats", [[], ["facilitator"], ["sponsor"], ["voice", "facilitator"]])
def test_someone_with_distance_needs_no_reason(seats):
    assert too_close(seats) == ""


def test_holding_two_close_seats_makes_one_sentence():
    note = too_close({"author", "oncall"})
    assert "diagnosed it on call and shipped the change" in note and note.count(".") == 1
