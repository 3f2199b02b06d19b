"""Websocket handshakes only from our own pages.

Browsers let any website open a socket with the visitor's cookies (cross-site websocket
hijacking), so the Origin header must equal one of our origins: scheme, host and port.
"""

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings


class Refuse(AsyncWebsocketConsumer):
    async def connect(self):
        await self.close(code=4403)


class ExactOrigin:
    def __init__(self, inner):
        self.inner = inner

    async def __call__(self, scope, receive, send):
        origins = [value for name, value in scope.get("headers", ()) if name == b"origin"]
        allowed = {origin.encode("ascii") for origin in settings.ORIGINS}
        if len(origins) == 1 and origins[0].lower() in allowed:
            return await self.inner(scope, receive, send)
        return await Refuse.as_asgi()(scope, receive, send)
