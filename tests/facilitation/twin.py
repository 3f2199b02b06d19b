"""A browser's page in Python: what static/js/board.js does with a frame, on an lxml tree."""

import json
import re

import lxml.html

from facilitation.sync.frames import frame_after

PARTS = (
    "rail", "people", "board", "guide", "controls", "composer", "deliverables", "directive",
    "banner", "lobby",
)  # fmt: skip
# Differs on every page without being part of what is shown.
PASSING = {"data-seq", "data-csrf"}


class Page:
    def __init__(self, html: str):
        self.tree = lxml.html.document_fromstring(html)
        self.seq = int(self.tree.find("body").get("data-seq"))

    def find(self, id):
        found = self.tree.xpath("//*[@id=$id]", id=id)
        assert len(found) <= 1, f"two elements have the id {id}"
        return found[0] if found else None

    def catch_up(self, session_pk: int, audience: str) -> list[dict]:
        """Apply frames until there are none; the events that they told of."""
        events = []
        while found := frame_after(session_pk, self.seq, audience):
            self.seq, told, text = found
            self.apply(json.loads(text))
            events += told
        return events

    def apply(self, frame: dict) -> None:
        for html in frame["put"]:
            self.put(html)
        for id in frame["gone"]:
            if (element := self.find(id)) is not None:
                element.drop_tree()

    def put(self, html: str) -> None:
        for element in lxml.html.fragments_fromstring(html, no_leading_text=True):
            old, into = self.find(element.get("id")), element.get("data-into")
            if old is None and not into:
                continue
            if old is not None and (not into or old.getparent().get("id") == into):
                element.tail = old.tail
                old.getparent().replace(old, element)
                continue
            if old is not None:
                old.drop_tree()
            if (container := self.find(into)) is not None:
                insert(container, element)

    def shown(self) -> dict[str, str | None]:
        found = {id: self.find(id) for id in PARTS}
        return {id: None if one is None else words_of(one) for id, one in found.items()}


def insert(container, element) -> None:
    key = element.get("data-key")
    for place, child in enumerate(container):
        if (child.get("data-key") or "") > key:
            return container.insert(place, element)
    container.append(element)


def words_of(element) -> str:
    """The element line by line: attributes sorted, white space collapsed."""
    lines = []

    def walk(one):
        attributes = sorted((k, v) for k, v in one.attrib.items() if k not in PASSING)
        lines.append(f"<{one.tag} {attributes}>{squeezed(one.text)}")
        for child in one:
            walk(child)
            if tail := squeezed(child.tail):
                lines.append(tail)
        lines.append(f"</{one.tag}>")

    walk(element)
    return "\n".join(lines)


def squeezed(text) -> str:
    return re.sub(r"\s+", " ", text or "").strip()
