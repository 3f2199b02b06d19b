"""The playbook as data and plain functions: phases, words to say, and the rules a room follows.

No Django, no database, no clock. Callers bring the facts and keep the results.
"""
