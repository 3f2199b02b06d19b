"""A real server as `bin/run` starts it, with data of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, data: Path):
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        # Where `line` listens: a page that came that way has another origin.
        self.line_port = free_port()
        self.environ = dict(os.environ) | {
            "POSTMORTEMS_DATA": str(data),
            "POSTMORTEMS_ORIGINS": f"{self.base},http://127.0.0.1:{self.line_port}",
            "POSTMORTEMS_MODE": "local",
            "DJANGO_SETTINGS_MODULE": "postmortems.settings",
        }
        prepared = self.manage("prepare", "--base", self.base, "--example")
        self.link = next(li[5:] for li in prepared.splitlines() if li.startswith("link="))
        self.log = (data / "server.log").open("a")
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(self.port)),
                *("-v", "0", "--ping-interval", "10", "postmortems.asgi:application"),
            ],
            cwd=ROOT,
            env=self.environ,
            stderr=self.log,
        )
        self.wait()

    def manage(self, *arguments) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def wait(self) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.base}/healthz", timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("The server did not answer within 30 s.")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)
