"""What has to come from the operating system, and how to get it there.

Installed by apt when we may (root, or sudo that asks nothing); otherwise the line to type.
"""

import ctypes
import functools
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bootstrap import Problem, call, last_words, say

# The names WeasyPrint itself tries (weasyprint/text/ffi.py), Linux then macOS.
LIBRARIES = (
    ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    ("libfontconfig.so.1", "libfontconfig.1.dylib"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
)
HOMEBREW_LIBRARIES = ("/opt/homebrew/lib", "/usr/local/lib", "/home/linuxbrew/.linuxbrew/lib")
INSTALL = {
    "apt-get": "apt-get install -y",
    "dnf": "dnf install -y",
    "pacman": "pacman -S --needed",
    "apk": "apk add",
    "brew": "brew install",
}
PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"


@dataclass(frozen=True)
class Part:
    """One thing the system must have; `packages` names it for each package manager."""

    name: str
    present: Callable[[], bool]
    packages: dict[str, str]


def homebrew_folders() -> list[str]:
    return [folder for folder in HOMEBREW_LIBRARIES if Path(folder).is_dir()]


def library_environment(environ: dict[str, str]) -> dict[str, str]:
    """On macOS the loader looks into Homebrew's folders only when told to."""
    if sys.platform != "darwin":
        return environ
    key = "DYLD_FALLBACK_LIBRARY_PATH"
    folders = [*filter(None, [environ.get(key)]), *homebrew_folders(), "/usr/lib"]
    return environ | {key: ":".join(folders)}


def can_load(names: Sequence[str]) -> bool:
    folders = homebrew_folders() if sys.platform == "darwin" else []
    for name in [*names, *(f"{folder}/{name}" for folder in folders for name in names)]:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def has_pango() -> bool:
    return all(map(can_load, LIBRARIES))


def has_venv() -> bool:
    importlib.invalidate_caches()
    return all(map(importlib.util.find_spec, ("venv", "ensurepip")))


def has_program(*names: str) -> Callable[[], bool]:
    return lambda: any(map(shutil.which, names))


def has_postgresql() -> bool:
    """Debian keeps initdb off the PATH."""
    return bool(shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb")))


PANGO_SO = " ".join(f"so:{names[0]}" for names in LIBRARIES)
VENV_PART = Part(
    "Python's venv",
    has_venv,
    {
        "apt-get": f"{PYTHON}-venv",
        "dnf": "python3-pip",
        "pacman": "python-pip",
        "apk": "py3-pip",
        "brew": "python",
    },
)
PANGO = Part(
    "Pango (for the PDF)",
    has_pango,
    {
        "apt-get": "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        "dnf": "pango",
        "pacman": "pango",
        "apk": PANGO_SO,
        "brew": "pango",
    },
)
CHROMIUM = Part(
    "Chromium",
    has_program("chromium", "chromium-browser"),
    dict.fromkeys(("apt-get", "dnf", "pacman", "apk"), "chromium") | {"brew": "--cask chromium"},
)
POSTGRESQL = Part(
    "PostgreSQL",
    has_postgresql,
    dict.fromkeys(("apt-get", "pacman", "apk", "brew"), "postgresql")
    | {"dnf": "postgresql-server"},
)
REDIS = Part(
    "Redis",
    has_program("redis-server", "valkey-server"),
    dict.fromkeys(("dnf", "apk", "brew"), "redis")
    | {"apt-get": "redis-server", "pacman": "valkey"},
)
FOR_RUNNING = (PANGO,)
FOR_TESTS = (CHROMIUM, POSTGRESQL, REDIS)


def require(parts: Sequence[Part]) -> None:
    """Install what is missing, or stop with the line to type."""
    missing, reason = ensure(parts)
    if missing:
        raise Problem(how_to_get(missing, reason))


def ensure(parts: Sequence[Part]) -> tuple[list[Part], str]:
    """Install what is missing where we may; return what is still missing, and why."""
    missing = [part for part in parts if not part.present()]
    if not missing or manager() != "apt-get" or not may_install():
        return missing, ""
    reason = apt_install(missing)
    return [part for part in missing if not part.present()], reason


def manager() -> str:
    names = reversed(INSTALL) if sys.platform == "darwin" else INSTALL
    return next(filter(shutil.which, names), "")


def may_install() -> bool:
    if os.geteuid() == 0:
        return True
    return bool(shutil.which("sudo")) and call(["sudo", "-n", "true"]).returncode == 0


def apt_get(*arguments: str) -> subprocess.CompletedProcess:
    command = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"]
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    return call([*sudo, *command, *arguments])


@functools.cache
def update_lists() -> None:
    """A fresh machine has no package lists; one unreachable list of several need not matter."""
    apt_get("update", "-q")


def apt_install(missing: Sequence[Part]) -> str:
    """Install quietly; return apt's reason when it does not work."""
    say(f"Installing {names_of(missing)} with apt, once.")
    update_lists()
    packages = " ".join(part.packages["apt-get"] for part in missing).split()
    done = apt_get("install", "-y", "-q", "--no-install-recommends", *packages)
    return last_words(done.stderr) if done.returncode else ""


def names_of(parts: Sequence[Part]) -> str:
    return ", ".join(part.name for part in parts)


def how_to_get(missing: Sequence[Part], reason: str = "") -> str:
    """One sentence with the line to type on this machine."""
    because = f" (apt says: {reason})" if reason else ""
    tool = manager()
    if not tool:
        return f"Missing: {names_of(missing)}; install it the way this system does.{because}"
    packages = " ".join(part.packages[tool] for part in missing)
    sudo = "" if tool == "brew" or os.geteuid() == 0 else "sudo "
    return f"Missing: {names_of(missing)}{because}; type: {sudo}{INSTALL[tool]} {packages}"
