"""Ports, the addresses of this machine on its network, and the QR code for the tablets."""

import re
import shutil
import socket
from collections.abc import Iterable
from pathlib import Path

from bootstrap import Problem, call

HIGHEST_PORT = 65535
# Bridges of containers and virtual machines: no tablet can reach them.
INNER = ("lo", "docker", "br-", "veth", "virbr", "vmnet", "bridge")
LINUX_LINE = re.compile(r"^\d+:\s+(\S+)\s+inet (\d+\.\d+\.\d+\.\d+)", re.MULTILINE)
MAC_BLOCK = re.compile(r"^(\w+):(.*?)(?=^\w|\Z)", re.MULTILINE | re.DOTALL)
MAC_ADDRESS = re.compile(r"^\s+inet (\d+\.\d+\.\d+\.\d+)", re.MULTILINE)
DRAW = "import segno, sys; segno.make(sys.argv[1], error='l').terminal(compact=True, border=2)"


def port_number(text: str) -> int:
    """A port a server may have, or a sentence."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= HIGHEST_PORT):
        raise ValueError(f"{text} is not a port: choose a number from 1 to 65535, such as 8010")
    return int(text)


def is_taken(host: str, port: int) -> bool:
    """Somebody answers there, or the system will not let us listen."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        # Asking first: macOS lets two programs listen on one port of different addresses.
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            return True
    with socket.socket() as probe:
        # Like Daphne: a port that was in use a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Problem(
                f"Port {port} needs administrator rights: choose one from 1024 up, "
                "for example bin/run --port 8000"
            ) from None
        except OSError:
            return True
    return False


def check_port(host: str, port: int) -> None:
    """Refuse a taken port and name one that is free."""
    if not is_taken(host, port):
        return
    others = (other for other in range(port + 10, HIGHEST_PORT + 1) if not is_taken(host, other))
    free = next(others, 8000)
    raise Problem(
        f"Port {port} is taken. Stop what uses it, or choose another: bin/run --port {free}"
    )


def lan_addresses() -> list[str]:
    """This machine's addresses that tablets can reach, the likeliest first."""
    return choose_addresses(outgoing_address(), interface_addresses())


def choose_addresses(outgoing: str, interfaces: Iterable[tuple[str, str]]) -> list[str]:
    """The way out first, then the others, without loopback, link-local and inner bridges."""
    found = [outgoing, *(address for name, address in interfaces if not name.startswith(INNER))]
    usable = [a for a in found if a and not a.startswith(("127.", "169.254.", "0."))]
    return list(dict.fromkeys(usable))


def outgoing_address() -> str:
    """The address the system would use towards elsewhere; connecting UDP sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("203.0.113.1", 9))
        except OSError:
            return ""
        return probe.getsockname()[0]


def interface_addresses() -> list[tuple[str, str]]:
    """Name and address of every network interface, as the system's own tool lists them."""
    if shutil.which("ip"):
        return parse_ip(call(["ip", "-4", "-o", "addr", "show", "up"]).stdout)
    tool = shutil.which("ifconfig") or "/sbin/ifconfig"
    return parse_ifconfig(call([tool]).stdout) if Path(tool).exists() else []


def parse_ip(text: str) -> list[tuple[str, str]]:
    return LINUX_LINE.findall(text)


def parse_ifconfig(text: str) -> list[tuple[str, str]]:
    blocks = MAC_BLOCK.findall(text)
    return [(name, address) for name, body in blocks for address in MAC_ADDRESS.findall(body)]


def qr_code(python: Path | str, url: str, colours: bool) -> str:
    """The address as a QR code in half-height blocks; nothing when it cannot be drawn."""
    drawn = call([python, "-X", "utf8", "-c", DRAW, url], encoding="utf-8")
    if drawn.returncode:
        return ""
    lines = drawn.stdout.rstrip("\n").splitlines()
    if colours:
        # White on black whatever the terminal's own colours are: cameras want it that way round.
        lines = [f"\033[97;40m{line}\033[0m" for line in lines]
    return "\n".join(lines)
