"""The board's figures as a page of text."""

from .machine import told

TIME_ROWS = (
    ("first_ms", "first screen"),
    ("median_ms", "median screen"),
    ("last_ms", "last screen"),
    ("ack_ms", "acknowledged"),
)
COUNT_ROWS = (
    ("notes_a_second", "durable notes a second"),
    ("deliveries_a_second", "deliveries a second"),
    ("frames_a_second", "frames a second"),
    ("frame_bytes", "bytes of a frame for one note"),
    ("cpu_seconds", "CPU of the server, s"),
    ("cpu_percent", "CPU of the server, %"),
    ("notes_a_cpu_second", "notes for a second of its CPU"),
    ("memory_mb_before", "memory before, MB"),
    ("memory_mb_after", "memory after, MB"),
    ("load_cpu_percent", "CPU of the load, %"),
)


def text(result: dict) -> str:
    lines = [headline(result["asked"]), told(result["machine"]), ""]
    sides = [side for side in ("product", "relay") if side in result["summary"]]
    lines += [*times(result["summary"], sides), "", *counts(result["summary"], sides)]
    late = result["summary"]["product"]["sent_late_ms"]["p95"]
    if late["median"] is not None:
        lines += [f"{'sent late by, ms, p95':32}{cell(late)}"]
    lines += ["", *verdict(result)]
    return "\n".join(lines)


def headline(asked: dict) -> str:
    rate = (
        "10 writers a room with 4 notes each on the way"
        if asked["closed_loop"]
        else f"{asked['rate']:g} notes a second in all"
    )
    return (
        f"People in a room: {asked['people']}, rooms: {asked['rooms']}, {rate}, "
        f"{asked['seconds']:g} s, {asked['server']}, runs: {asked['runs']} (median, low-high)"
    )


def times(summary: dict, sides: list[str]) -> list[str]:
    lines = [f"{'milliseconds':24}" + "".join(f"{name:>26}" for name in ("p50", "p95", "p99"))]
    for key, name in TIME_ROWS:
        for side in [*sides, *(["ratio"] if "ratio" in summary else [])]:
            row = summary[side][key]
            label = f"{name if side == 'product' else '':16}{side:8}"
            cells = (f"{cell(row[share]):>26}" for share in ("p50", "p95", "p99"))
            lines.append(label + "".join(cells))
    return lines


def counts(summary: dict, sides: list[str]) -> list[str]:
    lines = [f"{'':32}" + "".join(f"{side:>26}" for side in sides)]
    for key, name in COUNT_ROWS:
        lines.append(f"{name:32}" + "".join(f"{cell(summary[s][key]):>26}" for s in sides))
    if "ratio" in summary:
        lines.append(f"{'notes a second, ratio':32}{cell(summary['ratio']['notes_a_second']):>26}")
    return lines


def cell(figure: dict) -> str:
    if figure["median"] is None:
        return "-"
    if figure["low"] == figure["high"]:
        return f"{figure['median']:g}"
    return f"{figure['median']:g} ({figure['low']:g}-{figure['high']:g})"


def verdict(result: dict) -> list[str]:
    lines = [f"Acknowledged and looked for in the database: {result['acknowledged']} notes."]
    lines += [f"FAULT {name}: {count}" for name, count in result["faults"].items()]
    if result["ok"]:
        lines.append("Nothing lost, no gaps, no duplicates, no refusals; all screens to the end.")
    return lines
