"""Refuses an old Python, or hands over to a newer one on the same machine.

Read by whatever `python3` is, so it keeps to words that Python 3.6 knows.
"""

import os
import shutil
import sys

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")


def require():
    """Return when this Python will do; otherwise start again with one that does, or stop."""
    if sys.version_info >= OLDEST:
        return
    found = next(filter(None, map(shutil.which, NEWER)), None)
    if found:
        os.execv(found, [found, *sys.argv])
    here = ".".join(map(str, sys.version_info[:3]))
    needed = ".".join(map(str, OLDEST))
    print(f"Python {needed} or newer is needed and this is {here}: install it and run this again.")
    sys.exit(1)
