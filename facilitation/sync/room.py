"""One session in this process: who listens, how far it is, and the last frames."""

import asyncio
import json
from collections import OrderedDict

from . import counters, polling
from .frames import Frame, next_frame
from .pools import read

MOST_FRAMES = 2_000
MOST_BYTES = 4 * 1024 * 1024
# Presence is told to everybody: many who come at once are told of together.
PRESENCE_PAUSE = 0.2
# Further behind than this, the whole board is less work than its history.
FAR_BEHIND = 2_000


def why_anew(epoch: str, seq: int, our_epoch: str, head: int) -> str:
    """Why a page cannot be caught up from its number; "" when it can."""
    if epoch != our_epoch:
        return "epoch"
    if seq > head:
        return "ahead"
    return "far_behind" if head - seq > FAR_BEHIND else ""


class Room:
    def __init__(self, session_pk: int):
        self.session_pk = session_pk
        self.head = 0
        self.epoch = ""
        self.listeners = set()
        self.audiences: tuple[str, ...] = ()
        self.ring: OrderedDict[tuple[int, str], Frame] = OrderedDict()
        self.ring_bytes = 0
        self.drawing: dict[tuple[int, str], asyncio.Future] = {}
        self.elsewhere: dict[str, tuple[float, list[str]]] = {}
        self.telling = None

    # Frames

    def frame(self, after: int, audience: str) -> Frame | None:
        """The next frame for a reader at `after`, if it is in memory."""
        return self.ring.get((after, audience))

    def take(self, frame: Frame, audience: str) -> None:
        key = (frame.after, audience)
        if old := self.ring.pop(key, None):
            self.ring_bytes -= old.size
        self.ring[key] = frame
        self.ring_bytes += frame.size
        while len(self.ring) > MOST_FRAMES or self.ring_bytes > MOST_BYTES:
            self.ring_bytes -= self.ring.popitem(last=False)[1].size

    async def draw(self, after: int, audience: str) -> Frame | None:
        """The same from the log: once for all who wait for it."""
        key = (after, audience)
        task = self.drawing.get(key)
        if task is None:
            counters.FRAMES.labels("log").inc()
            task = asyncio.ensure_future(read(next_frame, self.session_pk, after, audience))
            task.add_done_callback(lambda _: self.drawing.pop(key, None))
            self.drawing[key] = task
        frame = await asyncio.shield(task)
        if frame:
            self.take(frame, audience)
        return frame

    def move_to(self, head: int) -> None:
        """The session is at `head`: wake everybody who is not."""
        if head > self.head:
            self.head = head
        for listener in self.listeners:
            listener.bell.set()

    def start_anew(self, epoch: str, head: int) -> None:
        """The log is another than it was: nothing in memory is true, and no page is."""
        self.ring.clear()
        self.ring_bytes, self.head, self.epoch = 0, head, epoch
        for listener in list(self.listeners):
            if listener.is_present:
                listener.start_anew(epoch, head)

    def goes_by(self, epoch: str, head: int) -> None:
        """Somebody comes in with this epoch: whoever follows another one is told now."""
        if self.epoch not in ("", epoch):
            self.start_anew(epoch, head)
        self.epoch = epoch

    def lag(self) -> int:
        present = [each.cursor for each in list(self.listeners) if each.is_present]
        return max(self.head - min(present, default=self.head), 0)

    # People

    def add(self, listener) -> None:
        self.listeners.add(listener)
        self.sort_audiences()

    def remove(self, listener) -> None:
        self.listeners.discard(listener)
        self.sort_audiences()

    def sort_audiences(self) -> None:
        """Which frames are wanted. Read by the writer's thread, so replaced and never changed."""
        self.audiences = tuple(sorted({listener.audience for listener in self.listeners}))

    def own_here(self) -> list[str]:
        own = {listener.who for listener in self.listeners if listener.is_present}
        return sorted(own | polling.here(self.session_pk))

    def here(self) -> list[str]:
        """Public ids of who is here, in this process or another."""
        return sorted({*self.own_here()}.union(*(ids for _, ids in self.elsewhere.values())))

    def hear_of(self, process: str, until: float, ids: list[str]) -> None:
        """Another process tells who is with it; a lease, for it may end without a word."""
        _, before = self.elsewhere.get(process, (0, []))
        self.elsewhere[process] = (until, ids)
        if before != ids:
            self.tell_presence()

    def tell_presence(self) -> None:
        """Soon, and once for all who came and went meanwhile."""
        if self.telling is None:
            loop = asyncio.get_running_loop()
            self.telling = loop.call_later(PRESENCE_PAUSE, self._tell)

    def _tell(self) -> None:
        self.telling = None
        self.say({"t": "eph", "here": self.here()})

    def say(self, message: dict) -> None:
        """A passing message for everybody. It is kept nowhere."""
        text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
        for listener in self.listeners:
            listener.pass_on(text)
