"""A live session and everything on its boards.

Rows are the truth for reading. `SessionEvent` stands beside them: it gives order, idempotency and
catch-up, and is never replayed to rebuild rows. Stickies, factors and ideas carry no author.
"""

import secrets
from datetime import timedelta
from string import ascii_uppercase

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from incidents.models import Incident
from people.ids import new_id
from playbook import phases

# 32 symbols, Crockford's: no I, L, O or U, which are misread or misheard from a wall.
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TEXT_LIMIT = 2000


def new_epoch() -> str:
    return secrets.token_hex(16)


class LiveSession(models.Model):
    """One post-mortem as it is held, over one or more sittings."""

    class Step(models.TextChoices):
        """Where the actions phase stands."""

        BRAINSTORM = "brainstorm"
        RANKING = "ranking"
        PROMISES = "promises"
        READING = "reading"

    public_id = models.CharField(max_length=22, unique=True, default=new_id, editable=False)
    incident = models.OneToOneField(Incident, models.CASCADE, related_name="live_session")
    epoch = models.CharField(max_length=32, default=new_epoch)
    seq = models.PositiveBigIntegerField(default=0)
    phase = models.CharField(max_length=10, default=phases.PHASES[0].slug)
    furthest = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=10, choices=Step, default=Step.BRAINSTORM)
    facilitator = models.ForeignKey(
        "Participant", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    close_to_it_because = models.CharField(max_length=300, blank=True)
    join_code = models.CharField(max_length=8, unique=True)
    join_round = models.PositiveSmallIntegerField(default=0)
    lobby = models.BooleanField(default=False)
    locked = models.BooleanField(default=False)
    directive_up = models.BooleanField(default=False)
    directive_read_by = models.CharField(max_length=80, blank=True)
    clock_started_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    sitting = models.PositiveSmallIntegerField(default=1)
    gap_rung = models.ForeignKey("Rung", models.SET_NULL, null=True, blank=True, related_name="+")
    gap_sentence = models.CharField(max_length=300, blank=True)
    single_action_because = models.CharField(max_length=300, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"Session for {self.incident.title}"

    @property
    def zone(self) -> str:
        return self.incident.zone

    @property
    def current(self) -> phases.Phase:
        return phases.by_slug(self.phase)

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_running(self) -> bool:
        return self.clock_started_at is not None

    @property
    def asks_first(self) -> bool:
        """Whoever is new waits until the facilitator lets them in. A closed session has nobody
        who could, and its boards stay there for the team to look at."""
        return self.lobby and not self.is_closed

    @property
    def is_locked(self) -> bool:
        return self.locked and not self.is_closed

    @property
    def code_in_groups(self) -> str:
        return f"{self.join_code[:4]} {self.join_code[4:]}"


class PhaseClock(models.Model):
    """How long a phase may take and has taken, in seconds. The running one is still counting."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="clocks")
    phase = models.CharField(max_length=10)
    planned = models.PositiveIntegerField()
    spent = models.PositiveIntegerField(default=0)
    skipped_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "phase"], name="one_clock_a_phase")
        ]


class Seats(models.QuerySet):
    def present(self):
        """Who has a place in the room now, whether their page is open or not."""
        return self.filter(removed_at=None, admitted_at__isnull=False)

    def waiting(self):
        """Who asks to be let in."""
        return self.filter(removed_at=None, admitted_at=None)


class Participant(models.Model):
    """Somebody in the room, or at its door: a colleague's account, or a guest bound to this
    session only. Without `admitted_at` they wait, or were turned away."""

    GUEST_LIFE = timedelta(hours=24)

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="participants")
    public_id = models.CharField(max_length=22, unique=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True)
    name = models.CharField(max_length=80)
    secret_hash = models.CharField(max_length=64, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)
    admitted_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = Seats.as_manager()

    class Meta:
        ordering = ["joined_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "user"], condition=~Q(user=None), name="one_seat_an_account"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_guest(self) -> bool:
        return self.user_id is None

    @property
    def was_turned_away(self) -> bool:
        return self.removed_at is not None and self.admitted_at is None

    def may_enter(self, now) -> bool:
        """False while they wait, once removed, or a day after a guest came in."""
        return self.admitted_at is not None and self.is_valid(now)

    def waits(self, now) -> bool:
        return self.admitted_at is None and self.is_valid(now)

    def is_valid(self, now) -> bool:
        if self.removed_at:
            return False
        return not self.is_guest or now - self.joined_at < self.GUEST_LIFE


class Chair(models.Model):
    """A seat of the playbook, and who fills it. An empty name is an empty chair."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="chairs")
    public_id = models.CharField(max_length=22, unique=True, default=new_id, editable=False)
    seat = models.CharField(max_length=12)
    label = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]


class SessionEvent(models.Model):
    """What happened on the board, in order. `targets` are the fragments it touched."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="events")
    seq = models.PositiveBigIntegerField()
    # Its index is the one below, by which an undo finds somebody's last steps.
    actor = models.ForeignKey(Participant, models.SET_NULL, null=True, db_index=False)
    op_id = models.CharField(max_length=36)
    body_hash = models.CharField(max_length=32)
    name = models.CharField(max_length=40)
    targets = models.JSONField(default=list)
    particulars = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["session", "seq"], name="dense_order"),
            models.UniqueConstraint(fields=["session", "actor", "op_id"], name="each_op_once"),
        ]
        indexes = [models.Index(fields=["actor", "seq"], name="last_steps")]


class OnBoard(models.Model):
    """What every movable thing on a board has. Removal is soft, so that it can be undone."""

    public_id = models.CharField(max_length=22, unique=True, default=new_id, editable=False)
    text = models.TextField(max_length=TEXT_LIMIT)
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Sticky(OnBoard):
    """An event or a signal on the line."""

    class Kind(models.TextChoices):
        EVENT = "event", "Event"
        FIRED = "fired", "Signal fired"
        MISSED = "missed", "Signal missed"

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="stickies")
    kind = models.CharField(max_length=8, choices=Kind)
    at = models.DateTimeField()
    approximate = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["session", "at"])]


class Mark(models.Model):
    """Which sticky is the change, the first symptom, the detection or the resolution."""

    class Kind(models.TextChoices):
        CHANGE = "change", "Change"
        SYMPTOM = "symptom", "First symptom"
        DETECTION = "detection", "Detection"
        RESOLUTION = "resolution", "Resolution"

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=10, choices=Kind)
    sticky = models.ForeignKey(Sticky, models.CASCADE, related_name="marks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "kind"], name="one_mark_a_kind")]


class Question(OnBoard):
    """A why that came too early, parked for the root cause phase."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ANSWERED = "answered", "Answered"
        BECAME_WHY = "why", "Became a why"
        LEFT = "left", "Left parked"

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="questions")
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.WAITING)
    answer = models.CharField(max_length=300, blank=True)
    chain = models.ForeignKey("Chain", models.SET_NULL, null=True, blank=True)

    class Meta:
        ordering = ["id"]


