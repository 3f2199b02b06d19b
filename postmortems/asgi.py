"""The one entrance: pages over HTTP, the board over a websocket."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "postmortems.settings")

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.sessions import CookieMiddleware
from django.conf import settings
from django.core.asgi import get_asgi_application

from postmortems.startup import hold_alone, refuse_dangerous_start

refuse_dangerous_start(settings)
lock = hold_alone(settings)
pages = get_asgi_application()

from facilitation.routing import websocket_urlpatterns  # noqa: E402
from postmortems.origins import ExactOrigin  # noqa: E402
from postmortems.pace import set_pace  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": pages,
        "websocket": ExactOrigin(CookieMiddleware(URLRouter(websocket_urlpatterns))),
    }
)
set_pace()
