"""The write-up as Markdown, for chats and wikis. What people wrote stays text there too."""

import re

from .draft import Draft
from .rows import Row

# Any ASCII punctuation may be escaped in CommonMark; these are the ones that start something.
SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#|~&!$^=@])")
BULLET = re.compile(r"^([-+])|^(\d+)([.)])")
ADDRESS = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*):(?=\S)|\b(www)\.")


def plain(text: str) -> str:
    """User text on one line that makes no heading, list, table, link, picture or HTML."""
    text = SPECIAL.sub(r"\\\1", " ".join(text.split()))
    text = ADDRESS.sub(lambda m: f"{m[2]}\\." if m[2] else f"{m[1]}\\:", text)
    return BULLET.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", text)


def markdown(draft: Draft) -> str:
    word = "**Draft.** " if draft.is_draft else ""
    blocks = [
        f"# {plain(draft.title)}\n\n{word}{plain(draft.dates)}",
        f"{plain(draft.happened)} {plain(draft.impact)}",
        "## Timeline\n\n" + _timeline(draft),
        f"## Gaps: {draft.total} from change to fix\n\n"
        + _list(f"{gap.words}, {gap.name}" for gap in draft.gaps),
        f"## Root cause\n\n{plain(draft.root_cause)}",
        "## Contributing factors\n\n" + _list(map(plain, draft.factors), "None written down."),
        "## Actions\n\n" + _actions(draft),
        "## Follow-up\n\n" + _follow_up(draft),
    ]
    if draft.notes:
        blocks.append("## Notes\n\n" + _list(map(plain, draft.notes)))
    return "\n\n".join(blocks) + "\n"


def _timeline(draft: Draft) -> str:
    if not draft.rows:
        return "Nothing stands on the line yet."
    return _table(
        ("When", "What happened", "Signals"),
        [(row.when, _what(row), _signals(row)) for row in draft.rows],
    )


def _what(row: Row) -> str:
    what = plain(row.what)
    return f"{what} (after the resolution)".strip() if row.after else what


def _signals(row: Row) -> str:
    return "; ".join(f"{signal.word}: {plain(signal.text)}" for signal in row.signals)


def _actions(draft: Draft) -> str:
    rows = [(plain(a.owner), plain(a.text), a.deadline) for a in draft.actions]
    return _table(("Owner", "Action", "Deadline"), rows) if rows else "None agreed."


def _follow_up(draft: Draft) -> str:
    if not draft.follow_up:
        return "Not set yet."
    return f"{draft.follow_up}. We check whether the actions are done."


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _list(items, empty: str = "") -> str:
    return "\n".join(f"- {item}" for item in items) or empty
