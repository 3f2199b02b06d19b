"""What bin/run and bin/test share: where things are, how they speak, how they fail.

Only the standard library: this runs before any package is installed.
"""

import fcntl
import os
import re
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LONGEST_REASON = 300


class Problem(Exception):
    """Something a person can put right, said in one sentence."""


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


def guarded(main: Callable[[], int]) -> int:
    """Run a command; whatever goes wrong becomes one sentence and exit code 1."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.default_int_handler)
    try:
        return main()
    except Problem as problem:
        reason = str(problem)
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        reason = f"The system refused something: {error}."
    # A traceback helps nobody who only wants to start it.
    except Exception as error:
        reason = f"Something unexpected went wrong ({type(error).__name__}: {error}); report it."
    sys.stdout.flush()
    print(reason, file=sys.stderr, flush=True)
    return 1


def last_words(text: str) -> str:
    """The last line that says something: pip, apt and Python all put the reason there."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith(("error:", "e:"))]
    reason = (errors or lines or ["it said nothing"])[-1]
    return reason[:LONGEST_REASON].rstrip(".")


def call(command: list[str | Path], **options) -> subprocess.CompletedProcess:
    """Run a command without a terminal and keep what it says."""
    usual = {"cwd": ROOT, "stdin": subprocess.DEVNULL, "text": True, "errors": "replace"}
    return subprocess.run(command, capture_output=True, check=False, **usual | options)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two starts at once would install into each other's half-made `.venv`."""
    handle = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another start is setting up; waiting for it.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def data_folder() -> Path:
    """Where everything the team writes is kept."""
    named = os.environ.get("POSTMORTEMS_DATA")
    if named:
        return Path(named).expanduser().absolute()
    return ROOT / (from_dotenv("POSTMORTEMS_DATA") or "data")


def from_dotenv(name: str, path: Path = ROOT / ".env") -> str:
    """A value from `.env`, which the settings read too; the environment goes before it."""
    text = path.read_text() if path.exists() else ""
    found = re.findall(rf"^(?:export )?{name}=(.*)$", text, re.MULTILINE)
    return found[-1].strip().strip("\"'") if found else ""


def prepare_data_folder(folder: Path) -> None:
    """Make the folder and its secret key, and find out now whether it can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        make_secret_key(folder / "secret-key")
    except OSError as error:
        raise Problem(
            f"The data folder {folder} cannot be written ({error.strerror}): make it writable, "
            "or name another with POSTMORTEMS_DATA=/path/to/folder."
        ) from None


def make_secret_key(path: Path) -> None:
    """Keep the key that is there: a new one would sign everybody out."""
    if path.exists() and path.stat().st_size:
        return
    # Written aside and renamed: a power cut must not leave half a key.
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50) + "\n")
    aside.replace(path)
