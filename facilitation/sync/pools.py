"""Threads for the database, apart from the loop: a few to read; the writer has its own."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

readers = ThreadPoolExecutor(2, thread_name_prefix="board-reader")


def keep_connection() -> None:
    """Our threads live as long as the process and keep their connection, unless it has failed.

    Threads of requests end with them, and so do their connections (CONN_MAX_AGE is 0): Django's
    own way of keeping one would close ours after every use, or leave theirs open for nobody.
    """
    if connection.connection is None:
        return
    if connection.errors_occurred and not connection.is_usable():
        connection.close()
    connection.errors_occurred = connection.health_check_done = False


def _fresh(function, *arguments):
    keep_connection()
    return function(*arguments)


async def read(function, *arguments):
    """Run something that asks the database, without holding the loop up."""
    return await asyncio.get_running_loop().run_in_executor(readers, _fresh, function, *arguments)
