"""What people wrote stays text: on the page, in Markdown, and in a press that fetches nothing."""

import http.server
import threading
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from lxml.html import fromstring
from markdown_it import MarkdownIt

from facilitation.models import Factor, Sticky
from writeups import pdf
from writeups.draft import draft
from writeups.markdown import markdown

from .conftest import PROMISES, printed

PAYLOADS = (
    "<script>alert(1)</script>",
    "<ScRiPt src=//{host}/a></sCrIpT>",
    "<img src=http://{host}/canary>",
    "<img src=x onerror=fetch('http://{host}/b')>",
    "<svg onload=alert(1)>",
    "<svg><use href='http://{host}/use.svg#a'/></svg>",
    "<svg><image href='http://{host}/image'/></svg>",
    "<svg><foreignObject><iframe src='http://{host}/f'></iframe></foreignObject></svg>",
    "<style>@import 'http://{host}/import.css';</style>",
    "<style>body{{background:url(http://{host}/bg)}}</style>",
    "<style>@font-face{{font-family:x;src:url(http://{host}/font)}}</style>",
    "<style>li::before{{content:url(file:///etc/passwd)}}</style>",
    "<link rel=attachment href=file:///etc/passwd>",
    "<link rel=attachment href=http://{host}/attach>",
    "<link rel=stylesheet href=http://{host}/sheet.css>",
    "<a rel=attachment href=file:///etc/hosts>x</a>",
    "<a href='javascript:alert(1)'>x</a>",
    "javascript:alert(1)",
    "<iframe src=http://{host}/frame></iframe>",
    "<object data=http://{host}/object></object>",
    "<embed src=file:///etc/passwd>",
    "<base href=http://{host}/>",
    "<meta http-equiv=refresh content='0;url=http://{host}/'>",
    "<body background=http://{host}/body>",
    "<table background=http://{host}/table><td>",
    "<video src=http://{host}/v poster=http://{host}/p>",
    "<input type=image src=http://{host}/input>",
    "<template><img src=http://{host}/t></template>",
    "<div hx-get=http://{host}/hx hx-trigger=load>",
    "<div data-hx-get=/x data-hx-trigger=load>",
    "<img src='http://169.254.169.254/latest/meta-data/'>",
    "<img src='data:image/svg+xml,<svg/>'>",
    "<img src='press:inter'>",
    "{{{{ settings.SECRET_KEY }}}}{{% debug %}}",
    "</textarea><script>alert(2)</script>",
    '"><img src=http://{host}/q>',
    "' style='background:url(http://{host}/s)'",
    "&lt;img src=http://{host}/e&gt;",
    "</title><img src=http://{host}/title>",
)


class Canary:
    """A server on this machine that remembers every request."""

    def __init__(self):
        hits = self.hits = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                hits.append(self.path)
                self.send_response(302)
                self.send_header("Location", "file:///etc/passwd")
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def canary():
    canary = Canary()
    yield canary
    canary.server.shutdown()
    canary.server.server_close()


def corpus(canary) -> list[str]:
    return [payload.format(host=canary.host) for payload in PAYLOADS]


def no_file_came_along(content: bytes) -> bool:
    first = Path("/etc/passwd").read_bytes().splitlines()[0]
    return first not in content and b"/EmbeddedFile" not in content


def everywhere(making, text):
    """A session with this text in every field that the write-up shows."""
    incident = making.incident(text[:120], what_happened=text, impact=text)
    session = making.session(incident=incident, factors=[text], close_to_it_because=text)
    session.gap_sentence = text
    Sticky.objects.filter(session=session).update(text=text)
    Factor.objects.filter(session=session).update(assumption=True)
    making.promise(session, [(text[:80], text, PROMISES[0][2])])
    return session


def tags_and_attributes(html: str) -> tuple[set[str], set[str]]:
    elements = [each for each in fromstring(html).iter() if isinstance(each.tag, str)]
    return {each.tag for each in elements}, {name for each in elements for name in each.attrib}


@pytest.mark.parametrize("place", range(len(PAYLOADS)))
def test_a_payload_in_every_field_adds_no_tag_and_no_attribute(making, canary, place):
    text = corpus(canary)[place]
    harmless = everywhere(making, "words")
    hostile = everywhere(making, text)
    for name in ("writeups/_sheet.html", "writeups/press.html"):
        found = [
            tags_and_attributes(render_to_string(name, {"wu": draft(each), "paper": "a4"}))
            for each in (harmless, hostile)
        ]
        assert found[0] == found[1]
    page = fromstring(render_to_string("writeups/press.html", {"wu": draft(hostile)}))
    assert page.text_content().count(text) >= 4


