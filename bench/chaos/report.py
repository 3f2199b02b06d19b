"""The figures of a run, and what was wrong with it."""

import statistics
from collections import Counter

from .account import Account
from .judge import Verdict


def figures(options, ended, verdict: Verdict) -> dict:
    accounts = ended.accounts
    recovery = sorted(ended.recoveries)
    found = {
        "operations": sum(len(account.asked) for account in accounts),
        "acknowledged": sum(len(account.acknowledged) for account in accounts),
        "refused": sum(len(account.refused) for account in accounts),
        "refused_as": Counter(code for account in accounts for code in account.refused.values()),
        "lost": verdict.lost,
        "duplicate_rows": verdict.duplicate_rows,
        "wrong_order": verdict.wrong_order,
        "refused_then_done": verdict.refused_then_done,
        "logs_equal": verdict.logs_equal,
        **{name: total(accounts, name) for name in SUMS},
        "put_off": sum((account.put_off for account in accounts), Counter()),
        **{name: ended.counts[name] for name in ("kills", "cuts", "freezes", "slowed", "repeats")},
        "recovery_p50": round(statistics.median(recovery), 2) if recovery else None,
        "recovery_max": round(recovery[-1], 2) if recovery else None,
        "recoveries": len(recovery),
        "healed_after": ended.healed_after,
        "own_lag_max": round(ended.lag, 2),
    }
    given = ("people", "seconds", "database", "broken", "seed")
    return found | {name: getattr(options, name) for name in given}


SUMS = ("gaps_seen", "gaps_healed", "resets", "reconnects", "dedupe_hits")


def total(accounts: list[Account], name: str) -> int:
    return sum(getattr(account, name) for account in accounts)


def too_quiet(found: dict) -> list[str]:
    """A harness that provoked nothing has shown nothing."""
    faults = []
    if not found["acknowledged"]:
        faults.append("nothing was acknowledged")
    if not found["dedupe_hits"]:
        faults.append("no operation that was sent again was recognised")
    if found["kills"] and not found["reconnects"]:
        faults.append("the server was killed and nobody connected again")
    return faults


def as_text(found: dict) -> str:
    lines = []
    for name, value in found.items():
        if isinstance(value, dict):
            value = ", ".join(f"{key} {count}" for key, count in value.items()) or None
        if name != "faults" and value is not None:
            lines.append(f"{name.replace('_', ' '):<16} {value}")
    lines += [f"WRONG: {fault}" for fault in found["faults"]]
    if not found["faults"]:
        lines.append("Nothing lost, nothing twice, one order for everybody.")
    return "\n".join(lines)
