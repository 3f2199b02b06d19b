"""Faults of a database file, made on purpose: somebody else's lock, a full disk, no right to write.

The writer has its own connection in its own thread, so what is to happen to it is done there.
"""

import sqlite3
import threading
from contextlib import contextmanager

import pytest
from django.db import connection

from facilitation.sync.hub import hub
from facilitation.sync.writer import Job

SQL = "a statement in place of a session"
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="made on a SQLite file")


@contextmanager
def locked_by_another():
    """Another program holds the file's write lock."""
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


class InTheWriter:
    """Runs SQL on the writer's own connection, between what it carries out."""

    def __init__(self, monkeypatch):
        (self.writer,) = hub.writers
        self.carry_out = self.writer.carry_out
        monkeypatch.setattr(self.writer, "carry_out", self.between)

    def between(self, rooms):
        for job in rooms.pop(SQL, ()):
            with connection.cursor() as cursor:
                cursor.execute(job.order)
            job.answered()
        if rooms:
            self.carry_out(rooms)

    def run(self, statement: str):
        """Done on return."""
        done = threading.Event()
        self.writer.put(Job(SQL, statement, done.set))
        assert done.wait(30)
