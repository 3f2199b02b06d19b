"""People on one process as another one shows them, and how long after the process was killed."""

import asyncio
import threading
import time

from bench.server import Seat, Server

from .sockets import Socket, until

LOST = 3
LONGEST = 40.0


class Lease:
    """Watched in a thread of its own. shows: the server that is looked at; dies: the other."""

    def __init__(self, shows: Server, dies: Server, seats: list[Seat]):
        self.shows, self.dies, self.seats = shows, dies, seats
        self.took, self.fault, self.begun = 0.0, None, threading.Event()
        self.thread = threading.Thread(target=self.run)

    def __enter__(self):
        self.thread.start()
        self.begun.wait(60)
        return self

    def __exit__(self, *_):
        self.thread.join()

    def result(self) -> float:
        """Seconds from the kill until the first process shows nobody of the other."""
        self.thread.join()
        if self.fault:
            raise self.fault
        return self.took

    def run(self) -> None:
        try:
            asyncio.run(self.watch())
        except BaseException as fault:
            self.fault = fault
        finally:
            self.begun.set()

    async def watch(self) -> None:
        lost = [Socket(self.dies, seat) for seat in self.seats[1 : LOST + 1]]
        async with Socket(self.shows, self.seats[0]) as watcher:
            await asyncio.gather(*(each.enter() for each in lost))
            names = {each.you for each in lost}
            assert len(names) == LOST
            await until(lambda: names <= set(watcher.here), "seen from the other process")
            self.dies.kill()
            killed = time.monotonic()
            self.begun.set()
            while names & set(watcher.here):
                assert time.monotonic() - killed < LONGEST, "they are shown for ever"
                assert not watcher.code, f"the watcher was closed with {watcher.code}"
                await watcher.say(t="ping")
                await asyncio.sleep(0.5)
            self.took = time.monotonic() - killed
