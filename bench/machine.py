"""What the figures were taken on."""

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

LOAD = "same machine, loopback, one process"


def machine() -> dict:
    return {
        "cores": os.cpu_count(),
        "processor": processor(),
        "load_average": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "daphne": version("daphne"),
        "uvicorn": version("uvicorn"),
        "load": LOAD,
    }


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((li.partition(":")[2].strip() for li in lines if li.startswith("model name")), "")


def told(found: dict) -> str:
    return (
        f"{found['cores']} cores {found['processor']}, Python {found['python']}, "
        f"SQLite {found['sqlite']}, Daphne {found['daphne']}, uvicorn {found['uvicorn']}, "
        f"load average {found['load_average']} before; the load comes from the {found['load']}."
    )
