"""What bin/chaos can be asked. Only the standard library: bin/chaos reads it before any set-up."""

import argparse

TWINS = ("ack-before-commit", "no-dedupe", "drops-events")
ABOUT = """Serves a real room to simulated people, kills the server (kill -9) and injures their
connections for some seconds, then checks: everything acknowledged is in the log exactly once, no
row is doubled, and everybody was told the same events in the same order."""
FIGURES = """Recovery is measured for each injured person from the moment the server answers again
after a kill, from a cut, or from the end of a freeze or slow-down, until that person has applied
the head that the server named after it; of a person injured again meanwhile the last one counts.
dedupe_hits counts operations sent again and answered with their earlier number. Each second
5 % of the people are cut. Exit code: 0 all is well; 1 something is wrong, and it says what; 2 it
could not be set up."""


def parse(arguments=None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/chaos", description=ABOUT, epilog=FIGURES)
    parser.add_argument("--seconds", type=at_least(2), default=60, help="how long to injure (60)")
    parser.add_argument("--people", type=at_least(2), default=30, help="in the room (30)")
    parser.add_argument("--kills", type=at_least(0), default=5, help="of the server (5)")
    parser.add_argument(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="postgresql: with Redis and two server processes, killed one at a time (sqlite)",
    )
    parser.add_argument(
        "--broken", choices=TWINS, help="serve a deliberately broken twin; it must be found out"
    )
    parser.add_argument("--seed", type=int, help="what happens when, and to whom (a new one)")
    parser.add_argument("--json", action="store_true", help="one object on stdout, nothing else")
    return parser.parse_args(arguments)


def at_least(least: int):
    def number(text: str) -> int:
        if int(text) < least:
            raise argparse.ArgumentTypeError(f"at least {least}")
        return int(text)

    return number
