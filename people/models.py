"""Accounts, teams, and the one-time links that let a first or new person in."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone

from .ids import new_id


class UserManager(BaseUserManager):
    def create_user(self, email, name, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def anybody_can_sign_in(self) -> bool:
        return self.filter(is_active=True).exclude(password__startswith="!").exists()


class User(AbstractBaseUser, PermissionsMixin):
    """A colleague with an account. People without one take part as guests of one session."""

    public_id = models.CharField(max_length=22, unique=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self):
        return self.name

    def get_full_name(self):
        return self.name


class TeamQuerySet(models.QuerySet):
    def seen_by(self, user):
        return self.filter(membership__user=user) if user.is_authenticated else self.none()


class Team(models.Model):
    public_id = models.CharField(max_length=22, unique=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    zone = models.CharField(max_length=64, default="UTC")
    members = models.ManyToManyField(User, through="Membership", related_name="teams")

    objects = TeamQuerySet.as_manager()

    def __str__(self):
        return self.name


class Membership(models.Model):
    class Role(models.TextChoices):
        MEMBER = "member", "Member"
        LEAD = "lead", "Lead"

    team = models.ForeignKey(Team, models.CASCADE)
    user = models.ForeignKey(User, models.CASCADE)
    role = models.CharField(max_length=8, choices=Role, default=Role.MEMBER)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "user"], name="one_membership")]


class SignInLink(models.Model):
    """A link that lets one person in once, to choose a password. Only its hash is kept."""

    LIFE = timedelta(hours=24)

    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    @staticmethod
    def hashed(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    @classmethod
    def issue(cls, user=None) -> str:
        """The token of a new link; without a user it is for the very first person."""
        token = secrets.token_urlsafe(24)
        cls.objects.create(
            token_hash=cls.hashed(token), user=user, expires_at=timezone.now() + cls.LIFE
        )
        return token

    @classmethod
    def usable(cls, token: str):
        """The link behind a token, or None when it is wrong, used or expired."""
        return cls.objects.filter(
            token_hash=cls.hashed(token), used_at=None, expires_at__gt=timezone.now()
        ).first()
