"""The second door to the same registry: commands over HTTP, and the log after a number.

For scripts, for most tests, and where websockets are blocked.
"""

import json
import uuid

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from facilitation import access, callouts, commands
from facilitation.board import Board
from facilitation.fragments import LEAD, ROOM
from facilitation.refusals import Refusal
from facilitation.sync.frames import frame_after
from facilitation.sync.hub import hub

from .invite import join_address


@require_POST
def do(request, public_id):
    """One command as JSON {op_id, command, data}; answers {op_id, seq} or 409 with the refusal."""
    session, person = access.entered(request, public_id)
    try:
        message = json.loads(request.body)
        op_id, command, data = message["op_id"], message["command"], message["data"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"code": "bad_message", "message": "Send JSON."}, status=400)
    try:
        if command == callouts.COMMAND:
            data = data if isinstance(data, dict) else {}
            hub.say_from_thread(session.pk, callouts.call_out(person.pk, data))
            return JsonResponse({"op_id": op_id, "seq": None})
        event = commands.perform(person.pk, command, data, str(op_id))
    except Refusal as refusal:
        return JsonResponse({"op_id": op_id, **refusal.as_dict()}, status=409)
    hub.announce_from_thread(session.pk, event.seq)
    return JsonResponse({"op_id": op_id, "seq": event.seq})


@require_safe
def after(request, public_id):
    """The frame after ?after=seq, as the socket would have sent it; 204 when there is none."""
    session, person = access.entered(request, public_id)
    try:
        seq = int(request.GET.get("after", ""))
    except ValueError:
        return JsonResponse({"code": "bad_message", "message": "Say after which."}, status=400)
    audience = LEAD if person.pk == session.facilitator_id else ROOM
    found = frame_after(session.pk, seq, audience)
    if found is None:
        return HttpResponse(status=204)
    return HttpResponse(found[2], content_type="application/json")


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
