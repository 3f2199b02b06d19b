"""Prepares the machine for the tests, checks style, imports and migrations, then runs pytest."""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import bootstrap
import serving
import system_parts
import venv_packages

SCRIPTS = (
    "bin/run",
    "bin/test",
    "bin/bench",
    "bin/chaos",
)  # ruff finds only files that end in .py by itself
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint()"
STEPS = {
    "ruff check": ("-m", "ruff", "check", ".", *SCRIPTS),
    "ruff format --check": ("-m", "ruff", "format", "--check", ".", *SCRIPTS),
    "lint-imports": ("-c", LINT_IMPORTS),
    "makemigrations --check": ("manage.py", "makemigrations", "--check", "--dry-run"),
}
USUAL = ("-n", "auto", "--dist", "loadgroup", "-q")


def options():
    """Everything after `--` is pytest's."""
    ours, dashes, theirs = sys.argv[1:], False, []
    if "--" in ours:
        at = ours.index("--")
        ours, dashes, theirs = ours[:at], True, ours[at + 1 :]
    parser = argparse.ArgumentParser(
        prog="bin/test",
        usage="bin/test [--setup-only] [-- PYTEST ARGS]",
        description="Prepares what the tests need, runs every check, and ends with pytest.",
        epilog="With arguments after --, only pytest runs. POSTMORTEMS_REQUIRE_ALL=1 makes tests "
        "fail, not skip, where Chromium, PostgreSQL or Redis is missing.",
    )
    parser.add_argument("--setup-only", action="store_true", help="prepare, and run nothing")
    return parser.parse_args(ours), (theirs if dashes else None)


def prepare():
    """The packages and the system's parts; without a browser or a database server tests skip."""
    with bootstrap.one_at_a_time():
        missing, reason = system_parts.ensure(system_parts.FOR_RUNNING + system_parts.FOR_TESTS)
        if missing:
            bootstrap.say(system_parts.how_to_get(missing, reason))
        return venv_packages.ensure(bootstrap.ROOT / "requirements-dev.txt")


def failed_steps(python):
    """Run the checks side by side; print what the failing ones say, return their names."""
    with tempfile.TemporaryDirectory() as data:
        # Django needs settings to look at migrations, and must not touch the team's data.
        bootstrap.prepare_data_folder(Path(data))
        environ = serving.environment(8000, [], Path(data))
        with ThreadPoolExecutor() as pool:
            work = {
                name: pool.submit(bootstrap.call, [python, *arguments], env=environ)
                for name, arguments in STEPS.items()
            }
    failed = []
    for name, future in work.items():
        done = future.result()
        if done.returncode:
            failed.append(name)
            bootstrap.say(f"--- {name}\n{(done.stdout + done.stderr).strip()}\n")
    return failed


def run_tests(command):
    """Run pytest in front; being stopped is left to it, for it has servers to put away."""
    environ = system_parts.library_environment(dict(os.environ))
    with subprocess.Popen(command, cwd=bootstrap.ROOT, env=environ) as tests:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal tells pytest as well
        signal.signal(signal.SIGTERM, lambda *_: tests.send_signal(signal.SIGINT))
        return tests.wait()


def main():
    given, arguments = options()
    python = prepare()
    if given.setup_only:
        bootstrap.say("Everything for the tests is in place.")
        return 0
    failed = [] if arguments is not None else failed_steps(python)
    if failed:
        bootstrap.say(f"Failed before the tests: {', '.join(failed)}.\n")
    command = [python, "-m", "pytest", *(USUAL if arguments is None else arguments)]
    return run_tests(command) or int(bool(failed))
