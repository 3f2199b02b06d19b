"""Which pages go with this server: a page of another build is loaded anew, not patched."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings

DRAWN_FROM = ("templates", "static")


@lru_cache(maxsize=1)
def build() -> str:
    """A short hash of everything that pages and fragments are drawn from."""
    found = hashlib.blake2b(digest_size=6)
    root = Path(settings.BASE_DIR)
    for folder in DRAWN_FROM:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix in {".html", ".js", ".css"}:
                found.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return found.hexdigest()
