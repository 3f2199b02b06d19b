"""Prepares the packages and the system's parts for bin/chaos, then runs it."""

import contextlib
import os
import signal
import subprocess
import sys

import bootstrap
import system_parts
import venv_packages

NOT_SET_UP = 2


def options():
    """Read before the set-up: nobody waits a minute to hear of a wrong option."""
    sys.path.append(str(bootstrap.ROOT))
    from bench.chaos.options import parse

    return parse()


def prepare(given):
    parts = system_parts.FOR_RUNNING
    if given.database == "postgresql":
        parts = (*parts, system_parts.POSTGRESQL, system_parts.REDIS)
    with bootstrap.one_at_a_time():
        system_parts.require(parts)
        return venv_packages.ensure(bootstrap.ROOT / "requirements-dev.txt")


def main():
    given = options()
    try:
        # With --json only the figures may stand on stdout.
        with contextlib.redirect_stdout(sys.stderr if given.json else sys.stdout):
            python = prepare(given)
    except (bootstrap.Problem, OSError) as problem:
        print(problem, file=sys.stderr)
        return NOT_SET_UP
    command = [python, "-m", "bench.chaos", *sys.argv[1:]]
    environ = system_parts.library_environment(dict(os.environ))
    with subprocess.Popen(command, cwd=bootstrap.ROOT, env=environ) as chaos:
        # A terminal tells it as well; it has servers to put away.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: chaos.send_signal(signal.SIGTERM))
        return chaos.wait()
