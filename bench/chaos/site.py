"""The servers under test, the room on them, and the database behind them."""

import json
import secrets
import sys
import tempfile
from contextlib import ExitStack, contextmanager

from bench import services
from bench.server import Seat, Server

from .door import Door
from .truth import Truth

MANY = {"POSTMORTEMS_MOST_NOTES": "1000000"}


class Trouble(Exception):
    """It could not be set up, or a server did not come back."""


class Site:
    def __init__(self, servers: list[Server], seats: list[Seat], log):
        self.servers, self.seats, self.log = servers, seats, log

    def door(self, place: int) -> Door:
        server = self.servers[place]
        return Door(server.port, server.origin)

    def kill(self, place: int) -> None:
        self.servers[place].kill()

    def start(self, place: int) -> None:
        """Returns as soon as the server accepts connections."""
        with told_plainly():
            self.servers[place].start()

    def truth(self) -> Truth:
        """Read by a process of its own: only what was really written is seen."""
        server, room = self.servers[0], self.seats[0].room
        code = f"from bench.chaos.site import tell; tell({room!r})"
        with told_plainly():
            told = server.manage("shell", "--verbosity", "0", "-c", code)
        return Truth.from_json(json.loads(told.split("TRUTH")[1]))

    def complaints(self) -> int:
        """How many errors the servers logged; all that they said is passed on."""
        self.log.seek(0)
        said = self.log.read()
        sys.stderr.write(said)
        return sum(line.startswith(("ERROR ", "CRITICAL ")) for line in said.splitlines())

    def fallen(self) -> int:
        """How many servers ended by themselves."""
        return sum(server.process.poll() is not None for server in self.servers)


@contextmanager
def told_plainly():
    try:
        yield
    except SystemExit as stop:
        raise Trouble(str(stop)) from None


@contextmanager
def opened(people: int, database: str, broken: str | None, seed: int):
    """A running site with one room on its timeline and a seat for everybody."""
    application = "bench.chaos.twins:application" if broken else "postmortems.asgi:application"
    environ = dict(MANY)
    if broken:
        environ |= {"CHAOS_TWIN": broken, "CHAOS_SEED": str(seed)}
    with ExitStack() as stack, told_plainly():
        count = 1
        if database == "postgresql":
            environ |= shared(stack)
            count = 2
        servers = [stack.enter_context(Server(environ, application)) for _ in range(count)]
        origins = ",".join(server.origin for server in servers)
        log = stack.enter_context(tempfile.TemporaryFile("w+"))
        for server in servers:
            server.log = log
            server.environ["POSTMORTEMS_ORIGINS"] = origins
            server.environ["POSTMORTEMS_DATA"] = servers[0].folder.name
        seats = servers[0].prepare(1, people)
        # Pages are loaded too, and name their files by the hash of what is in them.
        servers[0].manage("collectstatic", "--noinput", "--ignore", "ext", "--verbosity", "0")
        for server in servers:
            server.start()
        yield Site(servers, seats, log)
        for place in range(count):
            servers[place].kill()  # nobody is left to say goodbye to


def shared(stack: ExitStack) -> dict[str, str]:
    """What two server processes have in common."""
    try:
        place = stack.enter_context(services.folder())
        return {
            "POSTMORTEMS_DATABASE_URL": stack.enter_context(services.postgres(place)),
            "POSTMORTEMS_REDIS_URL": stack.enter_context(services.redis(place)),
            "POSTMORTEMS_SECRET_KEY": secrets.token_urlsafe(50),
        }
    except (services.Missing, services.NobodyToRunAs, AssertionError) as reason:
        raise Trouble(f"{reason}.") from None


def tell(room: str) -> None:
    """Inside the product's own shell: the log and the rows of a room, printed as JSON."""
    from django.db import connection, transaction

    from facilitation.models import LiveSession

    with transaction.atomic():
        if connection.vendor == "postgresql":
            # All of it as of one moment: somebody may still be writing.
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        session = LiveSession.objects.get(public_id=room)
        events = [
            [each.seq, each.op_id, each.name, each.particulars.get("thing", "")]
            for each in session.events.order_by("seq", "id")
        ]
        rows = [
            [each.public_id, each.text, each.removed_at is not None]
            for relation in (session.stickies, session.questions)
            for each in relation.order_by("id")
        ]
    print("TRUTH" + json.dumps({"seq": session.seq, "events": events, "rows": rows}))
