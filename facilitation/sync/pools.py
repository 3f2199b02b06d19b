"""Threads for the database, apart from the loop: a few to read; the writer has its own."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections

readers = ThreadPoolExecutor(2, thread_name_prefix="board-reader")


def _fresh(function, *arguments):
    close_old_connections()
    return function(*arguments)


async def read(function, *arguments):
    """Run something that asks the database, without holding the loop up."""
    return await asyncio.get_running_loop().run_in_executor(readers, _fresh, function, *arguments)
