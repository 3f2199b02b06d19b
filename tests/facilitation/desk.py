"""The whole live part in one thread: the real consumers, hub and writer, moved on step by step.

Nothing runs by itself here, so a test decides what comes between what: when the writer takes what
waits, which frame gets lost, when the server starts anew.
"""

import asyncio

import pytest
from channels.generic import websocket

from facilitation import consumers, memory
from facilitation.sync import hub as hub_module
from facilitation.sync import polling, room, writer
from facilitation.sync.limits import Buckets

TICKS = 12


async def at_once(function, *arguments):
    """As in a thread of its own: Django gives code under a running loop another connection, and
    the test's transaction would not be seen there."""
    loop = asyncio.get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return function(*arguments)
    finally:
        asyncio._set_running_loop(loop)


async def at_once_nothing():
    pass


class Hub(hub_module.Hub):
    """Jobs wait until `Server.write`; the look around happens when it is asked for."""

    def __init__(self, loop):
        super().__init__()
        self.loop, self.looking = loop, loop.create_future()
        self.jobs: list[writer.Job] = []

    def put(self, job):
        self.jobs.append(job)

    def publish(self, done):
        self.spread(done)


class Server:
    def __init__(self, patch: pytest.MonkeyPatch):
        patch.setattr(writer, "keep_connection", lambda: None)
        patch.setattr(websocket, "aclose_old_connections", at_once_nothing)
        for module in (consumers, hub_module, room):
            patch.setattr(module, "read", at_once)
        self.patch, self.said = patch, 0
        self.tasks: list[asyncio.Task] = []
        self.loop = asyncio.new_event_loop()
        self.start()

    def start(self):
        """A new process: it remembers nothing, and whoever was connected to the old one is not."""
        self.end_tasks()
        self.hub = Hub(self.loop)
        self.patch.setattr(consumers, "hub", self.hub)
        self.patch.setattr(consumers, "connects", Buckets(1000, 1000))
        memory._kept.clear()
        polling._seen.clear()

    def write(self):
        """The writer takes everything that waits."""
        jobs, self.hub.jobs = self.hub.jobs, []
        rooms: dict[int, list] = {}
        for job in jobs:
            rooms.setdefault(job.session_pk, []).append(job)
        if rooms:
            self.run(at_once(self.hub.writers[0].carry_out, rooms))

    def look_around(self):
        self.run(self.hub.read_heads())

    def run(self, coroutine=None):
        """Go on until nobody has anything more to say."""

        async def settle():
            if coroutine:
                await coroutine
            before = -1
            while before != self.said:
                before = self.said
                for _ in range(TICKS):
                    await asyncio.sleep(0)

        self.loop.run_until_complete(settle())

    def end_tasks(self):
        tasks = asyncio.all_tasks(self.loop)
        for task in tasks:
            task.cancel()
        if tasks:
            self.loop.run_until_complete(asyncio.wait(tasks))
        self.tasks.clear()

    def stop(self):
        self.end_tasks()
        self.loop.close()


class Line:
    """One connection to a Server. hears: called with each message as the consumer sends it."""

    def __init__(self, server: Server, session, cookies: dict, hears):
        self.server, self.hears, self.code, self.fault = server, hears, None, None
        self.inbox: asyncio.Queue = asyncio.Queue()
        scope = {
            "type": "websocket",
            "cookies": cookies,
            "url_route": {"kwargs": {"public_id": session.public_id}},
            "client": ("127.0.0.1", 1),
        }
        self.consumer = consumers.BoardConsumer()
        self.task = server.loop.create_task(
            self.consumer(scope, self.inbox.get, self.send_to_browser)
        )
        server.tasks.append(self.task)
        self.put({"type": "websocket.connect"})

    async def send_to_browser(self, message):
        self.server.said += 1
        if message["type"] == "websocket.close":
            self.code = message["code"]
        elif message["type"] == "websocket.send":
            try:
                self.hears(message["text"])
            except Exception as fault:
                # The consumer takes what a server raises for a connection that is gone.
                self.fault = self.fault or fault

    @property
    def is_open(self) -> bool:
        return self.code is None and not self.task.done()

    def put(self, message):
        self.inbox.put_nowait(message)
        self.server.run()
        if self.fault:
            raise self.fault

    def say(self, text=None, **bytes_data):
        self.put({"type": "websocket.receive", "text": text, **bytes_data})
        if self.task.done():
            self.task.result()

    def hang_up(self):
        if not self.task.done():
            self.put({"type": "websocket.disconnect", "code": 1005})
