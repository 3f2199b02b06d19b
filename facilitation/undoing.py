"""Taking back one's own last step, and doing it again.

The log knows what takes an event back: an ordinary command, which is given anew by the same person
and refused like any other. Nothing here knows rows, and nothing is rolled back.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields

from . import events, taken
from .models import SessionEvent
from .refusals import Refusal
from .registry import COMMANDS

# How many of somebody's own events are looked at for their last step.
LOOK_BACK = 200
NOTHING = {
    False: "There is nothing of yours to take back.",
    True: "There is nothing of yours to do again.",
}


@dataclass(frozen=True)
class Done:
    """One of somebody's own events, as the log tells it."""

    seq: int
    name: str
    particulars: dict

    @property
    def back(self):
        return self.particulars.get("back")

    @property
    def undoes(self) -> int | None:
        return self.particulars.get("undoes")

    @property
    def redoes(self) -> int | None:
        return self.particulars.get("redoes")

    @property
    def thing(self) -> str | None:
        return self.particulars.get("thing")

    def made_version_of(self, thing) -> int | None:
        return self.particulars.get("versions", {}).get(thing)


@dataclass(frozen=True)
class WayBack:
    """What takes an event back: the command, its data, and which event it is."""

    command: str
    data: dict
    done: Done
    redo: bool

    def explained(self, refusal: Refusal) -> Refusal:
        """The same refusal, saying what it is about."""
        why = taken.CHANGED if refusal.code == "stale" else refusal.message
        return Refusal(
            refusal.code,
            f"“{taken.SAID[self.done.name]}” cannot be taken back now. {why}",
            current=refusal.current,
        )


@dataclass(frozen=True)
class Return(events.Act):
    """An operation that takes a step back: its event says which, and in words that fit anybody."""

    way: WayBack | None = None

    @classmethod
    def of(cls, act: events.Act, way: WayBack) -> "Return":
        return cls(**{field.name: getattr(act, field.name) for field in fields(act)}, way=way)

    def record(self, name, *targets, back=None, **particulars) -> SessionEvent:
        done, redo = self.way.done, self.way.redo
        particulars["redoes" if redo else "undoes"] = done.seq
        particulars.setdefault("said", taken.in_words(name, done.name, redo))
        return super().record(name, *targets, back=back, **particulars)


def take(
    act: events.Act, command: str, which: dict, check_may: Callable, read: Callable
) -> SessionEvent:
    """Do `undo` or `redo` for the actor: the inverse of the event, under its own rule.

    which: the fields of the command. check_may, read: as in `commands`, which is above.
    """
    way = step_back(act, redo=command == "redo", **which)
    rule = COMMANDS[way.command]
    try:
        check_may(act, rule)
        check_untouched(act, way.done)
        return rule.operation(Return.of(act, way), **read(rule, way.data, act.session))
    except Refusal as refusal:
        raise way.explained(refusal) from refusal


def step_back(act: events.Act, *, redo: bool, seq: int | None = None) -> WayBack:
    """For the actor's last event that is not taken back yet, or the one with the number `seq`.

    redo: the last one that was, unless something else was done since. Raises Refusal "nothing".
    """
    mine = own_last(act)
    done = last_undo(mine) if redo else last_done(mine, seq)
    if done is None or done.back[0] not in COMMANDS:
        raise Refusal("nothing", NOTHING[redo])
    command, data = done.back
    if "base" in data:
        data = data | {"base": own_version(mine, done, data["base"])}
    return WayBack(command, data, done, redo)


def own_last(act: events.Act) -> list[Done]:
    """The newest first. A participant belongs to one session, so the actor says which."""
    rows = SessionEvent.objects.filter(actor_id=act.actor.pk).order_by("-seq")
    return [Done(*row) for row in rows.values_list("seq", "name", "particulars")[:LOOK_BACK]]


def last_done(mine: list[Done], seq: int | None) -> Done | None:
    undone = {each.undoes for each in mine}
    for each in mine:
        if each.back and not each.undoes and each.seq not in undone and seq in (None, each.seq):
            return each
    return None


def last_undo(mine: list[Done]) -> Done | None:
    redone = {each.redoes for each in mine}
    for each in mine:
        if each.undoes and each.seq not in redone:
            return each if each.back else None
        if each.back and not each.undoes and not each.redoes:
            return None
    return None


def own_version(mine: list[Done], done: Done, base: int) -> int:
    """The version that says the same as `base` did: what the actor did and took back since adds
    versions and changes nothing. Stops where somebody else has changed the thing."""
    same, version, standing = base, base, []
    for each in reversed(mine):
        made = each.made_version_of(done.thing)
        if each.seq <= done.seq or made is None:
            continue
        if made != version + 1:
            break
        version = made
        if standing and standing[-1] == (each.undoes or each.redoes):
            standing.pop()
        else:
            standing.append(each.seq)
        if not standing:
            same = version
    return same


def check_untouched(act: events.Act, done: Done) -> None:
    """What has no version: nobody else may have set the same thing anew since."""
    if not (group := taken.SAME.get(done.name)):
        return
    others = (
        SessionEvent.objects.filter(session=act.session, seq__gt=done.seq, name__in=group.names)
        .exclude(actor_id=act.actor.pk)
        .values_list("particulars", flat=True)
    )
    if any(group.about(each) == group.about(done.particulars) for each in others):
        raise Refusal("stale", taken.CHANGED)
