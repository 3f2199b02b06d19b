"""The board as one person's page has it: loaded once, then changed by frames."""

import re
from bisect import bisect_right

from lxml import html

# Every text ends with the op id that wrote it.
MARK = re.compile(r"[0-9a-f]{32}")


class Board:
    def __init__(self, page: str):
        self.tree = html.document_fromstring(page)
        self.by_id: dict[str, html.HtmlElement] = {}
        self.learn(self.tree)
        self.removed: set[str] = set()
        # The keyed children of each container that was put into, in order.
        self.orders: dict[str, list[tuple[str, html.HtmlElement]]] = {}

    def learn(self, element) -> None:
        self.by_id |= {each.get("id"): each for each in element.iter() if each.get("id")}

    def forget(self, element) -> None:
        for each in element.iter():
            if self.by_id.get(each.get("id")) is each:
                del self.by_id[each.get("id")]
                self.orders.pop(each.get("id"), None)

    def apply(self, frame: dict) -> None:
        for text in frame["put"]:
            for element in html.fragments_fromstring(text, no_leading_text=True):
                self.put(element)
        for name in frame["gone"]:
            if name in self.by_id:
                self.take_away(self.by_id[name])
        for event in frame["ev"]:
            if event["name"] == "sticky_removed":
                self.removed.add(event["thing"])
            elif event["name"] == "sticky_restored":
                self.removed.discard(event["thing"])

    def put(self, element) -> None:
        """In the place of the one with its id, else into its container by its key."""
        old, into = self.by_id.get(element.get("id")), element.get("data-into")
        if old is not None and into in (None, old.getparent().get("id")):
            self.forget(old)
            self.reorder(old, element)
            old.getparent().replace(old, element)
            return self.learn(element)
        if old is not None:
            self.take_away(old)
        if into in self.by_id:
            self.insert(self.by_id[into], element)
            self.learn(element)

    def insert(self, container, element) -> None:
        order = self.orders.get(container.get("id"))
        if order is None:
            order = [(child.get("data-key", ""), child) for child in container]
            self.orders[container.get("id")] = order
        key = element.get("data-key", "")
        place = bisect_right(order, key, key=lambda each: each[0])
        if place < len(order):
            order[place][1].addprevious(element)
        else:
            container.append(element)
        order.insert(place, (key, element))

    def reorder(self, old, new=None) -> None:
        """Another element, or none, stands where this one stood among its neighbours."""
        order = self.orders.get(old.getparent().get("id"), [])
        for place, (key, child) in enumerate(order):
            if child is old:
                order[place : place + 1] = [] if new is None else [(key, new)]
                return

    def take_away(self, element) -> None:
        self.forget(element)
        self.reorder(element)
        element.getparent().remove(element)

    def marks(self) -> list[str]:
        """The op ids at the ends of the texts, as they stand from first to last."""
        texts = self.tree.find_class("sticky__text")
        return [mark for each in texts for mark in MARK.findall(each.text or "")]

    def stickies(self) -> list[tuple[str, int]]:
        """The notes that are there, each with the version that is shown."""
        return [
            (name[2:], int(element.get("data-version")))
            for name, element in self.by_id.items()
            if name.startswith("s-") and element.get("data-version")
        ]
