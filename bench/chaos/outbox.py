"""Operations on their way: each is kept until it is answered, and goes out again under its id."""

from dataclasses import dataclass

from .account import Account

AGAIN_AFTER, AGAIN_AT_MOST = 2.0, 8.0
# What was written offline must not run into the server's limit.
AT_ONCE = 5
# Nothing was done and nothing is wrong with it: later it will do.
LATER = frozenset({"too_fast", "busy"})


@dataclass
class Op:
    op_id: str
    command: str
    data: dict
    due: float = 0.0
    tries: int = 0
    acks: int = 0
    # The head named in the welcome before it was sent again on a new socket.
    floor: int = -1

    def message(self) -> dict:
        return {"t": "op", "op_id": self.op_id, "command": self.command, "data": self.data}


class Outbox:
    def __init__(self, account: Account):
        self.account = account
        self.ops: dict[str, Op] = {}
        self.waiting: dict[str, Op] = {}
        self.paused_until = 0.0

    def add(self, op: Op) -> None:
        self.ops[op.op_id] = self.waiting[op.op_id] = op
        self.account.asked[op.op_id] = (op.command, op.data)

    def welcomed(self, head: int) -> None:
        """A new socket knows nothing of what went out on another one: all of it goes again."""
        self.paused_until = 0.0
        for op in self.waiting.values():
            op.due, op.tries = 0.0, 0
            op.floor = head if self.account.sent[op.op_id] else -1

    def take_due(self, now: float) -> list[Op]:
        """The next ones to go out, oldest first."""
        if now < self.paused_until:
            return []
        found = [op for op in self.waiting.values() if op.due <= now][:AT_ONCE]
        for op in found:
            op.due = now + min(AGAIN_AFTER * 2**op.tries, AGAIN_AT_MOST)
            op.tries += 1
            self.account.sent[op.op_id] += 1
        return found

    def acknowledged(self, op_id: str, seq: int) -> None:
        op = self.ops[op_id]
        self.account.acknowledge(op_id, seq)
        # Only what was certainly done before it was sent again counts as recognised.
        if self.account.acknowledged[op_id] == seq and (op.acks or seq <= op.floor):
            self.account.dedupe_hits += 1
        op.acks += 1
        self.waiting.pop(op_id, None)

    def seen(self, op_id: str, seq: int) -> None:
        """The event itself came: it settles the operation as an answer does."""
        if op_id in self.ops:
            self.account.acknowledge(op_id, seq)
            self.waiting.pop(op_id, None)

    def refused(self, op_id: str, code: str, now: float, retry_after: float) -> None:
        if code in LATER:
            self.account.put_off[code] += 1
            self.paused_until = max(self.paused_until, now + retry_after)
            if op_id in self.waiting:
                self.waiting[op_id].due = self.paused_until
            return
        self.account.refuse(op_id, code)
        self.waiting.pop(op_id, None)
