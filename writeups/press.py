"""The child process that prints. HTML tries come in as JSON, one page of PDF goes out.

Started as `python -m writeups.press`, without Django. It can fetch nothing but its own files.
"""

import json
import os
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

import fontpkg_inter
import fontpkg_source_serif_4
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

CPU_SECONDS = 20
MEMORY = 512 * 1024**2
VARIANT = "pdf/ua-1"
CSS = Path(__file__).resolve().parent.parent / "static" / "css"
FILES = {
    "press:base": (CSS / "base.css", "text/css"),
    "press:steps": (CSS / "steps.css", "text/css"),
    "press:writeup": (CSS / "writeup.css", "text/css"),
    "press:paper": (CSS / "paper.css", "text/css"),
    "press:writeup-fit": (CSS / "writeup-fit.css", "text/css"),
    "press:writeup-pdf": (CSS / "writeup-pdf.css", "text/css"),
    "press:inter": (fontpkg_inter.ROOT / "files/Inter[opsz,wght].ttf", "font/ttf"),
    "press:serif": (
        fontpkg_source_serif_4.ROOT / "files/SourceSerif4[opsz,wght].ttf",
        "font/ttf",
    ),
}


class Refused(Exception):
    """Somebody's words asked for a file or an address."""


class OnlyOurFiles(URLFetcher):
    """Serves the files above by name. It opens no socket and no other path."""

    def __init__(self):
        super().__init__(allowed_protocols=("press",), allow_redirects=False)

    def fetch(self, url, headers=None):
        if url not in FILES:
            raise Refused(url)
        path, kind = FILES[url]
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # The board goes first.
    os.nice(10)


def press(tries: Sequence[tuple[str, str]]) -> tuple[str, bytes]:
    """The first (fit, HTML) that takes one page, as PDF. ValueError when none does.

    Each try is shorter than the one before, so after the first the right one is found by halving.
    """
    fonts = FontConfiguration()
    low, high, found = 0, len(tries), None
    place = 0
    while low < high:
        document = lay_out(tries[place][1], fonts)
        if len(document.pages) == 1:
            high, found = place, (tries[place][0], document)
        else:
            low = place + 1
        place = (low + high) // 2
    if found is None:
        raise ValueError("Nothing fits one page")
    return found[0], found[1].write_pdf(pdf_variant=VARIANT)


def lay_out(html: str, fonts: FontConfiguration):
    page = HTML(string=html, url_fetcher=OnlyOurFiles())
    return page.render(font_config=fonts, presentational_hints=False, pdf_variant=VARIANT)


def main() -> None:
    limit()
    fit, content = press(json.load(sys.stdin.buffer))
    sys.stdout.buffer.write(fit.encode() + b"\n" + content)


if __name__ == "__main__":
    main()
