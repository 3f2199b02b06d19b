"""What must be so before the application may start. Local mode asks for little;
production refuses each fault that would open the door to strangers."""

import logging
import os
import secrets
import sqlite3
import time
from importlib.metadata import version
from pathlib import Path

from django.core.checks import Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured

try:
    import fcntl
except ImportError:  # not on this system; the rule stands in docs/operating.md
    fcntl = None

log = logging.getLogger(__name__)
SQLITE_WITHOUT_WAL_RESET_BUG = (3, 51, 3)
OLDEST_DAPHNE = (4, 2, 2)
MODES = ("local", "production")
PATIENCE = 3.0


def local_secret_key(data_dir: Path, production: bool) -> str:
    """The key kept in the data folder, made on first use. Production must be given its own."""
    if production:
        raise ImproperlyConfigured("Set POSTMORTEMS_SECRET_KEY: production needs its own key.")
    path = data_dir / "secret-key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


def faults(settings) -> list[str]:
    """Sentences that say why production must not start like this; empty when it may."""
    found = []
    if "*" in settings.ALLOWED_HOSTS or not settings.ALLOWED_HOSTS:
        found.append("POSTMORTEMS_HOSTS must name the hosts: * switches the origin check off.")
    if settings.DEBUG:
        found.append("POSTMORTEMS_DEBUG must be off: it shows settings to strangers.")
    if len(settings.SECRET_KEY) < 50:
        found.append("POSTMORTEMS_SECRET_KEY must be at least 50 random characters.")
    if not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        found.append("Cookies must be secure in production.")
    if any(not origin.startswith("https://") for origin in settings.ORIGINS):
        found.append("POSTMORTEMS_ORIGINS must all be https:// in production.")
    if tuple(int(part) for part in version("daphne").split(".")[:3]) < OLDEST_DAPHNE:
        found.append("Daphne must be 4.2.2 or newer: older ones read frames without limit.")
    return found


def refuse_dangerous_start(settings) -> None:
    """Raise ImproperlyConfigured with every fault at once, so that one restart mends them all."""
    if settings.MODE not in MODES:
        raise ImproperlyConfigured(f"POSTMORTEMS_MODE is {' or '.join(MODES)}.")
    if settings.MODE == "local":
        return
    if found := faults(settings):
        raise ImproperlyConfigured(" ".join(found))
    for warning in check_sqlite():
        log.warning("%s %s", warning.msg, warning.hint)


def hold_alone(settings, patience=PATIENCE):
    """On SQLite, keep other processes out: rooms in one would not hear the other.

    Returns the held lock; it ends with the process, however that ends. Waits for one that is just
    stopping. Raises ImproperlyConfigured when there is another.
    """
    database = settings.DATABASES["default"]
    if fcntl is None or not database["ENGINE"].endswith("sqlite3"):
        return None
    lock = open(f"{database['NAME']}.lock", "a")  # noqa: SIM115  held as long as the process lives
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
        except OSError:
            if time.monotonic() > until:
                lock.close()
                raise ImproperlyConfigured(
                    f"Another server is using {database['NAME']}. SQLite serves one process: stop "
                    "the other, or set POSTMORTEMS_DATABASE_URL to PostgreSQL for several."
                ) from None
            time.sleep(0.1)


@register(Tags.security)
def check_start(app_configs=None, **kwargs):
    from django.conf import settings

    messages = []
    if settings.MODE not in MODES:
        messages.append(Error("POSTMORTEMS_MODE is local or production.", id="postmortems.E001"))
    if settings.MODE == "production":
        messages += [Error(text, id="postmortems.E002") for text in faults(settings)]
    return messages


@register(Tags.database)
def check_sqlite(app_configs=None, **kwargs):
    from django.conf import settings

    engine = settings.DATABASES["default"]["ENGINE"]
    if not engine.endswith("sqlite3") or settings.MODE != "production":
        return []
    if sqlite3.sqlite_version_info < SQLITE_WITHOUT_WAL_RESET_BUG:
        return [
            Warning(
                f"SQLite {sqlite3.sqlite_version} has a rare corruption with several connections.",
                hint="Use SQLite 3.51.3 or newer, or PostgreSQL.",
                id="postmortems.W001",
            )
        ]
    return []
