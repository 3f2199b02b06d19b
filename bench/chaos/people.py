"""What people do: mostly add notes; now and then edit, remove, restore, or park a question."""

import asyncio
import random
import uuid
from datetime import datetime, timedelta

from .client import Client
from .outbox import Op

# Uniform: with exponential pauses the last of many would sleep for minutes, like a server hang.
THINK = (0.5, 2.5)
SHARES = {"add": 62, "edit": 14, "remove": 8, "restore": 5, "park": 11}
WORDS = ("Orders stop", "Alert fires", "Queue grows", "Deploy ends", "Pager rings", "Sync is off")
FIRST = datetime(2026, 3, 3, 17, 0)
MINUTES = 17 * 60


async def work(client: Client) -> None:
    """Think, do, think again, until cancelled; also while disconnected, as people do."""
    while True:
        await asyncio.sleep(client.rng.uniform(*THINK))
        await client.ask(choose(client))


async def hurry(client: Client, count: int) -> None:
    """More at once than a person may."""
    for _ in range(count):
        await client.ask(choose(client))


def choose(client: Client) -> Op:
    rng = client.rng
    op_id = uuid.UUID(int=rng.getrandbits(128), version=4).hex
    here, away = client.board.stickies(), sorted(client.board.removed)
    wish = rng.choices(list(SHARES), SHARES.values())[0]
    text = f"{rng.choice(WORDS)} {op_id}"
    if wish == "park":
        return Op(op_id, "park_question", {"text": text})
    if wish == "remove" and here:
        return Op(op_id, "remove_sticky", {"sticky": rng.choice(here)[0]})
    if wish == "restore" and away:
        return Op(op_id, "restore_sticky", {"sticky": rng.choice(away)})
    data = {"kind": rng.choice(("event", "fired", "missed")), "when": moment(rng), "text": text}
    if wish == "edit" and here:
        thing, version = rng.choice(here)
        return Op(op_id, "edit_sticky", data | {"sticky": thing, "base": version})
    return Op(op_id, "add_sticky", data)


def moment(rng: random.Random) -> str:
    return f"{FIRST + timedelta(minutes=rng.randrange(MINUTES)):%Y-%m-%d %H:%M}"
