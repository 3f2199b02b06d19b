"""The incident log: one row per incident, and the actions that came out of it.

Status is never typed: it follows from what has happened. Nothing here counts people.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from people.ids import new_id
from people.models import Team


class IncidentType(models.Model):
    """The playbook's five, and what an administrator adds."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self):
        return self.name

    @property
    def needs_words(self) -> bool:
        return self.slug == "other"


class IncidentQuerySet(models.QuerySet):
    def seen_by(self, user):
        """Incidents of the person's own teams: every query for a page starts here."""
        return self.filter(team__membership__user=user) if user.is_authenticated else self.none()

    def with_actions(self):
        committed = Q(action__kind="committed")
        finished = committed & Q(action__state__in=["done", "dropped"])
        late = committed & Q(action__state="open", action__deadline__lt=timezone.localdate())
        return self.annotate(
            action_count=Count("action", filter=committed),
            finished_count=Count("action", filter=finished),
            late_count=Count("action", filter=late),
        )


class Incident(models.Model):
    FRESH = timedelta(hours=48)

    public_id = models.CharField(max_length=22, unique=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, models.CASCADE)
    title = models.CharField(max_length=120)
    type = models.ForeignKey(IncidentType, models.PROTECT)
    type_note = models.CharField(max_length=80, blank=True)
    started_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=64, default="UTC")
    what_happened = models.CharField(max_length=300, blank=True)
    affected = models.CharField(max_length=200, blank=True)
    impact = models.CharField(max_length=300, blank=True)
    change_triggered = models.BooleanField(default=True)
    other_teams = models.CharField(max_length=200, blank=True)
    scheduled_for = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    root_cause = models.CharField(max_length=300, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    logged_at = models.DateTimeField(default=timezone.now)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                name="resolved_after_start",
                condition=Q(resolved_at=None) | Q(resolved_at__gte=models.F("started_at")),
            )
        ]

    def __str__(self):
        return self.title

    @property
    def duration(self) -> timedelta | None:
        return self.resolved_at - self.started_at if self.resolved_at else None

    @property
    def fresh_until(self):
        return self.resolved_at + self.FRESH if self.resolved_at else None

    @property
    def time_left(self) -> timedelta | None:
        """Until memory fades; negative when late; None while it is not over."""
        return self.fresh_until - timezone.now() if self.resolved_at else None

    @property
    def team_names(self) -> list[str]:
        return [name.strip() for name in self.other_teams.split(",") if name.strip()]

    @property
    def status(self) -> str:
        """open, scheduled, held, actions_open or closed. Needs `with_actions()` rows."""
        if not self.held_at:
            return "scheduled" if self.scheduled_for else "open"
        if not self.action_count:
            return "held"
        return "closed" if self.finished_count == self.action_count else "actions_open"


class ActionQuerySet(models.QuerySet):
    def seen_by(self, user):
        return self.filter(incident__in=Incident.objects.seen_by(user))

    def committed(self):
        return self.filter(kind=Action.Kind.COMMITTED)

    def parked(self):
        return self.filter(kind=Action.Kind.PARKED)

    def unfinished(self):
        return self.committed().filter(state=Action.State.OPEN)


class Action(models.Model):
    """A committed action has one owner and one date; a parked idea waits with the incident."""

    class Kind(models.TextChoices):
        COMMITTED = "committed"
        PARKED = "parked"

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        DROPPED = "dropped"

    public_id = models.CharField(max_length=22, unique=True, default=new_id, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COMMITTED)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    owner_name = models.CharField(max_length=80, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    deadline = models.DateField(null=True, blank=True)
    done_when = models.CharField(max_length=300, blank=True)
    parked_because = models.CharField(max_length=200, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    finished_at = models.DateTimeField(null=True, blank=True)
    dropped_because = models.CharField(max_length=300, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="committed_has_owner_and_date",
                condition=~Q(kind="committed") | (~Q(owner_name="") & Q(deadline__isnull=False)),
            ),
            models.CheckConstraint(
                name="dropped_has_a_reason",
                condition=~Q(state="dropped") | ~Q(dropped_because=""),
            ),
            models.UniqueConstraint(
                fields=["incident", "position"],
                condition=Q(kind="committed"),
                name="one_committed_action_a_place",
            ),
            models.CheckConstraint(
                name="three_actions_no_more",
                condition=~Q(kind="committed") | Q(position__lte=3, position__gte=1),
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def is_late(self) -> bool:
        return self.state == self.State.OPEN and self.deadline < timezone.localdate()

    @property
    def days_over(self) -> int:
        return (timezone.localdate() - self.deadline).days
