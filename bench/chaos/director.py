"""Who is injured when: kills, cuts, freezes, slow lines and repeats, all from one seed."""

import asyncio
import random
import time
from collections import Counter
from math import inf

from . import people
from .client import Client
from .door import Closed
from .outbox import Op
from .proxy import Proxy
from .site import Site

CUT_SHARE = 0.05  # of the people, each second
SLOW_LINE = 64_000 // 8  # bytes a second
LONGEST_FREEZE = 5.0
HURRY = 40
PATIENT = 5.0


class Director:
    def __init__(self, site: Site, clients: list[Client], seed: int):
        self.site, self.clients = site, clients
        self.rng = random.Random(seed)
        self.place = {client: n % len(site.servers) for n, client in enumerate(clients)}
        self.proxies: dict[Client, Proxy] = {}
        self.counts: Counter = Counter()
        self.tasks: set[asyncio.Task] = set()
        self.kills: list[asyncio.Task] = []
        self.one_kill_at_a_time = asyncio.Lock()
        self.lag = 0.0

    async def run(self, seconds: float, kills: int) -> None:
        """Injure at the seeded moments, then let everything heal."""
        began = time.monotonic()
        self.longest = min(LONGEST_FREEZE, seconds / 4)
        self.start(self.watch_ourselves)
        for moment, injure in self.schedule(seconds, kills):
            await asyncio.sleep(max(0.0, began + moment - time.monotonic()))
            self.start(injure)
        await asyncio.sleep(max(0.0, began + seconds - time.monotonic()))
        await self.finish()

    async def finish(self) -> None:
        """Let killed servers come back; take every other injury away."""
        await asyncio.gather(*self.kills)
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def start(self, injure) -> None:
        task = asyncio.create_task(injure())
        if injure == self.kill:
            return self.kills.append(task)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def schedule(self, seconds: float, kills: int) -> list:
        """(moment, injury) in order. Kills are spread, so that a server is up between them."""
        size, rng = len(self.clients) * seconds, self.rng
        slot = 0.85 * seconds / max(kills, 1)
        found = [(slot * (n + rng.uniform(0.3, 0.8)), self.kill) for n in range(kills)]
        for injury, count in (
            (self.cut, CUT_SHARE * size),
            (self.stop_reading, size / 150),
            (self.disturb_line, size / 50),
            (self.hurry, size / 400),
            (self.repeat, max(8, size / 30)),
        ):
            times = max(1, round(count))
            found += [(rng.uniform(0.1, 0.95) * seconds, injury) for _ in range(times)]
        return sorted(found, key=lambda each: each[0])

    async def somebody(self, who=lambda client: True) -> Client | None:
        """A person who is connected; after a kill that takes a moment."""
        until = time.monotonic() + PATIENT
        while time.monotonic() < until:
            if found := [client for client in self.clients if client.ready and who(client)]:
                return self.rng.choice(found)
            await asyncio.sleep(0.1)
        return None

    async def watch_ourselves(self) -> None:
        """People who get no processor look like people who are not served."""
        while True:
            began = time.monotonic()
            await asyncio.sleep(0.1)
            self.lag = max(self.lag, time.monotonic() - began - 0.1)

    # The injuries

    async def kill(self) -> None:
        """kill -9, and the start that a supervisor would make at once."""
        async with self.one_kill_at_a_time:
            place = self.rng.randrange(len(self.site.servers))
            hurt = [client for client in self.clients if self.place[client] == place]
            self.site.kill(place)
            for client in hurt:
                client.lost(inf)
            self.counts["kills"] += 1
            await asyncio.to_thread(self.site.start, place)
            answers = time.monotonic()
            for client in hurt:
                client.recovery.begins(answers)

    async def cut(self) -> None:
        if client := await self.somebody():
            self.counts["cuts"] += 1
            client.lost(time.monotonic())
            client.wire.transport.abort()

    async def stop_reading(self) -> None:
        """A frozen tab: connected, and reads nothing for a while."""
        if client := await self.somebody():
            self.counts["freezes"] += 1
            transport = client.wire.transport
            transport.pause_reading()
            try:
                await asyncio.sleep(self.rng.uniform(0.2, 1) * self.longest)
            finally:
                if not transport.is_closing():
                    transport.resume_reading()
                client.recovery.begins(time.monotonic())

    async def disturb_line(self) -> None:
        """One of the proxy's faults on one person's line."""
        client = await self.somebody(self.proxies.__contains__)
        if client is None:
            return
        proxy, fault = self.proxies[client], self.rng.choice(("cut", "freeze", "delay", "slow"))
        if fault == "cut":
            self.counts["cuts"] += 1
            client.lost(time.monotonic())
            return proxy.cut()
        self.counts["freezes" if fault == "freeze" else "slowed"] += 1
        if fault == "freeze":
            proxy.freeze()
        elif fault == "delay":
            proxy.delay = self.rng.uniform(0.2, 2.0)
        else:
            proxy.rate = SLOW_LINE
        try:
            await asyncio.sleep(self.rng.uniform(0.2, 1) * self.longest)
        finally:
            proxy.heal()
            client.recovery.begins(time.monotonic())

    async def hurry(self) -> None:
        if client := await self.somebody():
            self.counts["hurries"] += 1
            await people.hurry(client, HURRY)

    async def repeat(self, by_socket: bool | None = None) -> None:
        """An answered operation once more, by the socket or by the HTTP door."""
        client = await self.somebody(lambda one: one.account.acknowledged)
        if client is None:
            return
        op = client.outbox.ops[self.rng.choice(list(client.account.acknowledged))]
        self.counts["repeats"] += 1
        if self.rng.random() < 0.7 if by_socket is None else by_socket:
            await client.repeat(op)
        else:
            await repeat_by_http(client, op)


async def repeat_by_http(client: Client, op: Op) -> None:
    try:
        status, answer = await asyncio.to_thread(
            client.door.do, client.seat, op.op_id, op.command, op.data
        )
    except Closed:
        return  # the server is down just now; there will be other repeats
    if status == 200:
        client.outbox.acknowledged(op.op_id, answer["seq"])
    elif status in (409, 429):
        later = answer.get("retry_after", 1)
        client.outbox.refused(op.op_id, answer["code"], time.monotonic(), later)
    else:
        client.account.contradictions.append(f"{op.op_id} answered {status} over HTTP")
