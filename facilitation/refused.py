"""Refused operations, for a while: a copy that comes late gets the same answer.

A page sends an operation again when its answer is late. Without this the second copy might be done
after the first was refused, and the writer would have been told that it was not.
"""

from collections import OrderedDict
from contextlib import contextmanager

from .events import Act
from .refusals import Refusal

MOST = 10_000
_kept: OrderedDict[tuple, Refusal] = OrderedDict()


@contextmanager
def remembered(act: Act):
    """Do it, unless these words were refused under this id before."""
    key = (act.session.epoch, act.actor.pk, act.op_id, act.body_hash)
    if key in _kept:
        raise _kept[key].with_traceback(None)
    try:
        yield
    except Refusal as refusal:
        _kept[key] = refusal
        while len(_kept) > MOST:
            _kept.popitem(last=False)
        raise
