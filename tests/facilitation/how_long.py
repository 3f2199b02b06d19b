"""How long the random tests look: a moment in CI, the same each time; for hours at night.

HYPOTHESIS_PROFILE=nightly bin/test -- tests/facilitation/test_any_interleaving.py
"""

import os

from hypothesis import HealthCheck, Phase, settings

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"


def lasting(*, ci: int, nightly: int, steps: tuple[int, int] = (25, 50)) -> settings:
    """steps: of one run of a state machine, in CI and at night."""
    return settings(
        max_examples=nightly if NIGHTLY else ci,
        stateful_step_count=steps[NIGHTLY],
        derandomize=not NIGHTLY,
        database=None,
        deadline=None,
        print_blob=True,
        report_multiple_bugs=False,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
