"""The second door to the same registry: commands over HTTP, and the log after a number.

For scripts, for most tests, and where websockets are blocked.
"""

import json
import uuid

from django.conf import settings
from django.db import OperationalError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from facilitation import access, callouts, commands
from facilitation.board import Board
from facilitation.fragments import LEAD, ROOM
from facilitation.refusals import Refusal
from facilitation.steady import now_ms
from facilitation.sync import counters
from facilitation.sync.frames import describe, next_frame
from facilitation.sync.hub import hub
from facilitation.sync.limits import TOO_FAST, Buckets
from facilitation.sync.room import why_anew
from facilitation.sync.writer import BUSY

from .invite import join_address

MOST_FRAMES = 5
operations = Buckets(settings.OPS_A_SECOND, settings.OPS_BURST)
asking = Buckets(a_second=3, burst=30)


@require_POST
def do(request, public_id):
    """One command as JSON {op_id, command, data}; {op_id, seq, event}, or the refusal."""
    session, person = access.entered(request, public_id)
    try:
        message = json.loads(request.body)
        op_id, command, data = message["op_id"], message["command"], message["data"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"code": "bad_message", "message": "Send JSON."}, status=400)
    if wait := operations.wait(person.pk):
        return refused(op_id, Refusal("too_fast", TOO_FAST, retry_after=wait), 429)
    try:
        if command == callouts.COMMAND:
            data = data if isinstance(data, dict) else {}
            hub.say_from_thread(session.pk, callouts.call_out(person.pk, data))
            return JsonResponse({"op_id": op_id, "seq": None})
        event = commands.perform(person.pk, command, data, op_id)
    except Refusal as refusal:
        return refused(op_id, refusal, 409)
    except OperationalError:
        return refused(op_id, BUSY, 503)
    hub.announce_from_thread(session.pk, event.seq)
    return JsonResponse({"op_id": op_id, "seq": event.seq, "event": describe(event)})


def refused(op_id, refusal: Refusal, status: int) -> JsonResponse:
    return JsonResponse({"op_id": op_id, **refusal.as_dict()}, status=status)


@require_safe
def after(request, public_id):
    """What a page that polls needs after ?after=seq&epoch=...: frames, who is here, the time."""
    session, person = access.entered(request, public_id)
    try:
        seq = int(request.GET.get("after", ""))
    except ValueError:
        return JsonResponse({"code": "bad_message", "message": "Say after which."}, status=400)
    if asking.wait(person.pk):
        return refused("", Refusal("too_fast", TOO_FAST, retry_after=1), 429)
    hub.saw_from_thread(session.pk, person.public_id)
    if why := why_anew(request.GET.get("epoch", session.epoch), seq, session.epoch, session.seq):
        counters.RESETS.labels(why).inc()
        return JsonResponse({"t": "reset", "epoch": session.epoch, "head": session.seq, "why": why})
    audience = LEAD if person.pk == session.facilitator_id else ROOM
    frames = list(frames_after(session.pk, seq, audience))
    head = {
        "t": "poll",
        "epoch": session.epoch,
        "head": max(session.seq, frames[-1].last if frames else 0),
        "now": now_ms(),
        "here": hub.here(session.pk),
    }
    # The frames are JSON already; one of them may be most of a board.
    parts = ",".join(frame.text for frame in frames)
    text = f'{json.dumps(head, separators=(",", ":"))[:-1]},"frames":[{parts}]}}'
    return HttpResponse(text, content_type="application/json")


def frames_after(session_pk: int, seq: int, audience: str):
    """A page's worth: what remains is asked for next time."""
    for _ in range(MOST_FRAMES):
        frame = next_frame(session_pk, seq, audience)
        if frame is None:
            return
        yield frame
        seq = frame.last


@require_POST
def chair(request, public_id):
    """Fill a chair from the incident's page, before the session or during it."""
    session, person = access.entered(request, public_id)
    data = {key: request.POST.get(key, "") for key in ("chair", "name", "because")}
    refused, tried = None, data["chair"]
    try:
        event = commands.perform(person.pk, "fill_chair", data, str(uuid.uuid4()))
        hub.announce_from_thread(session.pk, event.seq)
    except Refusal as refusal:
        refused = refusal
    session.refresh_from_db()
    context = {
        "incident": session.incident,
        "session": session,
        "board": Board(session),
        "refused": refused,
        "tried": tried,
        "tried_name": data["name"],
        "join_address": join_address(request, session),
    }
    return render(request, "facilitation/_chairs.html", context)
