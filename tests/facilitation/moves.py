"""Random commands that are mostly possible, for the long run of the replay test."""

from facilitation.models import Candidate, Chain, Factor, Question, Rung, Sticky

WORDS = ("a format changed", "nobody was told", "the run is silent", "retries have no budget")


class Moves:
    def __init__(self, room, chance):
        self.room, self.chance = room, chance
        self.took_back = False

    def next(self, phase) -> tuple[str, dict]:
        """Now and then somebody takes their last step back, or does it again."""
        left_the_phase = self.room.fresh().phase != phase
        if left_the_phase or (self.took_back and self.chance.random() < 0.5):
            self.took_back = False
            return "redo", {}
        self.took_back = self.chance.random() < 0.12
        return ("undo", {}) if self.took_back else getattr(self, phase)()

    def words(self) -> str:
        return self.chance.choice(WORDS)

    def seen(self, model, public_id) -> dict:
        """The version that somebody saw, right more often than not."""
        found = model.objects.filter(public_id=public_id).values_list("version", flat=True)
        return {"base": found.first() or 1}

    def pick(self, model, **where) -> str:
        held = {Chain: "session", Rung: "chain__session"}.get(model, "session")
        found = model.objects.filter(**{held: self.room.session}, **where).order_by("pk")
        ids = list(found.values_list("public_id", flat=True))
        return self.chance.choice(ids) if ids else "none"

    def timeline(self):
        sticky = self.pick(Sticky, removed_at=None)
        note = {
            "kind": self.chance.choice(["event", "fired", "missed"]),
            "when": self.room.when(hours=self.chance.randint(0, 21)),
            "text": self.words(),
        }
        mark = self.chance.choice(["change", "symptom", "detection", "resolution"])
        return self.chance.choice(
            [
                *[("add_sticky", note)] * 4,
                *[("edit_sticky", note | {"sticky": sticky} | self.seen(Sticky, sticky))] * 2,
                *[("mark_sticky", {"sticky": sticky, "mark": mark})] * 3,
                ("remove_sticky", {"sticky": sticky}),
                ("restore_sticky", {"sticky": self.pick(Sticky, removed_at__isnull=False)}),
                ("unmark_sticky", {"sticky": sticky, "mark": mark}),
                ("park_sticky", {"sticky": sticky}),
                ("park_question", {"text": self.words()}),
                ("take_minutes", {"phase": "whys", "minutes": 2}),
            ]
        )

    def whys(self):
        chain = self.pick(Chain, removed_at=None)
        rung = self.pick(Rung, removed_at=None)
        why = {"question": "Why?", "text": self.words()}
        question = self.pick(Question, removed_at=None)
        outcome = self.chance.choice(["answered", "why", "left"])
        gap = {"rung": rung, "sentence": self.words(), "whoever": True, "engineering": True}
        return self.chance.choice(
            [
                *[("add_rung", why | {"chain": chain})] * 4,
                ("edit_rung", why | {"rung": rung} | self.seen(Rung, rung)),
                ("remove_rung", {"rung": rung}),
                ("start_chain", {"origin": self.words()}),
                ("edit_chain", {"chain": chain, "origin": self.words()} | self.seen(Chain, chain)),
                ("remove_chain", {"chain": chain}),
                ("choose_gap", gap),
                ("reopen_gap", {}),
                ("park_question", {"text": self.words()}),
                (
                    "settle_question",
                    {"question": question, "outcome": outcome, "answer": self.words()},
                ),
            ]
        )

    def factors(self):
        factor = self.pick(Factor, removed_at=None)
        effects = self.chance.sample(["worse", "catch", "fix"], self.chance.randint(1, 3))
        said = {
            "text": self.words(),
            "effects": effects,
            "assumption": self.chance.random() < 0.5,
        }
        return self.chance.choice(
            [
                *[("add_factor", said)] * 3,
                *[("edit_factor", said | {"factor": factor} | self.seen(Factor, factor))] * 2,
                ("remove_factor", {"factor": factor}),
                ("restore_factor", {"factor": self.pick(Factor, removed_at__isnull=False)}),
                ("add_minutes", {"minutes": 1}),
                ("pause_clock", {}),
                ("resume_clock", {}),
            ]
        )

    def actions(self):
        idea = self.pick(Candidate, removed_at=None)
        order = list(self.room.session.candidates.values_list("public_id", flat=True))
        self.chance.shuffle(order)
        chosen = Candidate.objects.filter(public_id=idea).first() or Candidate()
        owner = {"owner": self.chance.choice(["Ben", "Gil", "Ina"]), "was": chosen.owner_name}
        day = str(chosen.deadline or "")
        return self.chance.choice(
            [
                *[("add_idea", {"text": self.words()})] * 3,
                ("edit_idea", {"idea": idea, "text": self.words()} | self.seen(Candidate, idea)),
                ("remove_idea", {"idea": idea}),
                ("restore_idea", {"idea": self.pick(Candidate, removed_at__isnull=False)}),
                ("close_brainstorm", {}),
                ("reopen_brainstorm", {}),
                ("rank_ideas", {"order": order}),
                ("take_ranking", {}),
                ("move_idea", {"idea": idea, "to": self.chance.randint(1, 4)}),
                ("park_idea", {"idea": idea}),
                ("unpark_idea", {"idea": self.pick(Candidate, parked_because__gt="")}),
                ("set_owner", owner | {"idea": idea}),
                ("set_deadline", {"idea": idea, "deadline": self.room.day(5), "was": day}),
                ("begin_reading", {}),
                ("say_yes", {"idea": idea}),
            ]
        )
