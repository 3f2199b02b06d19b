"""How the process is, for whoever watches it: an answer, and counters without names."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from facilitation.sync import counters
from facilitation.sync.hub import hub


@require_safe
def healthz(request):
    """200 while the process and its database answer, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def metrics(request):
    """Prometheus' text format, for who has the operator's token; for others there is nothing."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, settings.METRICS_TOKEN):
        raise Http404
    rooms = list(hub.rooms.values())
    counters.ROOMS.set(len(rooms))
    counters.HEAD.set(max((room.head for room in rooms), default=0))
    counters.LAG.set(hub.lag())
    counters.QUEUE.set(hub.waiting())
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
