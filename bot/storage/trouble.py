"""When the database cannot be used for a while: which errors mean that, and what is remembered.

A full disk, a lock held by another process, a lost server: the work was right and is done again
later. Everything else is a mistake in the work.
"""

from __future__ import annotations

import sqlite3
import time

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from bot.observability import DATABASE_TROUBLES


class ServerAway(ConnectionError):
    """The database's server is there, but takes nobody in."""


#: What PostgreSQL says while it starts, stops, or has no room for one more (SQLSTATE, beginnings).
_AWAY = ("57P", "53", "08")


def server_away(error: DBAPIError) -> bool:
    """Tell whether a server refused a connection for a while only."""
    return str(getattr(error.orig, "sqlstate", None) or "").startswith(_AWAY)


def connection_lost(error: BaseException) -> bool:
    """Tell whether a server's connection is gone, so that nobody knows what became of its work.

    Cut off in the middle, asyncpg no longer knows where it is, and says so by an error that is no
    error of a database: SQLAlchemy passes it on as it is.
    """
    if isinstance(error, DBAPIError):
        return error.connection_invalidated
    return type(error).__name__ == "InternalClientError"


#: The database cannot be used now (full disk, lock, lost server); later it may.
UNAVAILABLE = (
    OperationalError,
    InterfaceError,
    NoConnectionFree,
    sqlite3.OperationalError,
    OSError,
)
#: The same for those who can only try again: PostgreSQL's driver names a lost connection vaguely.
TROUBLE = (DBAPIError, NoConnectionFree, sqlite3.Error, OSError)

#: SQLite's words for what passes, without their details.
_PASSING = frozenset({"BUSY", "LOCKED", "FULL", "IOERR", "CANTOPEN", "NOMEM", "PROTOCOL"})


def _sqlite_words(error: BaseException | None) -> set[str]:
    """Return "FULL" of SQLITE_FULL, "IOERR" of SQLITE_IOERR_WRITE; nothing for other databases.

    What SQLite undid by itself cannot be undone again: that second error hides the first.
    """
    words = set()
    while error is not None:
        for each in (error, getattr(error, "orig", None)):
            name = getattr(each, "sqlite_errorname", None)
            if isinstance(name, str) and "_" in name:
                words.add(name.split("_")[1])
        error = error.__context__
    return words


def passes(error: BaseException) -> bool:
    """Tell whether the same work may succeed later."""
    words = _sqlite_words(error)
    if words:
        return not words.isdisjoint(_PASSING)
    if connection_lost(error) or isinstance(error, UNAVAILABLE):
        return True
    return isinstance(error, DBAPIError) and server_away(error)


def is_full(error: BaseException) -> bool:
    """Tell whether there is no room to write."""
    return "FULL" in _sqlite_words(error)


class Health:
    """What became of the last transactions."""

    def __init__(self) -> None:
        self.troubles = 0  # so far: whoever sees it grow knows why their work failed
        self.full = False  # since the last time that somebody took note of it
        self._last: float | None = None

    def note(self, error: BaseException) -> None:
        """Remember why a transaction failed, if that was not its own fault."""
        if passes(error):
            self.troubles += 1
            DATABASE_TROUBLES.inc()
            self.full = self.full or is_full(error)
            self._last = time.monotonic()

    def troubled_within(self, seconds: float) -> bool:
        """Tell whether the database could not be used so recently."""
        return self._last is not None and time.monotonic() - self._last <= seconds
