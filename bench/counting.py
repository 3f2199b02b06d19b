"""From what a run left behind to its figures."""

import statistics
from bisect import bisect_right

from .figures import percentile, percentiles, ratio, rounded
from .load import Recorded


def figures(recorded: Recorded) -> dict:
    """Times in ms of the notes sent while measuring, and what went through in that time."""
    seconds = recorded.until - recorded.since
    arrivals = [times for room in recorded.rooms for times in arrivals_of(room, recorded.since)]
    acks = [
        (room.acked[op_id] - sent) * 1000
        for room in recorded.rooms
        for op_id, sent in room.sent.items()
        if sent >= recorded.since and op_id in room.acked
    ]
    delivered = sum(
        bisect_right(screen.times, recorded.until) - bisect_right(screen.times, recorded.since)
        for room in recorded.rooms
        for screen in room.screens
    )
    return {
        "first_ms": percentiles([times[0] for times in arrivals]),
        "median_ms": percentiles([percentile(times, 50) for times in arrivals]),
        "last_ms": percentiles([times[-1] for times in arrivals]),
        "ack_ms": percentiles(acks),
        "notes_sent": sum(at >= recorded.since for r in recorded.rooms for at in r.sent.values()),
        "notes_a_second": rounded(acknowledged_between(recorded) / seconds),
        "deliveries_a_second": rounded(delivered / seconds),
        "frames_a_second": rounded(recorded.frames / seconds),
        "frame_bytes": frame_bytes(recorded),
        "cpu_seconds": rounded(recorded.cpu_seconds),
        "notes_a_cpu_second": ratio(acknowledged_between(recorded), recorded.cpu_seconds),
        "cpu_percent": rounded(recorded.cpu_seconds / seconds * 100),
        "memory_mb_before": rounded(recorded.memory_mb[0]),
        "memory_mb_after": rounded(recorded.memory_mb[1]),
        "load_cpu_percent": rounded(recorded.load_cpu_seconds / seconds * 100),
        "sent_late_ms": percentiles(recorded.late),
    }


def arrivals_of(room, since: float):
    """For each note that every screen has: milliseconds until each of them had it, in order."""
    for op_id, sent in room.sent.items():
        seq = room.seq_of.get(op_id)
        if sent < since or seq is None:
            continue
        places = [(screen.times, seq - screen.start - 1) for screen in room.screens]
        if all(place < len(times) for times, place in places):
            yield sorted((times[place] - sent) * 1000 for times, place in places)


def acknowledged_between(recorded: Recorded) -> int:
    return sum(
        recorded.since <= at <= recorded.until
        for room in recorded.rooms
        for at in room.acked.values()
    )


def frame_bytes(recorded: Recorded) -> int:
    """The size of a frame for one note; without such a frame, a note's share of the others."""
    sizes = [size for room in recorded.rooms for size in room.sizes]
    single = [length for events, length in sizes if events == 1]
    if single:
        return int(statistics.median(single))
    return sum(length for _, length in sizes) // max(1, sum(events for events, _ in sizes))
