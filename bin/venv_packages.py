"""The `.venv` in the project folder: made once, updated when the pinned packages change.

A stamp inside it says which requirements file is installed, so a second start asks pip nothing.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from bootstrap import ROOT, VENV, Problem, call, last_words, say
from python_version import OLDEST
from system_parts import VENV_PART, require

STAMP = "postmortems-stamp.json"
LOG = "postmortems-setup.log"
PIN = re.compile(r"^[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?==[^\s;\\]+", re.MULTILINE)
ASK_VERSION = (
    "import sys, importlib.util as u;"
    "print('.'.join(map(str, sys.version_info[:3])) if u.find_spec('pip') else '')"
)


def ensure(requirements: Path, venv: Path = VENV) -> Path:
    """Return the venv's python with exactly these packages installed."""
    python = venv / "bin" / "python"
    version = usable_version(python)
    if not version:
        make(venv)
        version = usable_version(python)
    stamps = stamps_after(requirements, version)
    if read_stamps(venv).get(requirements.name) == stamps[requirements.name]:
        return python
    # Forgotten first: an update broken off halfway must not pass for a finished one.
    write_stamps(venv, {})
    install(python, requirements, venv)
    write_stamps(venv, stamps)
    return python


def usable_version(python: Path) -> str:
    """The venv's Python version, or nothing when it has to be made (again)."""
    if not python.exists():
        return ""
    try:
        version = call([python, "-I", "-c", ASK_VERSION]).stdout.strip()
    except OSError:
        return ""
    new_enough = version and tuple(map(int, version.split("."))) >= OLDEST
    return version if new_enough else ""


def make(venv: Path) -> None:
    """Make the venv from the machine's own Python, also when started from inside a venv."""
    require([VENV_PART])
    base = getattr(sys, "_base_executable", "") or sys.executable
    made = call([base, "-m", "venv", "--clear", venv])
    if made.returncode:
        reason = last_words(made.stderr or made.stdout)
        raise Problem(f"The folder {venv} could not be made ({reason}).")


def pins(text: str) -> set[str]:
    """The `name==version` of a requirements file."""
    return set(PIN.findall(text))


def stamps_after(requirements: Path, version: str) -> dict[str, str]:
    """The stamps that hold once this file is installed.

    The file for tests contains the one for running, so after it both are up to date.
    """
    installed = pins(requirements.read_text())
    return {
        path.name: hashlib.sha256(path.read_bytes() + version.encode()).hexdigest()
        for path in sorted(requirements.parent.glob("requirements*.txt"))
        if path == requirements or pins(path.read_text()) <= installed
    }


def read_stamps(venv: Path) -> dict[str, str]:
    """No stamp, or a broken one, means: install."""
    try:
        stamps = json.loads((venv / STAMP).read_text())
    except (OSError, ValueError):
        return {}
    return stamps if isinstance(stamps, dict) else {}


def write_stamps(venv: Path, stamps: dict[str, str]) -> None:
    (venv / STAMP).write_text(json.dumps(stamps, indent=1) + "\n")


def install(python: Path, requirements: Path, venv: Path) -> None:
    """Install with pip, showing how far it is, and keep all it says for when it fails."""
    total = len(pins(requirements.read_text()))
    say(f"Setting up: {total} packages, once, about a minute.")
    command = [python, "-m", "pip", "install", "--require-hashes", "--no-input", "-r", requirements]
    # A pip told elsewhere to install for the user would refuse to do so inside a venv.
    environ = os.environ | {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    said: list[str] = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as pip:
        for line in pip.stdout:
            said.append(line)
            show_progress(said, total)
    if sys.stdout.isatty():
        say("")
    if pip.returncode:
        log = venv / LOG
        log.write_text("".join(said))
        raise Problem(
            f"The packages could not be installed ({last_words(''.join(said))}): see {log}, "
            "then run this again."
        )


def show_progress(said: list[str], total: int) -> None:
    """One line that counts, on a terminal only."""
    if not sys.stdout.isatty():
        return
    if said[-1].startswith("Collecting "):
        count = sum(line.startswith("Collecting ") for line in said)
        print(f"\r  fetching {count} of at most {total} ", end="", flush=True)
    elif said[-1].startswith("Installing collected"):
        print("\r  putting them in place          ", end="", flush=True)
