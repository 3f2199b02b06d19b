"""Prepares the packages that measuring needs, then hands over to `python -m bench`."""

import os
import signal
import subprocess
import sys
from contextlib import redirect_stdout

import bootstrap
import system_parts
import venv_packages


def prepare():
    """What is said on the way goes to stderr: stdout is for figures."""
    with redirect_stdout(sys.stderr), bootstrap.one_at_a_time():
        system_parts.require(system_parts.FOR_RUNNING)
        return venv_packages.ensure(bootstrap.ROOT / "requirements-dev.txt")


def main():
    command = [prepare(), "-m", "bench", *sys.argv[1:]]
    environ = system_parts.library_environment(dict(os.environ))
    with subprocess.Popen(command, cwd=bootstrap.ROOT, env=environ) as bench:
        # Being stopped is left to it, for it has servers to put away.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: bench.send_signal(signal.SIGINT))
        return bench.wait()
