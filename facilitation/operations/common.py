"""What several operations share."""

from facilitation.refusals import Refusal


def check_base(thing, base: int | None) -> None:
    """Refuse an edit of words that somebody else changed meanwhile: nobody's are overwritten."""
    if base is not None and base != thing.version:
        raise Refusal(
            "stale",
            "Somebody changed this while you were writing. Both texts are kept.",
            current={"text": thing.text, "version": thing.version},
        )


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
    thing.removed_at = None
    thing.version += 1
    thing.save(update_fields=["removed_at", "version"])
