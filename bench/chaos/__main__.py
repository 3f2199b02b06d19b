"""`python -m bench.chaos`: see bin/chaos --help."""

import asyncio
import json
import random
import signal
import sys

from . import report
from .judge import judge
from .notes import Board
from .options import parse
from .run import run
from .site import Trouble, opened

WELL, WRONG, NOT_SET_UP = 0, 1, 2


def main() -> int:
    options = parse()
    # Asked to stop, it still has servers to end.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if options.seed is None:
        options.seed = random.randrange(10**6)
    found = None
    try:
        with opened(options.people, options.database, options.broken, options.seed) as site:
            found = one_run(site, options)
    except Trouble as trouble:
        print(f"It could not be set up: {trouble}", file=sys.stderr)
        return NOT_SET_UP
    except KeyboardInterrupt:
        return 130
    print(json.dumps(found) if options.json else report.as_text(found))
    return WRONG if found["faults"] else WELL


def one_run(site, options) -> dict:
    try:
        ended = asyncio.run(run(site, options.seconds, options.kills, options.seed))
    except Trouble as trouble:
        return {"faults": [f"the server did not come back: {trouble}"], "seed": options.seed}
    page = Board(ended.page.html).marks() if ended.page else None
    verdict = judge(site.truth(), ended.accounts, page)
    found = report.figures(options, ended, verdict) | {"server_errors": site.complaints()}
    faults = verdict.faults + report.too_quiet(found)
    if fallen := site.fallen():
        faults.append(f"{fallen} server processes ended by themselves")
    return found | {"faults": faults}


if __name__ == "__main__":
    sys.exit(main())