def test_the_page_with_every_payload_has_the_same_tags_as_without(making, colleague, canary):
    found = []
    for texts in (["words"] * len(PAYLOADS), corpus(canary)):
        session = making.session(factors=texts)
        path = reverse("writeup", args=[session.incident.public_id])
        found.append(tags_and_attributes(colleague.get(path).content.decode()))
    assert found[0] == found[1]


def test_payloads_reach_the_pdf_as_letters_and_fetch_nothing(making, canary):
    session = making.session(factors=corpus(canary))
    reader, text, _ = printed(session)
    assert not canary.hits
    assert "<script>alert(1)</script>" in text and "rel=attachment" in text
    assert not reader.attachments and len(reader.pages) == 1


@pytest.mark.parametrize("place", range(0, len(PAYLOADS), 6))
def test_each_field_of_the_pdf_shows_a_payload_literally(making, canary, place):
    text = corpus(canary)[place]
    _, shown, _ = printed(everywhere(making, text))
    assert "".join(shown.split()).count("".join(text.split())) >= 4
    assert not canary.hits


def test_even_markup_that_got_in_fetches_nothing(canary):
    """The escaping is taken away on purpose: the press itself must hold."""
    words = "".join(f"<p>{payload}</p>" for payload in corpus(canary))
    hostile = (
        f"<!doctype html><html lang=en><head><title>t</title>"
        f"<link rel=stylesheet href=http://{canary.host}/head.css>"
        f"<link rel=attachment href=file:///etc/passwd></head><body>{words}</body></html>"
    )
    done = pdf.press([("normal", "<p>x" * 2000), ("dense", hostile), ("small", "<p>end")])
    assert not canary.hits and no_file_came_along(done.content)


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://127.0.0.1/", "data:text/css,a", "press:../../x"]
)
def test_the_fetcher_serves_only_names_it_knows(address):
    from writeups.press import OnlyOurFiles, Refused

    with pytest.raises(Refused):
        OnlyOurFiles().fetch(address)
    assert OnlyOurFiles().fetch("press:writeup").content_type == "text/css"


MARKUP = (
    "# heading",
    "text\n# heading",
    "- item",
    "1. item",
    "> quote",
    "a | b | c",
    "| --- |",
    "[x](http://example.org)",
    "![x](http://example.org)",
    "<b>bold</b>",
    "<http://example.org>",
    "http://example.org and www.example.org",
    "me@example.org",
    "`code` **bold** _it_ ~~gone~~",
    "\\[x](y)",
    "&lt;b&gt; &copy;",
    "===",
    "***",
    "    indented",
    "```\nfence",
    "[x]: http://example.org",
    "+ plus",
    "2) two",
)


@pytest.mark.parametrize("text", MARKUP)
def test_markdown_keeps_what_people_wrote_as_text(making, text):
    session = everywhere(making, text)
    reader = MarkdownIt("gfm-like", {"linkify": False, "html": True})
    tokens = reader.parse(markdown(draft(session)))
    flat = [child for token in tokens for child in (token, *(token.children or ()))]
    kinds = {token.type for token in flat}
    assert not kinds & {
        "link_open", "image", "html_block", "html_inline", "code_inline", "code_block", "fence",
        "strong_open", "em_open", "s_open", "blockquote_open", "hr", "ordered_list_open",
    }  # fmt: skip
    assert sum(token.type == "heading_open" for token in flat) == 8
    tables = [token for token in flat if token.type == "table_open"]
    cells = [token for token in flat if token.type == "td_open"]
    assert len(tables) == 2 and len(cells) == 6 * 3 + 3
    shown = "".join(token.content for token in flat if token.type in ("text", "text_special"))
    assert shown.count(" ".join(text.split())) >= 4


def test_markdown_has_the_seven_parts_in_order(session):
    text = markdown(draft(session))
    heads = [line for line in text.splitlines() if line.startswith("#")]
    assert heads == [
        "# Wrong boxes after the pause option",
        "## Timeline",
        "## Gaps: 18 h 27 min from change to fix",
        "## Root cause",
        "## Contributing factors",
        "## Actions",
        "## Follow-up",
    ]
    assert "| Priya | Contract tests between the two services | Fri 18 Dec 2026 |" in text
