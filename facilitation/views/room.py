"""The session's page, its wall, and the small parts that a person opens beside the board."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from facilitation import access
from facilitation.board import Board
from facilitation.build import build
from facilitation.fragments import draw
from facilitation.models import Candidate, Factor, Mark, Question, Rung, Sticky
from facilitation.when import as_typed
from playbook import directive, phases
from playbook.factors import EFFECTS
from playbook.wording import GOOD_ACTION, action_findings

from .invite import join_address, qr_svg


@require_safe
def live(request, public_id):
    """The board. The sequence number is read before the rows, so that nothing can be missed."""
    try:
        session, person = access.entered(request, public_id)
    except Http404:
        if request.user.is_authenticated:
            access.colleagues_session(request, public_id)
            return redirect("join_room", public_id)
        raise
    asked = request.GET.get("look", "")
    been = [phase.slug for phase in phases.PHASES[: session.furthest + 1]]
    looking = asked if asked in been and asked != session.phase else ""
    return render(request, "facilitation/live.html", page_context(session, person, looking))


def page_context(session, person, looking="") -> dict:
    leads = person.pk == session.facilitator_id
    return {
        "seq": session.seq,
        "build": build(),
        "board": Board(session, looking),
        "session": session,
        "zone": session.zone,
        "person": person,
        "looking": looking,
        "leads": leads,
        "directive": directive,
    }


@require_safe
def wall(request, public_id):
    session, person = access.entered(request, public_id)
    context = page_context(session, person) | {"leads": False, "is_wall": True}
    context["join_address"] = join_address(request, session)
    return render(request, "facilitation/wall.html", context)


@require_safe
def qr(request, public_id):
    session, _ = access.entered(request, public_id)
    svg = qr_svg(join_address(request, session))
    return HttpResponse(svg, content_type="image/svg+xml")


@require_safe
def sticky_drawer(request, public_id, thing):
    session, person = access.entered(request, public_id)
    sticky = get_object_or_404(Sticky, session=session, public_id=thing, removed_at=None)
    held = set(sticky.marks.values_list("kind", flat=True))
    marks = [(kind.value, kind.label, kind.value in held) for kind in Mark.Kind]
    when = as_typed(sticky.at, sticky.approximate, session.zone)
    context = {"sticky": sticky, "when": when, "marks": marks, "kinds": Sticky.Kind}
    return drawer(request, session, person, "sticky", context)


@require_safe
def question_drawer(request, public_id, thing):
    session, person = access.entered(request, public_id)
    question = get_object_or_404(Question, session=session, public_id=thing, removed_at=None)
    return drawer(request, session, person, "question", {"question": question})


@require_safe
def rung_drawer(request, public_id, thing):
    session, person = access.entered(request, public_id)
    rung = get_object_or_404(
        Rung.objects.select_related("chain"),
        chain__session=session,
        public_id=thing,
        removed_at=None,
    )
    is_end = not rung.chain.rungs.filter(removed_at=None, position__gt=rung.position).exists()
    context = {"rung": rung, "is_end": is_end, "is_gap": rung.pk == session.gap_rung_id}
    return drawer(request, session, person, "rung", context)


@require_safe
def factor_drawer(request, public_id, thing):
    session, person = access.entered(request, public_id)
    factor = get_object_or_404(Factor, session=session, public_id=thing, removed_at=None)
    return drawer(request, session, person, "factor", {"factor": factor, "effects": EFFECTS})


@require_safe
def idea_drawer(request, public_id, thing):
    session, person = access.entered(request, public_id)
    idea = get_object_or_404(Candidate, session=session, public_id=thing, removed_at=None)
    board = Board(session)
    is_chosen = idea.pk in {promise.idea.pk for promise in board.promises}
    context = {
        "idea": idea,
        "is_chosen": is_chosen and session.step != "brainstorm",
        "findings": action_findings(idea.text),
        "good_example": GOOD_ACTION,
    }
    return drawer(request, session, person, "idea", context)


@require_safe
def people_drawer(request, public_id):
    session, person = access.entered(request, public_id)
    context = {"join_address": join_address(request, session)}
    return drawer(request, session, person, "people", context)


def drawer(request, session, person, name, context):
    context |= {
        "session": session,
        "board": Board(session),
        "zone": session.zone,
        "person": person,
        "leads": person.pk == session.facilitator_id,
    }
    return render(request, f"facilitation/drawers/{name}.html", context)


@require_safe
def ballot(request, public_id):
    """The reader's own order of the ideas. Nobody else's is ever shown."""
    session, person = access.entered(request, public_id)
    board = Board(session)
    own = session.ballots.filter(participant=person).values_list("order", flat=True).first() or []
    place = {public: n for n, public in enumerate(own)}
    ideas = sorted(board.ideas, key=lambda i: place.get(i.public_id, len(place) + i.position))
    return HttpResponse(draw(board, "_ballot", ideas=ideas, has_ranked=bool(own)))
