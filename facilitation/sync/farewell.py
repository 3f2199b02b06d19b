"""Before a planned restart: rooms are told, and what waits is saved, before the server stops.

ASGI has no word for this that every server gives, so the stop signal is heard first here and then
handed on to the server's own handler.
"""

import asyncio
import logging
import signal
import threading

from .hub import hub

PATIENCE = 2.0
STEP = 0.05
log = logging.getLogger(__name__)
_heard: list = []


def listen(loop: asyncio.AbstractEventLoop) -> None:
    """Once, from the loop's thread after the server has set its own handlers."""
    if _heard or threading.current_thread() is not threading.main_thread():
        return
    _heard.append(signal.getsignal(signal.SIGTERM))

    def stopping(number, frame):
        signal.signal(signal.SIGTERM, _heard[0] or signal.SIG_DFL)
        if loop.is_closed():
            return signal.raise_signal(signal.SIGTERM)
        loop.call_soon_threadsafe(lambda: loop.create_task(leave()))

    signal.signal(signal.SIGTERM, stopping)


async def leave() -> None:
    """Say goodbye, save and answer what waits, close, and let the server go on stopping."""
    hub.goodbye()
    waited = 0.0
    while waited < PATIENCE and (hub.waiting() or waited < STEP):
        await asyncio.sleep(STEP)
        waited += STEP
    hub.shut_all()
    await asyncio.sleep(STEP)
    signal.raise_signal(signal.SIGTERM)
