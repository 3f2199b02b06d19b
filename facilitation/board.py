"""What stands on the boards right now, read from the rows, for one rendering.

A Board is made, read and thrown away: it remembers its queries so that fragments rendered together
share them. It knows nothing about who is looking.
"""

import itertools
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cached_property

from playbook import directive, factors, phases, ranking, seats, whys
from playbook.script import RESCUES, SCRIPTS

from . import line
from .boardparts import Ladder, Moment, Ranked, note
from .clock import read_ruler
from .memory import Memory
from .models import LiveSession, Question, Rung, Sticky
from .operations.closing import missing_for_close
from .promises import combined, live_ideas, parked_ideas, promises, why_not_read


class Board:
    """memory: what the writer already knows, where only notes were added since it was read."""

    def __init__(self, session: LiveSession, looking_at: str = "", memory: Memory | None = None):
        self.session = session
        self.memory = memory or Memory(session)
        self.incident = session.incident
        self.zone = session.zone
        self.phase = phases.by_slug(looking_at or session.phase)

    # The frame

    @cached_property
    def ruler(self):
        return read_ruler(self.session)

    @cached_property
    def people(self):
        return list(self.session.participants.present().select_related("user"))

    @cached_property
    def waiting(self):
        return list(self.session.participants.waiting())

    @cached_property
    def chairs(self):
        return list(self.session.chairs.all())

    @cached_property
    def seated(self):
        """Chairs with the words of their seat."""
        words = {seat.slug: seat for seat in seats.SEATS}
        for chair in self.chairs:
            chair.seat_name, chair.seat_note = words[chair.seat].name, words[chair.seat].note
        return self.chairs

    @property
    def seat_count(self) -> int:
        return len({chair.name.lower() for chair in self.chairs if chair.name})

    @property
    def people_note(self) -> str:
        return seats.people_note(self.seat_count)

    @property
    def directive(self):
        return directive

    @property
    def previous_phase(self):
        return phases.preceding(self.session.phase)

    @property
    def been(self):
        """Slugs that may be looked at: everything up to the furthest phase."""
        return [phase.slug for phase in phases.PHASES[: self.session.furthest + 1]]

    @property
    def next_phase(self):
        return phases.following(self.session.phase)

    @property
    def may_skip(self) -> bool:
        """The last phase cannot be left out: there is nothing beyond it to go to."""
        return bool(self.next_phase and phases.following(self.next_phase.slug))

    @property
    def lenders(self):
        """Later phases that still have minutes to give."""
        return [s for s in self.ruler.segments if s.state == "next" and s.planned > 300]

    @property
    def script(self):
        return SCRIPTS[self.session.phase]

    @property
    def rescues(self):
        return RESCUES

    @property
    def deliverables_done(self) -> dict[str, bool]:
        return {
            "timeline": self.session.furthest > phases.index("timeline"),
            "cause": bool(self.session.gap_sentence),
            "actions": self.session.is_closed,
        }

    @cached_property
    def carried(self):
        """Open actions of the team's last two post-mortems: the first topic."""
        from incidents.models import Action, Incident

        last_two = (
            Incident.objects.filter(team=self.incident.team, held_at__isnull=False)
            .exclude(pk=self.incident.pk)
            .order_by("-held_at")[:2]
        )
        ids = [incident.pk for incident in last_two]
        found = Action.objects.committed().filter(incident__in=ids).select_related("incident")
        return list(found.order_by("deadline"))

    @property
    def carried_open(self):
        return [action for action in self.carried if action.state == "open"]

    @property
    def carried_done(self) -> int:
        return sum(action.state == "done" for action in self.carried)

    # The timeline

    @cached_property
    def ends(self) -> tuple[int, int | None]:
        resolved = self.incident.resolved_at
        return line.minute(self.incident.started_at), line.minute(resolved) if resolved else None

    @cached_property
    def places(self):
        """Kinds of notes, counted, by minute: every moment, with both ends."""
        here = self.memory.places
        return {minute: here.get(minute, Counter()) for minute in self.minutes}

    @cached_property
    def minutes(self) -> list[int]:
        return sorted({*self.memory.places, *(end for end in self.ends if end is not None)})

    @property
    def marks(self) -> dict[str, Sticky]:
        return self.memory.marks

    def moment(self, minute: int) -> Moment:
        fresh = [s for s in self.memory.fresh.values() if line.minute(s.at) == minute]
        if len(fresh) == sum(self.memory.places.get(minute, Counter()).values()):
            return self._hang(minute, fresh)
        start, end = line.at_minute(minute), line.at_minute(minute + 1)
        stickies = self.session.stickies.filter(removed_at=None, at__gte=start, at__lt=end)
        return self._hang(minute, list(stickies))

    def note(self, public_id: str) -> dict | None:
        """A note as the line shows it; None when it is not there."""
        found = self.memory.fresh.get(public_id)
        if found is None:
            found = self.session.stickies.filter(public_id=public_id, removed_at=None).first()
        return self._note(found) if found else None

    def _note(self, sticky: Sticky) -> dict:
        marks = [kind for kind, held in self.marks.items() if held.pk == sticky.pk]
        return note(self.session, sticky, marks, self.is_after(line.minute(sticky.at)))

    def is_after(self, minute: int) -> bool:
        last = self.ends[1]
        return last is not None and minute > last

    @cached_property
    def moments(self) -> list[Moment]:
        stickies = list(self.session.stickies.filter(removed_at=None))
        # Counted from the same rows: a note that comes between two reads has a place in neither.
        self.memory.know((sticky.at, sticky.kind) for sticky in stickies)
        for counted in ("minutes", "places"):
            self.__dict__.pop(counted, None)
        by_minute: dict[int, list[Sticky]] = {minute: [] for minute in self.minutes}
        for sticky in stickies:
            by_minute[line.minute(sticky.at)].append(sticky)
        return [self._hang(minute, found) for minute, found in by_minute.items()]

    def _hang(self, minute: int, stickies: list[Sticky]) -> Moment:
        notes = [self._note(sticky) for sticky in stickies]
        first, last = self.ends
        return Moment(
            minute,
            above=[n for n in notes if n["kind"] == Sticky.Kind.EVENT],
            below=[n for n in notes if n["kind"] != Sticky.Kind.EVENT],
            is_start=minute == first,
            is_end=minute == last,
        )

    def neighbours(self, minute: int) -> tuple[int | None, int | None]:
        before, after = bisect_left(self.minutes, minute), bisect_right(self.minutes, minute)
        return (
            self.minutes[before - 1] if before else None,
            self.minutes[after] if after < len(self.minutes) else None,
        )

    @property
    def line_parts(self):
        """Moments and gaps in turn, as (moment, gap or None)."""
        moments = self.moments
        following_minutes = [*(moment.minute for moment in moments[1:]), None]
        for moment, following in zip(moments, following_minutes, strict=True):
            gap = line.gap_between(moment.minute, following) if following else None
            yield moment, gap

    @cached_property
    def measured(self):
        minutes = {kind: line.minute(sticky.at) for kind, sticky in self.marks.items()}
        found, whole = line.measures(minutes, self.minutes)
        return {
            "parts": [(m, line.missing_mark(m.name, minutes)) for m in found],
            "whole": whole,
            "lead_in": self._blank(None, minutes.get("change")),
            "lead_out": self._blank(minutes.get("resolution"), None),
        }

    def _blank(self, start: int | None, end: int | None) -> int:
        """Steps of the line before the change or after the resolution, left blank below it."""
        if start is None and end is None:
            return 0
        inside = [m for m in self.minutes if (start or 0) <= m and (end is None or m <= end)]
        pairs = itertools.pairwise(inside)
        return min(sum(line.gap_between(a, b).step for a, b in pairs), 120)

    @property
    def note_count(self) -> int:
        return self.memory.notes

    # Parked questions

    @cached_property
    def questions(self):
        return list(self.session.questions.filter(removed_at=None).select_related("chain"))

    @property
    def waiting_questions(self) -> int:
        return sum(q.outcome == Question.Outcome.WAITING for q in self.questions)

    # Root cause

    @cached_property
    def ladders(self) -> list[Ladder]:
        chains = list(self.session.chains.filter(removed_at=None))
        rungs = {chain.pk: [] for chain in chains}
        for rung in Rung.objects.filter(chain__in=chains, removed_at=None):
            rungs[rung.chain_id].append(rung)
        answers = [[rung.text for rung in rungs[chain.pk]] for chain in chains]
        meetings: dict[int, dict[int, str]] = {}
        for meeting in whys.meeting_points(answers):
            other = chains[meeting.other_chain].letter
            words = f"Meets chain {other} at {meeting.other_rung + 1}"
            meetings.setdefault(meeting.chain, {})[meeting.rung] = words
        return [
            self._ladder(chain, rungs[chain.pk], meetings.get(n, {}))
            for n, chain in enumerate(chains)
        ]

    def _ladder(self, chain, rungs, meets) -> Ladder:
        for place, rung in enumerate(rungs):
            rung.meets = meets.get(place, "")
            rung.is_end = place == len(rungs) - 1
            rung.is_gap = rung.pk == self.session.gap_rung_id
        last = rungs[-1].text if rungs else ""
        nudge = whys.MAKE_IT_EASY if rungs and whys.person_as_cause(last) else ""
        question = nudge or (whys.next_question(last) if rungs else chain.first_question)
        return Ladder(chain, rungs, question, nudge)

    @property
    def structural_tests(self):
        return whys.STRUCTURAL_TESTS

    # Factors

    @cached_property
    def factors(self):
        return list(self.session.factors.filter(removed_at=None))

    @property
    def columns(self):
        return [
            (effect, [f for f in self.factors if f.effects[0] == effect.slug])
            for effect in factors.EFFECTS
        ]

    @property
    def starters(self):
        return factors.STARTERS

    @property
    def told_by(self):
        return factors.TOLD_BY

    # Actions

    @cached_property
    def ideas(self):
        return list(live_ideas(self.session))

    @property
    def jotted(self):
        """The ideas as they came, for the brainstorm, where no order counts yet."""
        return sorted(self.ideas, key=lambda idea: idea.pk)

    @cached_property
    def ranked(self) -> list[Ranked]:
        ids = [idea.pk for idea in self.ideas]
        result = combined(self.session, ids)
        tied = {pk for tier in result.tiers if len(tier) > 1 for pk in tier}
        show_ties = result.ballots and self.session.step != LiveSession.Step.BRAINSTORM
        return [
            Ranked(
                idea,
                place,
                result.points.get(idea.pk, 0),
                bool(show_ties and idea.pk in tied),
                place == 1,
                place == len(self.ideas),
            )
            for place, idea in enumerate(self.ideas, start=1)
        ]

    @property
    def above_line(self):
        return self.ranked[: ranking.MOST_ACTIONS]

    @property
    def below_line(self):
        return self.ranked[ranking.MOST_ACTIONS :]

    @property
    def ranking_question(self):
        return ranking.RANKING_QUESTION

    @property
    def ranking_method(self):
        return ranking.METHOD

    @property
    def ballots(self) -> int:
        return self.session.ballots.filter(participant__removed_at=None).count()

    @cached_property
    def promises(self):
        return promises(self.session)

    @property
    def ready_count(self) -> int:
        return sum(promise.is_ready for promise in self.promises)

    @cached_property
    def parked(self):
        return list(parked_ideas(self.session))

    @property
    def why_not_read(self) -> str:
        return why_not_read(self.session)

    @property
    def to_read(self):
        """The promises with the one to be read now: the first that has no answer yet."""
        now = next((p.idea.pk for p in self.promises if p.idea.answer == "waiting"), None)
        return [(p, "now" if p.idea.pk == now else p.idea.answer) for p in self.promises]

    @property
    def missing_for_close(self):
        return missing_for_close(self.session)

    # Before the room moves on

    @property
    def ready(self):
        return [(item.text, self.is_true(item.key)) for item in self.script.ready]

    def is_true(self, key: str) -> bool:
        return {
            "directive_read": lambda: bool(self.session.directive_read_by),
            "signal_at_longest_gap": self._signal_at_longest_gap,
            "marks_set": lambda: len(self.marks) == 4,
            "ends_at_resolution": lambda: not self.is_after(self.minutes[-1]),
            "two_chains": lambda: sum(bool(ladder.rungs) for ladder in self.ladders) > 1,
            "root_chosen": lambda: bool(self.session.gap_sentence),
            "parked_settled": lambda: not self.waiting_questions,
            "each_effect_has_one": lambda: all(found for _, found in self.columns),
            "brainstorm_closed": lambda: self.session.step != LiveSession.Step.BRAINSTORM,
            "two_or_three": lambda: len(self.promises) > 1,
            "all_ready": lambda: not self.why_not_read,
        }[key]()

    def _signal_at_longest_gap(self) -> bool:
        pairs = list(itertools.pairwise(self.minutes))
        if not pairs:
            return False
        ends = max(pairs, key=lambda pair: pair[1] - pair[0])
        return all(any(k != Sticky.Kind.EVENT for k in self.places[end]) for end in ends)
