"""Ids that cannot be guessed: what a browser sees is always one of these, never a row number."""

import secrets


def new_id() -> str:
    """128 random bits as 22 URL-safe characters."""
    return secrets.token_urlsafe(16)
