"""Prepares the database and the static files, serves with Daphne, and says where it is."""

import http
import http.client
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from bootstrap import ROOT, Problem, call, last_words, say
from system_parts import library_environment

LONGEST_START = 30
LONGEST_STOP = 8


def origins(port: int, addresses: Iterable[str]) -> list[str]:
    """Every address that a browser may use for this server."""
    hosts = ["127.0.0.1", "localhost", *addresses]
    return [f"http://{host}:{port}" for host in hosts]


def environment(port: int, addresses: Iterable[str], data: Path) -> dict[str, str]:
    """What the settings read, for serving on this machine."""
    ours = {
        "POSTMORTEMS_MODE": "local",
        "POSTMORTEMS_ORIGINS": ",".join(origins(port, addresses)),
        "POSTMORTEMS_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "postmortems.settings",
    }
    return library_environment(dict(os.environ) | ours)


def prepare(python: Path, port: int, example: bool, environ: dict[str, str]) -> str:
    """Database, static files and worked example; returns the sign-in link while there is one."""
    wanted = "--example" if example else "--no-example"
    base = f"http://127.0.0.1:{port}"
    done = call([python, "manage.py", "prepare", "--base", base, wanted], env=environ)
    if done.returncode:
        raise Problem(failed("The preparation failed", done.stderr or done.stdout, environ))
    sys.stderr.write(done.stderr)
    links = [line[5:].strip() for line in done.stdout.splitlines() if line.startswith("link=")]
    return links[-1] if links else ""


def failed(what: str, said: str, environ: dict[str, str]) -> str:
    """One sentence, with everything that was said kept beside the data."""
    log = Path(environ["POSTMORTEMS_DATA"]) / "start.log"
    log.write_text(said)
    return f"{what} ({last_words(said)}): see {log} for all of it."


class Server:
    """Daphne as a child process. Its words are kept until it answers, then passed on."""

    def __init__(self, python: Path, host: str, port: int, environ: dict[str, str]):
        self.port, self.environ = port, environ
        command = [python, "-m", "daphne", "-b", host, "-p", str(port), "-v", "0"]
        command += ["--ping-interval", "10", "--ping-timeout", "25", "--no-server-name"]
        self.early: list[str] = []
        self.answers = threading.Event()
        self.child = subprocess.Popen(
            [*command, "postmortems.asgi:application"],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            # Ctrl-C reaches only us; we pass it on once, and Daphne stops in order.
            start_new_session=True,
        )
        self.relay = threading.Thread(target=self.pass_on, daemon=True)
        self.relay.start()

    def pass_on(self) -> None:
        for line in self.child.stdout:
            if self.answers.is_set():
                print(line, end="", file=sys.stderr, flush=True)
            else:
                self.early.append(line)

    def wait_until_it_answers(self) -> None:
        """Ask /healthz until it says yes; a server that ends or stays silent is a problem."""
        end = time.monotonic() + LONGEST_START
        status = None
        while time.monotonic() < end and self.child.poll() is None:
            status = self.health()
            if status == http.HTTPStatus.OK:
                self.answers.set()
                sys.stderr.write("".join(self.early))
                return
            time.sleep(0.05)
        self.stop()
        self.relay.join(timeout=2)
        if status:
            self.early.append(f"/healthz answered {status}")
        raise Problem(failed("The server did not start", "".join(self.early), self.environ))

    def health(self) -> int | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def stop(self) -> None:
        """Ask, and after a while (or a second Ctrl-C) insist."""
        for send in (self.child.terminate, self.child.kill):
            send()
            try:
                self.child.wait(timeout=LONGEST_STOP)
                return
            except (subprocess.TimeoutExpired, KeyboardInterrupt):
                continue


def serve(server: Server, banner: Callable[[], list[str]]) -> int:
    """Announce the server once it answers, then wait for Ctrl-C or for its end."""
    try:
        lines = banner()
        server.wait_until_it_answers()
        for line in lines:
            say(line)
        code = server.child.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        if server.child.poll() is None:
            server.stop()
    raise Problem(f"The server stopped by itself (exit code {code}); start it again with bin/run.")
