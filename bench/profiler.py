"""Where the server's time goes: py-spy samples it from outside while it is measured."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

RATE = 200
MOST = 25
# Where a thread waits for work; py-spy cannot tell everywhere that it is idle.
WAITING = (
    "_worker (concurrent/futures/thread.py",
    "EpollSelector.select (selectors.py",
    "wait (threading.py",
    "Writer.take (facilitation/sync/writer.py",
)
OURS = ("facilitation/", "postmortems/", "people/", "incidents/", "playbook/", "bench/")


class Profiler:
    def __init__(self, seconds: float, folder: Path):
        self.seconds, self.file, self.process = seconds, folder / "profile.txt", None

    def start(self, pid: int) -> None:
        command = [
            Path(sys.executable).parent / "py-spy", "record", "--pid", str(pid), "--threads",
            "--function", "--format", "raw", "--rate", str(RATE), "--output", self.file,
            "--duration", str(max(1, round(self.seconds))),
        ]  # fmt: skip
        self.process = subprocess.Popen(
            [str(part) for part in command],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def finish(self) -> dict:
        """What the sampler saw, as `shares` counts it."""
        said, _ = self.process.communicate(timeout=self.seconds + 30)
        if self.process.returncode or not self.file.exists():
            reason = said.strip().splitlines()[-1] if said.strip() else "it said nothing"
            raise SystemExit(
                f"py-spy could not look into the server ({reason}): run this as root, or allow "
                "it with kernel.yama.ptrace_scope=0."
            )
        return shares(self.file.read_text())


def shares(text: str, most: int = MOST) -> dict:
    """Percent of the samples at work: by thread, by own time, and of the product with all it calls.

    text: lines `thread;function;...;function count`, as py-spy writes them.
    """
    threads, own, total = Counter(), Counter(), Counter()
    for line in text.splitlines():
        stack, _, count = line.rpartition(" ")
        thread, *functions = stack.split(";")
        if not functions or functions[-1].startswith(WAITING):
            continue
        threads[thread_name(thread)] += int(count)
        own[functions[-1]] += int(count)
        for function in set(functions):
            total[function] += int(count)
    every = sum(own.values()) or 1

    def percent(count):
        return round(count * 100 / every, 1)

    return {
        "seconds": round(every / RATE, 2),
        "threads": {name: percent(count) for name, count in threads.most_common()},
        "functions": [
            {"own": percent(count), "total": percent(total[name]), "function": name}
            for name, count in own.most_common(most)
        ],
        "ours": [
            {"total": percent(count), "function": name}
            for name, count in total.most_common()
            if any(f"({room}" in name for room in OURS)
        ][:most],
    }


def thread_name(label: str) -> str:
    """`thread (0x7f…): board-writer_0` is told by its name, a nameless one as it is."""
    return label.rpartition('"')[0].partition('"')[2] or label.rpartition(": ")[2]


def table(found: dict) -> str:
    lines = [f"Where the time goes, in percent of the {found['seconds']} s that threads worked"]
    lines += [f"  thread {name}: {share}" for name, share in found["threads"].items()]
    lines += ["    own   total  function"]
    lines += [
        f"  {row['own']:5.1f}   {row['total']:5.1f}  {row['function']}"
        for row in found["functions"]
    ]
    lines += ["  total  the product's own functions, with all that they call"]
    lines += [f"  {row['total']:5.1f}  {row['function']}" for row in found["ours"]]
    return "\n".join(lines)
