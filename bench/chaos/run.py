"""One run: bring everybody in, injure, let it heal, and hear what everybody has to say."""

import asyncio
import random
import time
from contextlib import AsyncExitStack

from . import people
from .client import Client
from .director import Director
from .door import Closed, Page
from .proxy import Proxy
from .site import Site

ALL_IN = 20.0
HEALED = 20.0
# Longer than a client takes to find out that it missed the last frame.
NO_PROGRESS = 10.0
EVERY = 3  # one of so many people connects through a proxy


class Ended:
    """What the judge and the report need of a run."""

    def __init__(self, clients: list[Client], director: Director, page: Page | None, took):
        self.accounts = [client.account for client in clients]
        for client in clients:
            client.account.shown = client.board.marks()
        self.recoveries = [took for client in clients for took in client.recovery.times]
        self.counts, self.page, self.lag = director.counts, page, director.lag
        self.healed_after = took


async def run(site: Site, seconds: float, kills: int, seed: int) -> Ended:
    async with AsyncExitStack() as stack:
        clients, proxies = await make_people(site, seed, stack)
        director = Director(site, clients, seed)
        director.proxies = proxies
        living = [asyncio.create_task(client.live()) for client in clients]
        try:
            await wait_for(lambda: all(client.ready for client in clients), ALL_IN)
            working = [asyncio.create_task(people.work(client)) for client in clients]
            try:
                await director.run(seconds, kills)
            finally:
                await end(working)
                await director.finish()
            page, took = await healed(site, clients, director)
        finally:
            await end(living)
        return Ended(clients, director, page, took)


async def make_people(site: Site, seed: int, stack: AsyncExitStack):
    clients, proxies = [], {}
    for n, seat in enumerate(site.seats):
        door = site.door(n % len(site.servers))
        proxy = await stack.enter_async_context(Proxy(door.port)) if n % EVERY == 0 else None
        port = proxy.port if proxy else door.port
        page = await asyncio.to_thread(door.page, seat)
        rng = random.Random(f"{seed} {n}")
        client = Client(f"person {n + 1}", seat, page, port, door, rng)
        clients.append(client)
        if proxy:
            proxies[client] = proxy
    return clients, proxies


async def wait_for(ready, within: float) -> None:
    until = time.monotonic() + within
    while not ready() and time.monotonic() < until:
        await asyncio.sleep(0.05)


async def end(tasks: list[asyncio.Task]) -> None:
    """Stop them; whatever one of them died of is not kept quiet."""
    for task in tasks:
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, Exception):
            raise outcome


async def healed(site: Site, clients: list[Client], director: Director):
    """Wait until everybody has everything, or nothing moves any more.

    Returns a page loaded after that, and the seconds it took; None when it did not come to it.
    """
    for by_socket in (True,) * 5 + (False,):
        await director.repeat(by_socket)
    began = time.monotonic()
    until = began + HEALED
    before, moved, page = None, began, None
    while time.monotonic() < until and time.monotonic() - moved < NO_PROGRESS:
        state = [(client.last, client.ready, len(client.outbox.waiting)) for client in clients]
        if state != before:
            before, moved = state, time.monotonic()
        elif len(set(state)) == 1 and state[0][1:] == (True, 0):
            page = await load(site, clients)
            if page and page.seq == clients[0].last:
                return page, round(time.monotonic() - began, 1)
        await asyncio.sleep(0.2)
    return page or await load(site, clients), None


async def load(site: Site, clients: list[Client]) -> Page | None:
    try:
        return await asyncio.to_thread(site.door(0).page, clients[0].seat)
    except Closed:
        return None
