"""What a browser may say: parsed defensively, because a stranger can say anything."""

import json

FRAME_LIMIT = 16 * 1024
DEEPEST = 5
KINDS = {
    # The version is not looked at here: whatever it is, another one has its own answer.
    "hello": {"seq": int, "epoch": str},
    "op": {"op_id": str, "command": str},
    "ping": {},
    "recv": {"seq": int},
}


def parse(text) -> dict | None:
    """The message, or None for anything that no page of ours would send."""
    if not isinstance(text, str) or len(text) > FRAME_LIMIT or len(text.encode()) > FRAME_LIMIT:
        return None
    try:
        message = json.loads(text, parse_constant=refuse_constant)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict) or depth(message) > DEEPEST:
        return None
    kind = message.get("t")
    wanted = KINDS.get(kind) if isinstance(kind, str) else None
    if wanted is None:
        return None
    # `type`, not `isinstance`: true and false are numbers to Python.
    if any(type(message.get(name)) is not kind for name, kind in wanted.items()):
        return None
    return message


def refuse_constant(name):
    raise ValueError(f"{name} is not JSON")


def depth(value) -> int:
    """How deep lists and objects stand in each other; a plain value is 0."""
    level, deepest = [value], 0
    while level := [v for v in level if isinstance(v, (dict, list))]:
        deepest += 1
        if deepest > DEEPEST:
            break
        level = [inner for v in level for inner in (v.values() if isinstance(v, dict) else v)]
    return deepest
