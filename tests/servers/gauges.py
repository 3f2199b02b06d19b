"""What a server's process holds, as it tells itself and as the system sees it."""

import re
import urllib.request
from pathlib import Path

from bench.server import Server


def fetch(server: Server, path: str) -> str:
    asked = urllib.request.Request(
        f"{server.origin}{path}", headers={"Authorization": "Bearer token"}
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return answer.read().decode()


def gauge(server: Server, name: str) -> float:
    found = re.search(rf"^{name} (\S+)$", fetch(server, "/metrics"), re.MULTILINE)
    return float(found[1]) if found else 0.0


def counter(server: Server, name: str, **labels: str) -> float:
    ((label, value),) = labels.items()
    return gauge(server, rf'{name}\{{{label}="{value}"\}}')


def handles(server: Server) -> list[str]:
    """What each open file of the process is."""
    found = []
    for link in Path(f"/proc/{server.process.pid}/fd").iterdir():
        try:
            found.append(str(link.readlink()))
        except OSError:
            continue  # closed meanwhile
    return found


def open_sockets(server: Server) -> int:
    return sum(each.startswith("socket:") for each in handles(server))


def threads(server: Server) -> int:
    return len(list(Path(f"/proc/{server.process.pid}/task").iterdir()))
