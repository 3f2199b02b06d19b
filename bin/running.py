"""Sets up everything on a bare machine, then serves Postmortems from it."""

import argparse
import sys

import bootstrap
import network
import serving
import system_parts
import venv_packages


class Parser(argparse.ArgumentParser):
    """One sentence for a wrong option, not the whole usage."""

    def error(self, message):
        self.exit(2, f"{message.rstrip('.')}. All options: bin/run --help\n")


def options():
    parser = Parser(
        prog="bin/run",
        description="Sets up Postmortems in this folder and serves it. Needs Python 3.11 or newer.",
        epilog="Data is kept in data/, or in the folder that POSTMORTEMS_DATA names.",
    )
    parser.add_argument("--port", default="8000", help="the port to serve on (8000)")
    parser.add_argument(
        "--lan",
        action="store_true",
        help="serve the local network too, and show the address for the tablets",
    )
    parser.add_argument(
        "--no-example",
        action="store_true",
        help="start with an empty incident log, without the worked example",
    )
    given = parser.parse_args()
    try:
        given.port = network.port_number(given.port)
    except ValueError as error:
        parser.error(str(error))
    return given


def banner(given, addresses, link, python):
    lines = [f"Postmortems is at http://127.0.0.1:{given.port}"]
    if given.lan and addresses:
        urls = serving.origins(given.port, addresses)[2:]
        lines.append(f"On this network: {' or '.join(urls)}")
        lines += filter(None, [network.qr_code(python, urls[0], sys.stdout.isatty())])
    elif given.lan:
        lines.append("No network address of this machine was found, so tablets cannot reach it.")
    if link:
        lines.append(f"Open this once to become facilitator and administrator: {link}")
    return [*lines, "Stop it with Ctrl-C."]


def main():
    given = options()
    host = "0.0.0.0" if given.lan else "127.0.0.1"
    # What a person can put right comes first: nobody waits a minute to hear of a taken port.
    network.check_port(host, given.port)
    data = bootstrap.data_folder()
    bootstrap.prepare_data_folder(data)
    addresses = network.lan_addresses() if given.lan else []
    environ = serving.environment(given.port, addresses, data)
    with bootstrap.one_at_a_time():
        system_parts.require(system_parts.FOR_RUNNING)
        python = venv_packages.ensure(bootstrap.ROOT / "requirements.txt")
        link = serving.prepare(python, given.port, not given.no_example, environ)
    server = serving.Server(python, host, given.port, environ)
    return serving.serve(server, lambda: banner(given, addresses, link, python))
