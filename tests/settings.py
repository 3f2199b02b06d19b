"""Settings of the tests: the product's own, on a database file of their own."""

import tempfile
from pathlib import Path

from postmortems.settings import *  # noqa: F403
from postmortems.settings import DATABASES

# Threads and servers open their own connections, which an in-memory database would not share.
DATABASES["default"].setdefault("TEST", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    folder = Path(tempfile.mkdtemp(prefix="postmortems-"))
    DATABASES["default"]["NAME"] = str(folder / "postmortems.sqlite3")
    DATABASES["default"]["TEST"]["NAME"] = str(folder / "test.sqlite3")
ORIGINS = ["http://testserver", "http://127.0.0.1:8000"]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
