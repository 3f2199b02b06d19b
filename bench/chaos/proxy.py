"""A TCP proxy in front of one person: cuts, freezes (half-open), delays and slows down."""

import asyncio
import time

CHUNK = 1024


class Proxy:
    """Forwards loopback to a port. Its faults are for as long as their attributes say so."""

    def __init__(self, target: int):
        self.target, self.port, self.server = target, 0, None
        self.flowing = asyncio.Event()
        self.flowing.set()
        self.delay = 0.0  # seconds
        self.rate = 0  # bytes a second; 0 is as fast as it goes
        self.writers: set[asyncio.StreamWriter] = set()

    async def __aenter__(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0, limit=CHUNK)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self.server.close()
        self.heal()
        self.cut()

    def cut(self) -> None:
        for writer in list(self.writers):
            writer.transport.abort()

    def freeze(self) -> None:
        """Half-open: both sides stay connected and hear nothing, not even of an end."""
        self.flowing.clear()

    def heal(self) -> None:
        self.delay, self.rate = 0.0, 0
        self.flowing.set()

    async def serve(self, reader, writer) -> None:
        self.writers.add(writer)
        there = None
        try:
            await self.flowing.wait()
            back, there = await asyncio.open_connection("127.0.0.1", self.target, limit=CHUNK)
            self.writers.add(there)
            ways = [self.flow(reader, there), self.flow(back, writer)]
            tasks = [asyncio.create_task(way) for way in ways]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
        except OSError:
            pass  # the server is down: the person's connection goes the same way
        finally:
            for each in filter(None, (writer, there)):
                self.writers.discard(each)
                each.close()

    async def flow(self, reader, writer) -> None:
        """One direction until its end. The queue keeps a delay from becoming a slow-down."""
        queue: asyncio.Queue = asyncio.Queue(64)
        reading = asyncio.create_task(self.take_in(reader, queue))
        try:
            while True:
                due, chunk = await queue.get()
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                if self.rate:
                    await asyncio.sleep(len(chunk) / self.rate)
                await self.flowing.wait()
                if not chunk:
                    return
                writer.write(chunk)
                await writer.drain()
        except OSError:
            pass  # one side is gone; the other is closed with it
        finally:
            reading.cancel()

    async def take_in(self, reader, queue) -> None:
        chunk = b"-"
        while chunk:
            try:
                chunk = await reader.read(CHUNK)
            except OSError:
                chunk = b""
            await queue.put((time.monotonic() + self.delay, chunk))
