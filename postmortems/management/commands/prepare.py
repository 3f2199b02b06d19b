"""What `bin/run` calls once before serving: database, static files, worked example, first link."""

import hashlib
import json

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from people.links import address
from people.models import SignInLink, Team, User


class Command(BaseCommand):
    help = "Prepare the database and the static files; quick when there is nothing to do."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--base", required=True, help="address that the sign-in link begins with"
        )
        example = parser.add_mutually_exclusive_group()
        example.add_argument("--example", action="store_true", dest="example", default=True)
        example.add_argument("--no-example", action="store_false", dest="example")

    def handle(self, *, base, example, **options):
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        self.migrate()
        self.collect_static()
        if example and not Team.objects.exists() and not User.objects.exists():
            call_command("load_example")
        if not User.objects.anybody_can_sign_in():
            SignInLink.objects.filter(user=None, used_at=None).delete()
            self.stdout.write(f"link={address(base, SignInLink.issue())}")

    def migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)

    def collect_static(self) -> None:
        stamp_file = settings.DATA_DIR / "static.stamp"
        stamp = fingerprint()
        if (
            stamp_file.exists()
            and stamp_file.read_text() == stamp
            and settings.STATIC_ROOT.exists()
        ):
            return
        # htmx's extensions import by bare names, which cannot be hashed; none of them is used.
        call_command(
            "collectstatic", verbosity=0, interactive=False, clear=True, ignore_patterns=["ext"]
        )
        stamp_file.write_text(stamp)


def fingerprint() -> str:
    """Changes whenever one of our static files or a pinned package does."""
    files = [path for path in settings.BASE_DIR.joinpath("static").rglob("*") if path.is_file()]
    seen = [(str(p), p.stat().st_mtime_ns, p.stat().st_size) for p in sorted(files)]
    pins = settings.BASE_DIR / "requirements.txt"
    seen.append(hashlib.sha256(pins.read_bytes()).hexdigest() if pins.exists() else "")
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()
