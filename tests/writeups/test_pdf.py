"""One page, always: real PDFs from real child processes, read back with pypdf."""

import os
import sys
import threading
import time

import pytest
from django.urls import reverse

from writeups import pdf
from writeups.draft import draft
from writeups.fits import LADDER, height

from .conftest import PROMISES, long_line, printed

SIZES = {"a4": (595, 842), "letter": (612, 792)}


def box(reader):
    page = reader.pages[0]
    return round(page.mediabox.width), round(page.mediabox.height)


@pytest.mark.parametrize("paper", SIZES)
def test_the_allergen_example_is_one_page_with_its_parts_in_order(session, paper):
    reader, text, fit = printed(session, paper)
    assert (len(reader.pages), box(reader), fit) == (1, SIZES[paper], "normal")
    parts = (
        "Wrong boxes after",
        "8 to 9 December 2026. Integration. Post-mortem held 10 December 2026.",
        "A change of shape",
        "Timeline",
        "Tue 4:47 pm",
        "Gaps: 18 h 27 min from change to fix",
        "Root cause",
        "Contributing factors",
        "A reasonable assumption: nobody else reads this",
        "Actions",
        "Fri 18 Dec 2026",
        "Follow-up: Thursday 7 January 2027.",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "Priya" in text and "Unnamed" not in text


def test_it_carries_a_title_a_language_and_a_structure(session):
    reader, *_ = printed(session)
    assert reader.metadata.title == "Wrong boxes after the pause option"
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en" and root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root


def test_it_brings_its_own_fonts(session):
    reader, *_ = printed(session)
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    names = " ".join(font.get_object()["/BaseFont"] for font in fonts)
    assert "Press-Sans" in names or "Inter" in names
    assert "Press-Voice" in names or "Source" in names


def test_sixty_rows_are_folded_with_marks_and_signals_in_sight(making):
    facts = long_line(60, "a step is taken")
    facts["line"].append(("missed", 17.5, "no page went out"))
    reader, text, fit = printed(making.session(**facts))
    assert (len(reader.pages), fit) == (1, "folded")
    for row in ("0 a step", "20 a step", "30 a step", "59 a step", "19 rows", "28 rows"):
        assert row in text
    assert "Missed: no page went out" in text
    assert "The part to shorten is the timeline" in text


@pytest.mark.parametrize("paper", SIZES)
@pytest.mark.parametrize(
    ("rows", "words", "factors"),
    [
        (12, "word " * 12, "factor " * 8),
        (16, "x" * 300, "factor " * 42),
        (60, "incomprehensibilities " * 4, "y" * 300),
        (60, "z" * 1990, "factor " * 280),
        (60, "漢" * 1990, "漢" * 300),
        (4, "漢" * 2000, "漢" * 2000),
    ],
)
def test_whatever_was_written_it_is_one_page(making, rows, words, factors, paper):
    session = making.session(**long_line(rows, words), factors=[factors] * 12)
    making.promise(session, PROMISES * 3)
    reader, text, _ = printed(session, paper)
    assert (len(reader.pages), box(reader)) == (1, SIZES[paper])
    assert "Follow-up: Thursday 7 January 2027." in text


def test_the_longest_texts_that_every_field_takes_are_one_page(making):
    incident = making.incident("漢" * 120, what_happened="漢" * 300, impact="漢" * 300)
    session = making.session(
        incident=incident,
        line=[("event", 17 + n / 2, "漢" * 2000) for n in range(40)],
        marks={"change": 1, "symptom": 10, "detection": 20, "resolution": 30},
        factors=["漢" * 2000] * 30,
        close_to_it_because="漢" * 300,
        single_action_because="漢" * 300,
    )
    session.gap_sentence = "漢" * 300
    promise = ("W" * 80, "漢" * 500, session.follow_up_on)
    making.promise(session, [promise] * 3)
    for paper in SIZES:
        reader, _, fit = printed(session, paper)
        assert (len(reader.pages), fit) == (1, "small")
        assert smallest(reader) >= 6.99


def smallest(reader) -> float:
    sizes = []

    def visit(text, matrix, text_matrix, font, size):
        if text.strip():
            sizes.append(abs(size * text_matrix[3] * matrix[3]))

    reader.pages[0].extract_text(visitor_text=visit)
    return min(sizes)


def test_each_rung_of_the_ladder_is_no_taller_than_the_one_before(making):
    session = making.session(**long_line(40, "word " * 60), factors=["factor " * 40] * 12)
    whole = draft(session)
    heights = [height(each.fold(whole), each.scale) for each in LADDER]
    assert heights == sorted(heights, reverse=True)


def test_the_answer_names_the_file_and_how_it_came_to_fit(colleague, session):
    path = reverse("writeup_pdf", args=[session.incident.public_id])
    answer = colleague.get(path, {"paper": "letter"})
    assert answer["Content-Type"] == "application/pdf"
    name = "write-up-wrong-boxes-after-the-pause-option.pdf"
    assert answer["Content-Disposition"] == f'inline; filename="{name}"'
    assert answer["X-Write-Up-Fit"] == "normal"
    assert colleague.get(path, {"paper": "a5"}).status_code == 404


def asleep(tmp_path):
    words = f"import os, time; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))"
    return [sys.executable, "-c", f"{words}; time.sleep(60)"]


def test_a_child_that_takes_too_long_is_killed_and_the_page_says_so(
    colleague, session, monkeypatch, tmp_path
):
    monkeypatch.setattr(pdf, "COMMAND", asleep(tmp_path))
    monkeypatch.setattr(pdf, "SECONDS", 1)
    answer = colleague.get(reverse("writeup_pdf", args=[session.incident.public_id]))
    assert answer.status_code == 503 and "needs a moment" in answer.content.decode()
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_only_two_presses_run_at_once(monkeypatch):
    monkeypatch.setattr(pdf, "COMMAND", [sys.executable, "-c", "import time; time.sleep(2)"])
    busy = [threading.Thread(target=pdf.press, args=([],)) for _ in range(2)]
    for each in busy:
        each.start()
    time.sleep(0.3)
    monkeypatch.setattr(pdf, "SECONDS", 0.2)
    with pytest.raises(pdf.NotNow, match="busy"):
        pdf.press([])
    for each in busy:
        each.join()


def test_a_child_that_fails_says_nothing_of_what_it_was_given():
    with pytest.raises(pdf.NotNow) as caught:
        pdf.press([("normal", None)])
    assert caught.value.args == ("CalledProcessError",) and caught.value.__cause__ is None


def test_the_child_never_sees_the_secret_key(monkeypatch):
    monkeypatch.setenv("POSTMORTEMS_SECRET_KEY", "planted")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert not {"POSTMORTEMS_SECRET_KEY", "HTTP_PROXY"} & set(pdf._environment("/tmp"))
