"""The board's scripts: plain modules, each fetched at once and not one after the other."""

import re
from pathlib import Path

from django.conf import settings

SCRIPTS = Path(settings.BASE_DIR) / "static" / "js"
LIVE = Path(settings.BASE_DIR) / "templates" / "facilitation" / "live.html"


def imported(name: str, found: set[str]) -> set[str]:
    for other in re.findall(
        r'(?:from|import) "\./(\w+)\.js"', (SCRIPTS / f"{name}.js").read_text()
    ):
        if other not in found:
            found.add(other)
            imported(other, found)
    return found


def test_the_page_asks_for_every_module_ahead():
    ahead = re.search(r'for script in "([\w ]+)"', LIVE.read_text())[1].split()
    assert len(ahead) > 10
    assert set(ahead) == imported("session", set())
