"""What takes its time, side by side: people who do not read, and many who come and go."""

import asyncio
import threading

from .readers import stall
from .soaking import soak

TWINS = "tests.servers.twins"
SOAK = 20.0


class LongRuns:
    """In a thread of its own, from entering on. serve: starts a server; rooms: their seats."""

    def __init__(self, serve, rooms):
        self.serve, self.rooms = serve, rooms
        self.found: dict[str, object] = {}
        self.thread = threading.Thread(target=lambda: asyncio.run(self.run()))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.thread.join()

    async def run(self) -> None:
        runs = {
            "window": lambda: stall(self.serve(), self.rooms[0], readers=15, cut_off=True),
            "no window": lambda: stall(
                self.serve(f"{TWINS}:no_window"), self.rooms[0], readers=3, cut_off=False
            ),
            "soak": lambda: soak(self.serve(f"{TWINS}:counted"), self.rooms, SOAK),
        }
        await asyncio.gather(*(self.keep(name, run) for name, run in runs.items()))

    async def keep(self, name: str, run) -> None:
        try:
            self.found[name] = await run()
        except BaseException as fault:
            self.found[name] = fault

    def result(self, name: str):
        """What came of one of them, as soon as all are done."""
        self.thread.join()
        if isinstance(self.found[name], BaseException):
            raise self.found[name]
        return self.found[name]
