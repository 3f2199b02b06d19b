"""A browser's tab in Python: follows the protocol as static/js does, on the page of `twin`."""

import json

from django.urls import reverse

from facilitation.fragments import LEAD_ONLY

from .desk import Line, Server
from .twin import Page

RECEIPT_EVENTS = 50


class Tab:
    """One tab of somebody who is signed in through `client`.

    log: what it has applied, as (number, op id), since the page was loaded. acks, refused: answers
    by op id. unanswered: what goes out again, as {op id: (command, data)}. saw: which of the
    facilitator's own parts it was sent.
    """

    def __init__(self, server: Server, session, client, me):
        self.server, self.session, self.client, self.me = server, session, client, me
        self.url = reverse("live", args=[session.public_id])
        self.line: Line | None = None
        self.unanswered: dict[str, tuple[str, dict]] = {}
        self.acks: dict[str, int] = {}
        self.refused: dict[str, str] = {}
        self.loses_next = self.wants_hello = self.wants_page = False
        self.resyncs = self.lost = self.receipted = 0
        self.saw: set[str] = set()
        self.page = None

    # The page

    def load(self) -> bool:
        answer = self.client.get(self.url)
        if answer.status_code != 200:
            self.page = None
            return False
        self.show(answer.content.decode())
        return True

    def show(self, html: str):
        self.page, self.log = Page(html), []
        self.receipted = self.seq
        body = self.page.tree.find("body")
        self.epoch = body.get("data-epoch")

    @property
    def seq(self) -> int:
        return self.page.seq

    @property
    def is_open(self) -> bool:
        return self.page is not None and self.line is not None and self.line.is_open

    # The socket

    def connect(self):
        cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}
        self.line = Line(self.server, self.session, cookies, self.hear)
        self.hello()

    def hello(self):
        self.say(t="hello", v=1, epoch=self.epoch, seq=self.seq)

    def say(self, **message):
        if self.line and self.line.is_open:
            self.line.say(json.dumps(message))
        self.follow()

    def op(self, op_id: str, command: str, data: dict):
        self.unanswered[op_id] = (command, data)
        self.say(t="op", op_id=op_id, command=command, data=data)

    def go_away(self):
        if self.line:
            self.line.hang_up()
            self.line = None

    def come_back(self):
        """On a new socket, with the page that is still open, and what was not answered."""
        self.go_away()
        if self.page is not None or self.load():
            self.connect()
            for op_id, (command, data) in list(self.unanswered.items()):
                self.op(op_id, command, data)

    def follow(self):
        """What a message asked for: hello at a gap, the page anew at a reset."""
        while self.wants_hello or self.wants_page:
            if self.wants_page:
                self.wants_page = self.wants_hello = False
                self.go_away()
                if self.load():
                    self.come_back()
            elif self.is_open:
                self.wants_hello, self.resyncs = False, self.resyncs + 1
                self.hello()
            else:
                self.wants_hello = False
        if self.is_open and self.seq - self.receipted >= RECEIPT_EVENTS:
            self.receipted = self.seq
            self.say(t="recv", seq=self.seq)

    # What it hears

    def hear(self, text: str):
        message = json.loads(text)
        getattr(self, f"hear_{message['t']}", lambda message: None)(message)

    def hear_ev(self, frame):
        if self.loses_next:
            self.loses_next, self.lost = False, self.lost + 1
            return
        told = [(event["seq"], event["op"]) for event in frame["ev"]]
        if told[-1][0] <= self.seq:
            return
        if told[0][0] > self.seq + 1:
            self.wants_hello = True
            return
        self.saw |= {lead for lead in LEAD_ONLY for html in frame["put"] if f'id="{lead}"' in html}
        fresh = [(seq, op) for seq, op in told if seq > self.seq]
        self.page.apply(frame)
        self.page.seq = told[-1][0]
        self.log += fresh
        if any(self.me.public_id in event.get("reload", ()) for event in frame["ev"]):
            self.wants_page = True

    def hear_reset(self, message):
        self.wants_page = True

    def hear_pong(self, message):
        if message["head"] > self.seq:
            self.wants_hello = True

    def hear_ack(self, message):
        self.unanswered.pop(message["op_id"], None)
        self.refused.pop(message["op_id"], None)
        self.acks[message["op_id"]] = message["seq"]

    def hear_refuse(self, message):
        if not message.get("retry_after"):
            self.unanswered.pop(message["op_id"], None)
            self.refused[message["op_id"]] = message["code"]
