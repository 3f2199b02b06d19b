"""What several operations share."""

from facilitation.refusals import Refusal

CHANGED = "Somebody changed this while you were writing. Both texts are kept."


def check_base(thing, base: int | None, **shown) -> None:
    """Refuse a change of words that somebody else changed meanwhile: nobody's are overwritten.

    shown: the current values of the form's other fields, for the writer to choose from.
    """
    if base is not None and base != thing.version:
        current = {"version": thing.version, **shown}
        if hasattr(thing, "text"):
            current["text"] = thing.text
        raise Refusal("stale", CHANGED, current=current)


def check_was(**pairs) -> None:
    """The same for fields without a version. pairs: field=(current value, value that was shown)."""
    current = {name: now for name, (now, _) in pairs.items()}
    if any(" ".join(now.split()) != was for now, was in pairs.values()):
        raise Refusal("stale", CHANGED, current=current)


def rewrite(thing, **fields) -> None:
    """Set fields, raise the version and save only those."""
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.version += 1
    thing.save(update_fields=[*fields, "version"])


def remove(act, thing) -> None:
    thing.removed_at = act.now
    thing.version += 1
    thing.save(update_fields=["removed_at", "version"])


def restore(thing) -> None:
    if thing.removed_at is None:
        raise Refusal("already", "That is back on the board already.")
    thing.removed_at = None
    thing.version += 1
    thing.save(update_fields=["removed_at", "version"])


def versions(*things) -> dict[str, int]:
    """What a change made of things, for the log: a later undo tells own changes from others'."""
    return {thing.public_id: thing.version for thing in things}