class Chain(models.Model):
    """A why-chain from one symptom. Two of them stand side by side."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="chains")
    public_id = models.CharField(max_length=22, unique=True, default=new_id, editable=False)
    position = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=120)
    first_question = models.CharField(max_length=TEXT_LIMIT)
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]

    @property
    def letter(self) -> str:
        rounds, place = divmod(self.position, len(ascii_uppercase))
        return ascii_uppercase[place] * (rounds + 1)


class Rung(OnBoard):
    """One why and its because (`text`)."""

    chain = models.ForeignKey(Chain, models.CASCADE, related_name="rungs")
    position = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=TEXT_LIMIT)

    class Meta:
        ordering = ["position"]


class Factor(OnBoard):
    """Something that made it worse, harder to catch or harder to fix."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="factors")
    worse = models.BooleanField(default=False)
    catch = models.BooleanField(default=False)
    fix = models.BooleanField(default=False)
    assumption = models.BooleanField(default=False)
    told_by = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="a_factor_has_an_effect",
                condition=Q(worse=True) | Q(catch=True) | Q(fix=True),
            )
        ]

    @property
    def effects(self) -> list[str]:
        return [slug for slug in ("worse", "catch", "fix") if getattr(self, slug)]


class Candidate(OnBoard):
    """An idea for an action. Above the line it becomes a promise with an owner and a date."""

    class Answer(models.TextChoices):
        WAITING = "waiting", "Waiting"
        YES = "yes", "Said yes"
        ABSENT = "absent", "Not here"

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="candidates")
    position = models.PositiveSmallIntegerField(default=0)
    owner_name = models.CharField(max_length=80, blank=True)
    owner = models.ForeignKey(Participant, models.SET_NULL, null=True, blank=True)
    deadline = models.DateField(null=True, blank=True)
    done_when = models.CharField(max_length=300, blank=True)
    parked_because = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.WAITING)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]


class Ballot(models.Model):
    """One person's own order of the ideas. Shown to nobody else, only combined."""

    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="ballots")
    participant = models.ForeignKey(Participant, models.CASCADE)
    order = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "participant"], name="one_ballot_each")
        ]
