"""How the interpreter shares its time while boards are open. Measured with `bin/bench board`."""

import gc
import sys

# The writer and the loop take turns; a loop that waits five milliseconds (Python's own choice) for
# the writer's pause is a note that is five milliseconds late on fifty screens.
TURN = 0.0005
# A note makes some thousand short-lived objects and no cycles: looking for cycles at every
# seven hundredth object is work without a find.
COLLECT_AFTER = (20_000, 20, 20)


def set_pace() -> None:
    """Once, when everything is loaded: that lives as long as the process and is never garbage."""
    sys.setswitchinterval(TURN)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
