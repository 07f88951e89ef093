"""Putting an occasion in force by a coordinator's word, with all that follows from it."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.programme.occasions import Change


def follow(conn: Connection, desk: Desk, change: Change) -> None:
    """Do what follows from a change, whichever part it concerns."""
    # It knows all parts, this one too, so it can only be looked for once they are there.
    from bot.programme import sweeps

    sweeps.follow(conn, desk, change)
