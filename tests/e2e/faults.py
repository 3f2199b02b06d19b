"""A bad line between a browser and the server: it cuts, freezes, delays, and blocks websockets."""

import asyncio
import re
import threading

UPGRADE = re.compile(rb"\r\n(Upgrade|Sec-WebSocket-[A-Za-z]+):[^\r]*", re.IGNORECASE)


class BadLine:
    """A TCP proxy in a thread of its own. Its attributes may be set from any thread."""

    def __init__(self, port: int, to_port: int):
        self.port, self.to_port = port, to_port
        self.base = f"http://127.0.0.1:{port}"
        self.loop = asyncio.new_event_loop()
        self.mend()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.server = self.call(asyncio.start_server(self.link, "127.0.0.1", port))

    def call(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    def mend(self) -> None:
        """A good line again. What was frozen goes on where it stopped."""
        self.delay, self.is_frozen, self.is_cut, self.blocks_sockets = 0.0, False, False, False

    def cut(self) -> None:
        """Break every connection, and take no new one until the line is mended."""
        self.is_cut = True
        self.call(self.hang_up())

    def freeze(self) -> None:
        """Let nothing through in either direction, and tell nobody."""
        self.is_frozen = True

    def block_sockets(self) -> None:
        self.blocks_sockets = True
        self.call(self.hang_up())

    def stop(self) -> None:
        self.server.close()
        self.call(self.hang_up())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)

    async def hang_up(self):
        for task in (links := asyncio.all_tasks() - {asyncio.current_task()}):
            task.cancel()
        await asyncio.gather(*links, return_exceptions=True)

    async def link(self, reader, writer):
        back = writer
        try:
            await self.while_frozen()
            if self.is_cut:
                return
            there, back = await asyncio.open_connection("127.0.0.1", self.to_port)
            both = self.pass_on(reader, back, self.blocked), self.pass_on(there, writer)
            tasks = map(asyncio.ensure_future, both)
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        except OSError:
            pass
        finally:
            back.transport.abort()
            writer.transport.abort()

    def blocked(self, data: bytes) -> bytes:
        return UPGRADE.sub(b"", data) if self.blocks_sockets else data

    async def while_frozen(self):
        while self.is_frozen:
            await asyncio.sleep(0.02)

    async def pass_on(self, reader, writer, change=lambda data: data):
        """In order, each piece as late as the line is slow, however many are under way."""
        pieces: asyncio.Queue = asyncio.Queue()
        carry = asyncio.ensure_future(self.carry(pieces, writer))
        try:
            while data := await reader.read(65536):
                pieces.put_nowait((self.loop.time() + self.delay, change(data)))
            pieces.put_nowait((self.loop.time() + self.delay, b""))
            await carry
        except OSError:
            carry.cancel()

    async def carry(self, pieces, writer):
        while True:
            due, data = await pieces.get()
            await asyncio.sleep(max(0.0, due - self.loop.time()))
            await self.while_frozen()
            if not data:
                return
            writer.write(data)
            await writer.drain()
