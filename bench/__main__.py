"""python -m bench <what>: one subcommand a module, each with `add_options` and `main`."""

import argparse
import importlib
import signal
import sys

COMMANDS = {
    "board": "from sending a note until every screen has it, beside a bare relay",
    "join": "from opening the page until the whole board is there",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/bench", description="Measures a real server.")
    parts = parser.add_subparsers(dest="what", required=True, metavar="what")
    for name, told in COMMANDS.items():
        part = parts.add_parser(name, help=told, description=told)
        module = importlib.import_module(f"bench.{name}")
        module.add_options(part)
        part.set_defaults(main=module.main)
    options = parser.parse_args()
    # Being ended, like Ctrl-C, still puts the servers away.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return options.main(options)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
