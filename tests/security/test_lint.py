"""Our own templates and scripts hold nothing that the content policy would have to stop."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
SCRIPTS = sorted((Path(settings.BASE_DIR) / "static" / "js").glob("*.js"))
PAPER = {"press.html"}  # Made into a PDF in the server, never sent to a browser.
FORBIDDEN = {
    "a script without a file": r"<script(?![^>]*\ssrc=)",
    "an inline style sheet": r"<style\b",
    "a style attribute": r"<[^>{%]*\sstyle\s*=",
    "an event attribute": r"<[^>]*\son[a-z]+\s*=",
    "hx-on": r"\bhx-on\b",
    "hx-vals that evaluate": r"hx-(vals|headers|vars)\s*=\s*.?\s*js(on)?:",
    "a trigger filter": r"hx-trigger=\"[^\"]*\[",
    "unescaped words": r"\|\s*(safe|safeseq)\b|\{%\s*autoescape\s+off|\bmark_safe\b",
    "a javascript: address": r"javascript:",
    "another site": r"(src|href|action)=\"(https?:)?//",
}
SCRIPT_FORBIDDEN = {
    "eval": r"\beval\s*\(",
    "a function made of text": r"\bnew\s+Function\b|\bFunction\s*\(",
    "a timer made of text": r"set(Timeout|Interval)\s*\(\s*[\"'`]",
    "markup as text": r"\.(outerHTML)\s*=|insertAdjacentHTML|document\.write|srcdoc",
    "another site": r"[\"'`](https?:)?//[a-z]",
}


def found(paths, patterns) -> list:
    return [
        (path.name, what)
        for path in paths
        for what, pattern in patterns.items()
        if re.search(pattern, path.read_text(), re.IGNORECASE)
    ]


def test_the_templates_hold_nothing_inline():
    shown = [path for path in TEMPLATES if path.name not in PAPER]
    assert len(shown) > 50
    assert found(shown, FORBIDDEN) == []


def test_the_scripts_make_nothing_of_text():
    assert len(SCRIPTS) > 5
    assert found(SCRIPTS, SCRIPT_FORBIDDEN) == []


def test_markup_is_read_in_one_place_only_and_into_a_template():
    used = [
        (path.name, line.strip())
        for path in SCRIPTS
        for line in path.read_text().splitlines()
        if ".innerHTML" in line
    ]
    assert used == [("board.js", "template.innerHTML = html;")]


def test_python_marks_nothing_as_safe():
    rooms = ("facilitation", "incidents", "people", "playbook", "writeups", "postmortems")
    sources = [p for room in rooms for p in (Path(settings.BASE_DIR) / room).rglob("*.py")]
    words = re.compile(r"mark_safe|SafeString|format_html|__html__")
    assert [path.name for path in sources if words.search(path.read_text())] == []


@pytest.mark.parametrize(
    "setting",
    [
        '"allowEval":false', '"allowScriptTags":false', '"includeIndicatorStyles":false',
        '"selfRequestsOnly":true', '"historyCacheSize":0',
    ],
)  # fmt: skip
def test_htmx_is_told_to_do_less(setting):
    base = (Path(settings.BASE_DIR) / "templates" / "base.html").read_text()
    assert setting in base.replace("&quot;", '"').replace(" ", "")
