"""What the clock brings to all parts: files followed, reminders owed, offers ended.

As in the helpdesk: each step looks at rows and owes under keys; one that fails leaves the others.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.helpdesk.sweeps import step
from bot.parts.putting_together import CLOSINGS, FOLLOWS, HIDINGS, STEPS
from bot.programme import occasions, reckoning, reminding
from bot.programme.occasions import Change
from bot.storage.rows import Ticket


def follow(conn: Connection, desk: Desk, change: Change) -> None:
    """Do everything that follows from a change of an occasion."""
    for one in FOLLOWS:
        one(conn, desk, change)


def closed(conn: Connection, desk: Desk, ticket: Ticket) -> bool:
    """Do all that follows when an advisor closes a ticket; tell whether its leader hears of it."""
    told = [one(conn, desk, ticket) for one in CLOSINGS]
    return any(told)


def confided(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    """Hide whatever parts have shown the group of a ticket that has become confidential."""
    for one in HIDINGS:
        one(conn, desk, ticket)


def follow_files(conn: Connection, desk: Desk) -> None:
    """Let the occasions follow the files of the programme."""
    occasions.sync(conn, desk, follow)


def sweep(conn: Connection, desk: Desk) -> None:
    """Do all that has become due by now; reminders a portion at a time: see `remind_on`."""
    for one in (follow_files, *STEPS):
        step(conn, desk, one)


def remind_on(conn: Connection, desk: Desk) -> bool:
    """Owe another portion of the reminders that are due; tell whether there may be more.

    None goes before all that wait are reckoned by the rules in force.
    """
    done: list[int] = []

    def reckon(conn: Connection, desk: Desk) -> None:
        done.append(reckoning.follow_rules(conn, desk))

    step(conn, desk, reckon)
    if any(done):
        return True

    def remind(conn: Connection, desk: Desk) -> None:
        done.append(reminding.remind(conn, desk))

    step(conn, desk, remind)
    return sum(done) > 0
