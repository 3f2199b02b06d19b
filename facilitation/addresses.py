"""Names of fragments: what an event says it touched. `fragments` turns each into HTML."""

from .line import minute

RAIL = "rail"
PEOPLE = "people"
BOARD = "board"
GUIDE = "guide"
READY = "ready"
CONTROLS = "controls"
COMPOSER = "composer"
DELIVERABLES = "deliverables"
DIRECTIVE = "directive"
BANNER = "banner"
MEASURES = "measures"
PARKING = "parking"
CHAIRS = "chairs"
JOIN = "join"
IDEAS = "ideas"
RANKING = "ranking"
PROMISES = "promises"
BALLOTS = "ballots"
VOW = "vow"
CLOSING = "closing"
CONTEXT = "context"
LOBBY = "lobby"

# Everything that changes when the room turns to another board.
TURN = (BOARD, RAIL, GUIDE, CONTROLS, COMPOSER, DELIVERABLES, BANNER)


def line(at) -> str:
    """The neighbourhood of one moment: the moment and the gaps on both sides."""
    return f"line@{minute(at)}"


def sticky(thing) -> str:
    """One note that joins a moment which is there already."""
    return f"sticky@{thing.public_id}"


def question(thing) -> str:
    return f"question@{thing.public_id}"


def chain(thing) -> str:
    return f"chain@{thing.public_id}"


def factor(thing) -> str:
    return f"factor@{thing.public_id}"


def idea(thing) -> str:
    return f"idea@{thing.public_id}"
