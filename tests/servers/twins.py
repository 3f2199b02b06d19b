"""The product with one part changed, for what cannot be seen or compared from outside.

`no_window`: a slow reader is sent everything, as a server does that counts nothing. `counted`: the
product as it is, and at /tasks what its process holds.
"""

import asyncio
import gc
import json
import threading

from facilitation.sync import limits
from postmortems.asgi import application as sound


async def no_window(scope, receive, send):
    limits.Window.is_full = property(lambda window: False)
    await sound(scope, receive, send)


async def counted(scope, receive, send):
    if scope["type"] != "http" or scope["path"] != "/tasks":
        return await sound(scope, receive, send)
    body = json.dumps(held()).encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


def held() -> dict[str, int]:
    from facilitation.consumers import BoardConsumer

    gc.collect()
    return {
        "tasks": len(asyncio.all_tasks()),
        "threads": threading.active_count(),
        "consumers": sum(type(each) is BoardConsumer for each in gc.get_objects()),
    }
