"""People in a room, five of whom have stopped reading but not talking."""

import asyncio
import socket
import time
from dataclasses import dataclass, field

from bench.server import Server

from .gauges import counter, gauge, open_sockets
from .sockets import Socket, new_op, note, until

STALLED = 5
LONG = '"' * 1_700  # as HTML each is six characters: two notes make a frame of 20 kB
STREAM = 18_000_000  # bytes that every reader is sent
CUT_WITHIN = 45.0
TOO_SLOW = "4008"


@dataclass
class Reading:
    """memory: of the server in MB, from the start of the stream to its end."""

    memory: list[float] = field(default_factory=list)
    cut_after: float = 0.0
    too_slow: float = 0.0
    all_read: bool = False

    @property
    def growth(self) -> float:
        return max(self.memory) - self.memory[0]

    @property
    def growth_at_last(self) -> float:
        """How much more the second half took than the first."""
        half = len(self.memory) // 2
        return max(self.memory[half:]) - max(self.memory[:half])


async def stall(server: Server, seats, readers: int, cut_off: bool) -> Reading:
    """readers: how many go on reading. cut_off: whether to wait until the five are."""
    reading = [Socket(server, seat) for seat in seats[STALLED : STALLED + readers]]
    stalled = [Socket(server, seat, sock=narrow(server)) for seat in seats[:STALLED]]
    talking = asyncio.create_task(talk(stalled))
    try:
        return await stream(server, reading, stalled, cut_off)
    finally:
        talking.cancel()
        for each in (*stalled, *reading):
            each.cut()


def narrow(server: Server) -> socket.socket:
    """With little room in the system's own buffers, so that it soon is the server's to keep."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)
    made.connect(("127.0.0.1", server.port))
    return made


async def talk(stalled: list[Socket]) -> None:
    """A socket that is silent as well would be given up for that."""
    while True:
        await asyncio.sleep(5)
        for each in stalled:
            await each.say(t="ping")


async def stream(server, reading, stalled, cut_off) -> Reading:
    found = Reading()
    await asyncio.gather(*(each.enter() for each in (*stalled, *reading)))
    await write(reading[0], STREAM // 10)  # what a server takes once and keeps is not looked at
    await until(lambda: len({each.last for each in (*reading, *stalled)}) == 1, "all have read")
    for each in stalled:
        each.wire.transport.pause_reading()
    began = time.monotonic()
    for _ in range(40):
        found.memory.append(server.memory_mb())
        await write(reading[0], STREAM // 40)
    found.memory.append(server.memory_mb())
    if cut_off:
        await until(lambda: gauge(server, "board_sockets") == len(reading), "cut off", CUT_WITHIN)
        found.cut_after = time.monotonic() - began
        found.too_slow = counter(server, "board_closed_total", code=TOO_SLOW)
        await until(lambda: open_sockets(server) < STALLED + len(reading), "connections closed")
        found.memory.append(server.memory_mb())
        head = (await reading[0].do(new_op(), note("the last")))["seq"]
        await until(lambda: all(each.last == head for each in reading), "all have read")
        found.all_read = not any(each.fault for each in reading)
    return found


async def write(writer: Socket, size: int) -> None:
    """Two notes at a time: a frame of 20 kB."""
    for n in range(size // (2 * 6 * len(LONG))):
        await asyncio.gather(*(writer.do(new_op(), note(LONG, n)) for _ in range(2)))
