"""For every command at least one state in which it changes what stands on the page.

A scenario prepares a room and returns the fields of the command. Its name is the command's; what
follows two underscores sets scenarios of one command apart.
"""

SCENARIOS = {}


def scenario(function):
    command, _, case = function.__name__.partition("__")
    SCENARIOS[command, case] = function
    return function
