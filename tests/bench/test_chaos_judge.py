"""The judge of bin/chaos, on logs made by hand: each way to be wrong is found, and named."""

from dataclasses import replace

import pytest

from bench.chaos.account import Account, Stretch
from bench.chaos.judge import judge
from bench.chaos.truth import Event, Row, Truth

MARKS = {name: name * 32 for name in "abc"}
A, B, C = MARKS.values()
LOG = [
    Event(1, "opened-0", "session_started"),
    Event(2, A, "sticky_added", "thing-a"),
    Event(3, B, "sticky_added", "thing-b"),
    Event(4, C, "sticky_removed", "thing-a"),
]
ROWS = [Row("thing-a", f"Orders stop {A}", True), Row("thing-b", f"Queue grows {B}", False)]
PAGE = [B]


def truth(events=LOG, rows=ROWS, seq=4) -> Truth:
    return Truth(seq, events, rows)


def told(*events, after=1) -> list[Stretch]:
    return [Stretch(after, [event.told for event in events])]


@pytest.fixture
def ana() -> Account:
    """She asked for everything there is, and was told all of it."""
    return Account(
        "Ana",
        told(*LOG[1:]),
        asked={
            A: ("add_sticky", {"text": f"Orders stop {A}"}),
            B: ("add_sticky", {"text": f"Queue grows {B}"}),
            C: ("remove_sticky", {"sticky": "thing-a"}),
        },
        acknowledged={A: 2, B: 3, C: 4},
        shown=[B],
    )


@pytest.fixture
def ben() -> Account:
    """He only watched."""
    return Account("Ben", told(*LOG[1:]), shown=[B])


def faults(truth, *accounts, page=PAGE) -> str:
    return " | ".join(judge(truth, list(accounts), page).faults)


def test_a_sound_run_has_no_fault(ana, ben):
    verdict = judge(truth(), [ana, ben], PAGE)
    assert verdict.faults == []
    assert verdict.logs_equal
    assert (verdict.lost, verdict.duplicate_rows, verdict.wrong_order) == (0, 0, 0)


def test_an_acknowledged_operation_that_is_not_in_the_log_is_lost(ana):
    ana.stretches = told(*LOG[1:3])
    rows = [replace(ROWS[0], removed=False), ROWS[1]]
    ana.shown = [A, B]
    verdict = judge(truth(LOG[:3], rows, seq=3), [ana], [A, B])
    assert verdict.lost == 1
    assert verdict.faults == [f"1 acknowledged and not in the log: {C}"]


def test_an_operation_without_any_answer_is_found(ana):
    del ana.acknowledged[C]
    assert "1 never answered" in faults(truth(), ana)


def test_the_same_words_on_two_rows_are_a_duplicate(ana):
    again = Event(5, "d" * 32, "sticky_added", "thing-d")
    rows = [*ROWS, Row("thing-d", f"Queue grows {B}", False)]
    ana.stretches = told(*LOG[1:], again)
    verdict = judge(truth([*LOG, again], rows, seq=5), [ana], PAGE)
    assert verdict.duplicate_rows == 1
    assert f"row of {B}" in verdict.faults[0]


def test_an_event_that_nobody_asked_for_is_found(ana):
    stranger = Event(5, "d" * 32, "sticky_restored", "thing-a")
    ana.stretches = told(*LOG[1:], stranger)
    assert "that nobody asked for" in faults(truth([*LOG, stranger], seq=5), ana)


def test_an_operation_twice_in_the_log_is_a_duplicate(ana):
    again = Event(5, C, "sticky_removed", "thing-a")
    ana.stretches = told(*LOG[1:], again)
    ana.acknowledged[C] = 5
    verdict = judge(truth([*LOG, again], seq=5), [ana], PAGE)
    assert verdict.duplicate_rows == 1


def test_two_events_told_the_other_way_round_are_found(ana, ben):
    one, two, three = LOG[1:]
    ben.stretches = told(replace(two, seq=2), replace(one, seq=3), three)
    verdict = judge(truth(), [ana, ben], PAGE)
    assert verdict.wrong_order == 1
    assert not verdict.logs_equal
    assert "Ben" in " ".join(verdict.faults)


def test_an_event_left_out_under_dense_numbers_is_found(ana, ben):
    ben.stretches = told(LOG[1], replace(LOG[3], seq=3))
    verdict = judge(truth(), [ana, ben], PAGE)
    assert not verdict.logs_equal
    assert verdict.wrong_order == 0
    assert "Ben" in verdict.faults[0]


def test_a_log_that_stops_early_is_found(ana, ben):
    ben.stretches = told(*LOG[1:3])
    assert "Ben ends at 3, the server at 4" in faults(truth(), ana, ben)


def test_after_a_reset_only_what_was_told_since_then_is_compared(ana, ben):
    ben.stretches = [Stretch(1, [LOG[1].told]), Stretch(3, [LOG[3].told])]
    assert faults(truth(), ana, ben) == ""


def test_what_was_told_before_a_reset_must_be_true_too(ana, ben):
    lost = (2, "d" * 32, "sticky_added")
    ben.stretches = [Stretch(1, [lost]), Stretch(2, [each.told for each in LOG[2:]])]
    assert "1 logs unlike the server's: Ben has dddd" in faults(truth(), ana, ben)


def test_a_break_in_the_numbers_of_the_log_is_found(ana):
    broken = [*LOG[:3], replace(LOG[3], seq=5)]
    assert "breaks in the numbers of the log: 5 after 3" in faults(truth(broken, seq=5), ana)


def test_another_number_than_the_one_acknowledged_is_found(ana):
    ana.acknowledged[B] = 2
    assert f"acknowledged with another number: {B} as 2" in faults(truth(), ana)


def test_something_refused_and_done_all_the_same_is_found(ana):
    del ana.acknowledged[C]
    ana.refuse(C, "invalid")
    ana.sent[C] = 1
    assert f"refused and done all the same: {C} (invalid)" in faults(truth(), ana)


def test_of_two_copies_one_refused_and_one_done_is_counted_and_no_fault(ana):
    del ana.acknowledged[C]
    ana.refuse(C, "invalid")
    ana.sent[C] = 2
    verdict = judge(truth(), [ana], PAGE)
    assert verdict.faults == []
    assert verdict.refused_then_done == 1


def test_two_different_answers_to_one_operation_are_found(ana):
    ana.acknowledge(C, 7)
    assert "contradicting answers" in faults(truth(), ana)


def test_words_that_are_not_the_last_ones_sent_are_found(ana):
    rows = [ROWS[0], replace(ROWS[1], text=f"Orders stop {A}x")]
    assert "rows that are not what the log tells: thing-b" in faults(truth(rows=rows), ana)


def test_a_board_or_a_page_that_does_not_show_the_rows_is_found(ana, ben):
    ben.shown = [A, B]
    assert f"1 boards unlike a page loaded anew: Ben {A}" in faults(truth(), ana, ben)
    assert "wrong on a page loaded anew" in faults(truth(), ana, page=PAGE * 2)


def test_a_board_in_another_order_than_the_page_is_found(ana, ben):
    ana.shown, ben.shown = [A, B], [B, A]
    rows = [replace(ROWS[0], removed=False), ROWS[1]]
    assert "Ben in another order" in faults(truth(rows=rows), ana, ben, page=[A, B])


def test_somebody_shut_out_for_good_is_found(ana, ben):
    ben.shut_out = "closed with 4403"
    assert "Ben closed with 4403" in faults(truth(), ana, ben)
