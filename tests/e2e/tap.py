"""A tap on a page's sockets, for messages that get lost or are invented."""

import json
import re
from collections.abc import Callable


class Tap:
    """Sits in a page's sockets: counts what is said, and lets a test lose or invent messages."""

    def __init__(self):
        self.said: list[dict] = []
        self.sockets = []
        self.lose: Callable[[dict], bool] = lambda message: False
        self.answer: Callable[[dict], dict | None] = lambda message: None

    def __call__(self, one):
        one.page.route_web_socket(re.compile("/socket/$"), self.open)

    def open(self, socket):
        self.sockets.append(socket)
        server = socket.connect_to_server()

        def from_page(text):
            message = json.loads(text)
            self.said.append(message)
            if invented := self.answer(message):
                socket.send(json.dumps(invented))
            else:
                server.send(text)

        def from_server(text):
            if not self.lose(json.loads(text)):
                socket.send(text)

        socket.on_message(from_page)
        server.on_message(from_server)

    def tell(self, **message):
        self.sockets[-1].send(json.dumps(message))

    def count(self, kind):
        return sum(message["t"] == kind for message in self.said)


def once(chooses):
    """The first message that the test chooses, and no other."""
    found = []

    def choose(message):
        if not found and chooses(message):
            found.append(message)
            return True
        return False

    return choose
