"""The two quotations stay word for word."""

from playbook import directive


def test_the_prime_directive_is_word_for_word():
    assert directive.PRIME_DIRECTIVE == (
        "Regardless of what we discover, we understand and truly believe that everyone did the "
        "best job they could, given what they knew at the time, their skills and abilities, the "
        "resources available, and the situation at hand."
    )


def test_the_source_names_author_book_and_year():
    assert directive.DIRECTIVE_SOURCE == "Norm Kerth, Project Retrospectives, 2001"


def test_the_excerpt_is_part_of_the_whole():
    assert directive.DIRECTIVE_SHORT.strip("…") in directive.PRIME_DIRECTIVE
    assert directive.DIRECTIVE_SHORT.startswith("…") and directive.DIRECTIVE_SHORT.endswith("…")


def test_the_redirect_is_word_for_word():
    assert directive.REDIRECT == (
        "That's a human action. What's the systemic condition that made that action risky?"
    )


def test_a_meeting_leaves_with_three_things():
    assert [d.slug for d in directive.DELIVERABLES] == ["timeline", "cause", "actions"]
