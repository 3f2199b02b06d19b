"""Who reaches the write-up, and what its page shows."""

import pytest
from django.test import Client
from django.urls import reverse

from facilitation.models import Participant
from writeups.views import file_name

from .conftest import Making, long_line

NAMES = ("writeup", "writeup_pdf")


def address(session, name="writeup"):
    return reverse(name, args=[session.incident.public_id])


def test_a_colleague_reads_the_seven_parts_in_order(colleague, session):
    page = colleague.get(address(session)).content.decode()
    parts = [
        "<h1>Wrong boxes",
        "A change of shape",
        "<h2>Timeline",
        "<h2>Gaps: 18 h 27 min",
        "<h2>Root cause",
        "<h2>Contributing factors",
        "<h2>Actions",
        "Follow-up: Thursday 7 January 2027.",
    ]
    places = [page.index(part) for part in parts]
    assert places == sorted(places)
    assert 'class="wu__draft"' not in page


def test_the_page_has_no_inline_style_or_script(colleague, session):
    page = colleague.get(address(session)).content.decode()
    assert " style=" not in page and "<style" not in page and "onclick" not in page


def test_an_open_session_shows_the_word_draft(colleague, making):
    session = making.session(closed=False)
    assert '<p class="wu__draft">Draft</p>' in colleague.get(address(session)).content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_another_teams_incident_is_not_there(colleague, name):
    theirs = Making("Others").session()
    assert colleague.get(address(theirs, name)).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_an_incident_without_a_session_is_not_there(colleague, making, name):
    path = reverse(name, args=[making.incident().public_id])
    assert colleague.get(path).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_a_stranger_is_asked_to_sign_in_whether_or_not_it_exists(session, name):
    for public_id in (session.incident.public_id, "nothing-has-this-id"):
        answer = Client().get(reverse(name, args=[public_id]))
        assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/")


def test_a_guest_of_this_session_reads_it_and_one_of_another_does_not(session, making, monkeypatch):
    guest = Participant.objects.create(session=session, name="Guest")

    def seat(request, asked):
        return guest if asked == guest.session else None

    monkeypatch.setattr("writeups.views.participant_of", seat)
    answer = Client().get(address(session))
    assert answer.status_code == 200 and "Guest" not in answer.content.decode()
    assert Client().get(address(making.session())).status_code == 302


def test_only_owners_of_actions_are_named(colleague, session):
    page = colleague.get(address(session)).content.decode()
    assert "Priya" in page and "Unnamed" not in page


def test_a_long_timeline_names_the_part_to_shorten_and_offers_it_folded(colleague, making):
    session = making.session(**long_line(60, "a step is taken"))
    page = colleague.get(address(session)).content.decode()
    assert "The part to shorten is the timeline" in page
    assert "59 a step" in page and "19 rows" in page and "on-screen" in page
    folded = colleague.get(address(session), {"timeline": "folded"}).content.decode()
    assert "on-screen" not in folded and "Show every row" in folded
    assert folded.count("<tr") < 12


def test_a_short_one_offers_nothing_to_fold(colleague, session):
    assert "part to shorten" not in colleague.get(address(session)).content.decode()


def test_posting_to_it_is_not_a_thing(colleague, session):
    assert colleague.post(address(session)).status_code == 405


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Wrong boxes", "write-up-wrong-boxes.pdf"),
        ('a"; filename="x.exe\r\nSet-Cookie: a=b', "write-up-a-filenamexexe-set-cookie-ab.pdf"),
        ("ユーザー", "write-up-incident.pdf"),
    ],
)
def test_file_names_are_plain_ascii(title, name):
    assert file_name(title) == name
