"""The next why, answers that stop at a person, and where chains meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook import whys
from playbook.whys import (
    Meeting,
    first_question,
    meeting_points,
    next_question,
    person_as_cause,
    same_answer,
)

ALLOW = "Why did the system allow this?"


@pytest.mark.parametrize(
    ("answer", "question"),
    [
        ("customers received the wrong product", "Why did customers receive the wrong product?"),
        (
            "Because the reconciliation produced bad data.",
            "Why did the reconciliation produce bad data?",
        ),
        ("because the upstream API format changed", "Why did the upstream API format change?"),
        ("there's no schema validation", "Why is there no schema validation?"),
        ("There are no tests.", "Why are there no tests?"),
        ("there was nobody on call", "Why was there nobody on call?"),
        ("There were two queues", "Why were there two queues?"),
        ("there isn’t a schema check", "Why isn't there a schema check?"),
        (
            "no contract test exists between the two services",
            "Why is there no contract test between the two services?",
        ),
        (
            "No mechanism exists for one squad to know what the other is changing.",
            "Why is there no mechanism for one squad to know what the other is changing?",
        ),
        ("no tests exist", "Why are there no tests?"),
        ("No schema validation", "Why is there no schema validation?"),
        ("no alerts", "Why are there no alerts?"),
        ("Missing alert", "Why is there no alert?"),
        ("lack of tests", "Why is there a lack of tests?"),
        ("No alert fired", "Why did no alert fire?"),
        ("nothing alerted on the overnight run", "Why did nothing alert on the overnight run?"),
        ("The run is unmonitored", "Why is the run unmonitored?"),
        ("the docs were out of date", "Why were the docs out of date?"),
        ("tests don't cover it", "Why don't tests cover it?"),
        ("API was down", "Why was API down?"),
        ("I was asleep", "Why was I asleep?"),
        ("Kafka was down", "Why was Kafka down?"),
        ("it's not tested", "Why is it not tested?"),
        ("because of the deploy", "Why did the deploy lead to this?"),
        (
            "malformed output counts as a successful run",
            "Why is it that malformed output counts as a successful run?",
        ),
        ("the service has no owner", "Why is it that the service has no owner?"),
        ("the job that ran was late", "Why was it that the job that ran was late?"),
        ("a failed deploy broke checkout", "Why was it that a failed deploy broke checkout?"),
        ("when it ran, it was late", "Why was it that when it ran, it was late?"),
        ("I didn't think it'd affect you", "Why did the system give no way to know?"),
        ("Why did nothing alert?", "Why did nothing alert?"),
        ("Who did this?", ALLOW),
        ("", ALLOW),
        ("because", ALLOW),
        (" ... ", ALLOW),
        ("because the developer didn't check", whys.MAKE_IT_EASY),
    ],
)
def test_an_answer_leads_to_the_next_why(answer, question):
    assert next_question(answer) == question


@given(st.text())
def test_any_text_leads_to_one_question_that_starts_with_why(text):
    for question in (first_question(text), next_question(text)):
        assert question.startswith("Why") and question.endswith("?")
        assert "\n" not in question


WORDS = [
    "Because",
    "the",
    "who",
    "API",
    "no",
    "there",
    "is",
    "was",
    "ran",
    "exists",
    "of",
    "missing",
    ".",
    ",",
    "?",
    "we",
    "didn't",
    "check",
]


@given(st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_any_order_of_common_words_leads_to_a_question(text):
    for question in (first_question(text), next_question(text)):
        assert question.startswith("Why ") and question.endswith("?")


def test_a_person_in_the_symptom_still_gives_a_first_question():
    assert first_question("nobody checked").startswith("Why ")


@pytest.mark.parametrize(
    "answer",
    [
        "because the developer didn't check", "Because the developer didn’t check.",
        "the developer did not check the docs", "somebody didn't check", "someone forgot",
        "someone forgot to run the migration", "the engineer failed to notice",
        "developer didn't notify the other team", "he forgot", "she was careless",
        "they should have known better", "You should have checked with the other team",
        "the on-call engineer wasn't paying attention",
        "the team never tested the rollback", "we didn't test the rollback",
        "nobody checked", "no one reviewed it", "nobody bothered to look", "human error",
        "It was human error.", "operator error", "it was a user error", "just plain carelessness",
        "lack of attention", "lack of care", "it was Tom's fault", "the developer's mistake",
        "someone made a mistake", "the junior developer made a silly mistake",
        "an engineer messed up", "the reviewer overlooked it", "the author was sloppy",
        "the contractor was inexperienced", "the developer on the API team didn't check",
        "Tom forgot to tell us", "somebody in ops neglected to read the runbook",
        "the deployer didn't follow the checklist", "they could have asked",
        "the developer just didn't think it through", "people were careless",
        "the reviewer didn't look at the migration", "the operator fat-fingered it",
        "the dev didn't remember to bump the version", "because we forgot",
    ],
)  # fmt: skip
def test_an_answer_that_stops_at_a_person_is_noticed(answer):
    assert person_as_cause(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "The developer shipped without notifying the consumer team", "",
        "there is no schema validation", "the reconciliation produced bad data",
        "the upstream API format changed", "nothing alerted on the overnight run",
        "the reconciliation didn't check the schema",
        "Reconciliation didn't check the schema", "the job failed to validate rows",
        "the script forgot to flush", "the test didn't check nulls",
        "the developer had no way to know", "the developer didn't know the format had changed",
        "I didn't think it'd affect you", "we have no contract tests",
        "nobody owns the overnight run", "nothing catches human error",
        "there is no check for human error", "the team has no staging environment",
        "the review tool doesn't show schema changes", "the pipeline never tested the rollback",
        "the alert was sent to a closed channel", "no mechanism exists for one squad to know "
        "what the other is changing", "the on-call engineer was paged twice",
        "the engineer ran the migration at 5 pm", "error handling was missing",
        "the user error page was cached", "the checklist didn't mention the flag",
        "the API team doesn't publish its schema", "the engineer checked the wrong dashboard",
        "we couldn't see the overnight output",
        "the package manager failed to install", "the Kubernetes operator failed to notice",
        "the team wasn't told about the change", "the on-call engineer wasn't notified",
        "we had to check by hand", "we don't test rollbacks", "we never test rollbacks",
        "we could have caught it with a schema check", "it was nobody's fault",
        "the dev environment didn't test it", "the admin page didn't validate input",
    ],
)  # fmt: skip
def test_an_answer_about_the_system_or_a_plain_fact_is_left_alone(answer):
    assert not person_as_cause(answer)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("no alert fired", "No alert fired."),
        ("because the format changed", "Format changed"),
        ("there's no check", "There is no check"),
        ("the developer didn’t check", "developer didn't check!"),
        ("A schema, an owner", "schema owner"),
    ],
)
def test_the_same_answer_is_known_in_other_dress(a, b):
    assert same_answer(a, b) and same_answer(b, a)


@pytest.mark.parametrize(
    ("a", "b"), [("no alert fired", "an alert fired"), ("", ""), ("...", "the"), ("a b", "ab")]
)
def test_different_or_empty_answers_are_not_the_same(a, b):
    assert not same_answer(a, b)


@pytest.mark.parametrize(
    ("chains", "meetings"),
    [
        ([], []),
        ([["x", "y"]], []),
        ([["x", "x"]], []),
        ([["x"], ["y"]], []),
        ([["x", "", "y"], ["z", ""]], []),
        ([["p", "q", "r"], ["s", "Because the R."]], [Meeting(1, 1, 0, 2)]),
        ([["p", "q"], ["q", "p"]], [Meeting(1, 0, 0, 1)]),
        ([["p"], ["q"], ["q", "p"]], [Meeting(2, 0, 1, 0)]),
        ([["p"], ["p"], ["p"]], [Meeting(1, 0, 0, 0), Meeting(2, 0, 0, 0)]),
    ],
)
def test_each_later_chain_shows_where_it_first_meets_an_earlier_one(chains, meetings):
    assert meeting_points(chains) == meetings


def test_the_structural_test_has_its_two_halves():
    assert [(t.slug, t.short) for t in whys.STRUCTURAL_TESTS] == [
        ("whoever", "True whoever shipped it"),
        ("engineering", "Engineering can change it"),
    ]


def test_a_because_inside_the_answer_and_a_name_that_holds_cos_are_left_alone():
    asked = whys.next_question("the deploy failed because the disk was full")
    assert "because the disk was full" in asked
    assert "marcos had no access" in whys.next_question("Marcos had no access").lower()
