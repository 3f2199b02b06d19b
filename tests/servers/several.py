"""Several processes on one PostgreSQL, with a Redis that can be stopped and started."""

import os
import subprocess
import threading
from contextlib import suppress

import psycopg

from bench import services
from bench.server import UNLIMITED, Seat, Server, free_port


class Redis:
    """On one port for good, as an operator's would be."""

    def __init__(self, folder):
        self.port, self.folder, self.process = free_port(), folder, None
        self.address = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        if self.process is not None:
            return
        self.process = subprocess.Popen(
            [
                *(services.program("redis-server"), "--port", str(self.port)),
                *("--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)),
            ],
            stdout=subprocess.DEVNULL,
        )
        services.wait_until(lambda: services.listens(self.port), self.process, "Redis")

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class Several:
    """servers: the processes. rooms: the seats in each room."""

    def __init__(self, folder, postgres: str, processes: int):
        self.database, self.redis = database_of_its_own(postgres), Redis(folder)
        environ = UNLIMITED | {
            "POSTMORTEMS_DATABASE_URL": self.database,
            "POSTMORTEMS_REDIS_URL": self.redis.address,
            "POSTMORTEMS_SECRET_KEY": "k" * 50,
        }
        self.servers = [Server(environ) for _ in range(processes)]
        origins = ",".join(server.origin for server in self.servers)
        for server in self.servers:
            server.environ["POSTMORTEMS_ORIGINS"] = origins

    def prepare(self, rooms: int, people: int) -> None:
        seats: list[Seat] = self.servers[0].prepare(rooms, people)
        self.rooms = [seats[n * people : (n + 1) * people] for n in range(rooms)]

    def close(self) -> None:
        for server in self.servers:
            server.close()
        self.redis.stop()

    def log(self, room: str) -> list[tuple[int, str]]:
        """(seq, op id), read with nothing but PostgreSQL."""
        with psycopg.connect(self.database) as wire:
            return wire.execute(
                "SELECT e.seq, e.op_id FROM facilitation_sessionevent e "
                "JOIN facilitation_livesession s ON s.id = e.session_id "
                "WHERE s.public_id = %s ORDER BY e.seq",
                [room],
            ).fetchall()


def database_of_its_own(postgres: str) -> str:
    """The other tests' database is being used by their servers."""
    name = f"several_{os.getpid()}"
    with psycopg.connect(postgres, autocommit=True) as wire, suppress(psycopg.errors.Error):
        wire.execute(f"CREATE DATABASE {name}")
    return postgres.rpartition("/")[0] + f"/{name}"


class Watch:
    """Looks at the log all the time: with every number, all lower ones must be there already."""

    SEEN = (
        "SELECT count(*), coalesce(max(e.seq), 0) FROM facilitation_sessionevent e "
        "JOIN facilitation_livesession s ON s.id = e.session_id WHERE s.public_id = %s"
    )

    def __init__(self, several: Several, room: str):
        self.several, self.room = several, room
        self.looks, self.holes, self.is_on = 0, [], True
        self.thread = threading.Thread(target=self.run)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.is_on = False
        self.thread.join()

    def run(self) -> None:
        with psycopg.connect(self.several.database, autocommit=True) as wire:
            while self.is_on:
                count, last = wire.execute(self.SEEN, [self.room]).fetchone()
                self.looks += 1
                if count != last:
                    self.holes.append((count, last))
