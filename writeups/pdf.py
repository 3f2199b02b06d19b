"""The write-up as a PDF of one page, made in a child process that is limited and can be killed."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string

from . import fits
from .draft import Draft

COMMAND = [sys.executable, "-m", "writeups.press"]
SECONDS = 20
PAPERS = {"a4": "A4", "letter": "Letter"}

# Two presses at once leave the board its processor.
_presses = threading.BoundedSemaphore(2)


class NotNow(Exception):
    """No PDF this time: both presses are busy, or one took too long."""


@dataclass(frozen=True)
class Printed:
    """`fit` says how it came to fit one page: normal, dense, folded or small."""

    content: bytes
    fit: str


def render(draft: Draft, paper: str) -> Printed:
    """One page of `paper` ("a4" or "letter"). Raises NotNow."""
    return press([(each.fit, document(draft, each, paper)) for each in fits.plausible(draft)])


def document(draft: Draft, each: fits.Try, paper: str) -> str:
    context = {
        "wu": each.fold(draft),
        "style": each.style,
        "paper": paper,
        "longest": fits.longest_part(draft) if each.fit in ("folded", "small") else "",
    }
    return render_to_string("writeups/press.html", context)


def press(tries: list[tuple[str, str]]) -> Printed:
    """tries: (fit, HTML document), best first. The first that takes one page is printed."""
    if not _presses.acquire(timeout=SECONDS):
        raise NotNow("busy")
    try:
        with tempfile.TemporaryDirectory(prefix="write-up-") as folder:
            done = subprocess.run(
                COMMAND,
                input=json.dumps(tries).encode(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                cwd=settings.BASE_DIR,
                env=_environment(folder),
                check=True,
            )
    except (subprocess.SubprocessError, OSError) as error:
        # Its text may hold the write-up's words, which do not belong in a log.
        raise NotNow(type(error).__name__) from None
    finally:
        _presses.release()
    fit, _, content = done.stdout.partition(b"\n")
    return Printed(content, fit.decode())


def _environment(folder: str) -> dict[str, str]:
    """What the child needs and no more: the secret key and the database stay here."""
    kept = ("PATH", "HOME", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "LANG": "C.UTF-8",
        "TMPDIR": folder,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
