"""The seven parts come from rows, in their order, with nobody's name but the owners'."""

from datetime import date, timedelta

from facilitation.models import Candidate, Factor, Mark, PhaseClock, Sticky
from writeups.draft import draft, span
from writeups.rows import between

from .conftest import at


def test_the_gaps_of_the_allergen_example_are_computed_from_the_times(session):
    gaps = draft(session).gaps
    assert [(gap.words, gap.name) for gap in gaps] == [
        ("12 h 43 min", "change to symptom"),
        ("3 h 30 min", "symptom to detection"),
        ("2 h 14 min", "detection to resolution"),
    ]
    assert [gap.step for gap in gaps] == [15, 12, 10]
    assert draft(session).total == "18 h 27 min"


def test_gaps_without_both_marks_read_unknown(session):
    session.marks.filter(kind=Mark.Kind.CHANGE).delete()
    found = draft(session)
    assert [gap.words for gap in found.gaps] == ["unknown", "3 h 30 min", "2 h 14 min"]
    assert found.total == "unknown"


def test_a_mark_on_a_removed_sticky_counts_as_not_marked(session):
    mark = session.marks.get(kind=Mark.Kind.SYMPTOM)
    Sticky.objects.filter(pk=mark.sticky_id).update(removed_at=at(58))
    assert [gap.words for gap in draft(session).gaps] == ["unknown", "unknown", "2 h 14 min"]


def test_the_dates_line_says_the_days_the_type_and_the_day_it_was_held(session):
    line = "8 to 9 December 2026. Integration. Post-mortem held 10 December 2026."
    assert draft(session).dates == line


def test_dates_across_months_and_years_say_both():
    assert span(date(2026, 11, 30), date(2026, 12, 1)) == "30 November to 1 December 2026"
    last, first = date(2026, 12, 31), date(2027, 1, 1)
    assert span(last, first) == "31 December 2026 to 1 January 2027"
    assert span(first, first) == "1 January 2027"


def test_signals_stand_beside_the_event_of_their_minute(session):
    rows = draft(session).rows
    assert [row.when for row in rows][:2] == ["Tue 4:47 pm", "Wed 5:30 am"]
    assert len(rows) == 6
    signal = rows[2].signals[0]
    assert f"{signal.word}: {signal.text}" == "Fired: letters to support"


def test_a_signal_without_an_event_gets_a_row_of_its_own(session):
    Sticky.objects.create(session=session, kind="missed", at=at(20), text="no page", version=1)
    row = draft(session).rows[1]
    assert (row.when, row.what, row.signals[0].text) == ("Tue 8:00 pm", "", "no page")


def test_rows_after_the_resolution_and_approximate_times_say_so(session):
    Sticky.objects.create(
        session=session, kind="event", at=at(36), text="A note goes out", approximate=True
    )
    rows = draft(session).rows
    assert [row.after for row in rows] == [False] * 6 + [True]
    assert rows[-1].when == "~Wed 12:00 pm"


def test_a_long_incident_puts_dates_beside_weekdays(making):
    line = [("event", 17, "One"), ("event", 17 + 24 * 8, "Other")]
    found = draft(making.session(line=line, marks={}))
    assert found.rows[0].when == "Tue 8 Dec, 5:00 pm"
    assert between(*found.rows) == "Tue 8 Dec, 5:00 pm to Wed 16 Dec, 5:00 pm"


def test_removed_factors_are_left_out_and_assumptions_are_named_so(session):
    Factor.objects.filter(text__startswith="It runs").update(removed_at=at(58))
    assert draft(session).factors == (
        "The run reports success whatever it reads",
        "A reasonable assumption: nobody else reads this",
    )


def test_what_nobody_said_reads_not_known_yet(making):
    incident = making.incident(what_happened="", impact="", resolved_at=None)
    found = draft(making.session(incident=incident, closed=False))
    assert (found.happened, found.impact) == ("Not known yet.", "Not known yet.")
    assert found.dates == "Since 8 December 2026. Integration. The post-mortem is still open."
    assert found.is_draft and not found.actions


def test_an_open_session_shows_what_stands_above_the_line(making):
    session = making.session(closed=False)
    day = session.follow_up_on - timedelta(days=2)
    Candidate.objects.create(session=session, text="Contract tests", owner_name="Tom", deadline=day)
    Candidate.objects.create(session=session, position=1, text="Alerts")
    found = draft(session).actions
    assert (found[0].owner, found[0].deadline) == ("Tom", "Tue 5 Jan 2027")
    assert (found[1].owner, found[1].deadline) == ("No owner yet", "No date yet")


def test_reasons_for_doing_otherwise_are_kept_at_the_foot(session):
    PhaseClock.objects.create(
        session=session, phase="factors", planned=600, skipped_because="We had ten minutes."
    )
    session.close_to_it_because, session.single_action_because = "Nobody else could.", "It is all."
    assert draft(session).notes == (
        "Left out, Contributing factors: We had ten minutes.",
        "The facilitator was close to it, because: Nobody else could.",
        "One action alone, because: It is all.",
    )
