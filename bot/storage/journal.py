"""What a transaction did, told to the log once it is committed: ids, kinds and states only.

By these lines a question can be followed from the update that brought it to the message that
answered it. What is undone is not told. No line holds anybody's words.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import structlog
from sqlalchemy import Connection

log = structlog.get_logger(__name__)
_HEARD = logging.getLogger(__name__)

Line = dict[str, Any]
_LINES, _ABOUT = "journal", "journal_about"


def begin(conn: Connection) -> None:
    """Forget what an earlier transaction of this connection did."""
    conn.info[_LINES], conn.info[_ABOUT] = [], {}


def about(conn: Connection, **ids: Any) -> None:
    """Let every line that follows in this transaction carry these ids."""
    conn.info.setdefault(_ABOUT, {}).update(ids)


def note(conn: Connection, event: str, **ids: Any) -> None:
    """Note that something happened, for the log; what is None is left out."""
    given = {name: value for name, value in ids.items() if value is not None}
    line = {"event": event, **conn.info.get(_ABOUT, {}), **given}
    conn.info.setdefault(_LINES, []).append(line)


def lines(conn: Connection) -> Sequence[Line]:
    """Return what was noted since `begin`."""
    noted: list[Line] = conn.info.get(_LINES, [])
    return tuple(noted)


@contextmanager
def undone_together(conn: Connection) -> Iterator[None]:
    """Forget what was noted inside when it fails: its savepoint takes it back."""
    kept = len(conn.info.get(_LINES, ()))
    try:
        yield
    except BaseException:
        del conn.info.get(_LINES, [])[kept:]
        raise


def tell(noted: Sequence[Line]) -> None:
    """Write the lines of a transaction that is committed, where anybody keeps a log."""
    if noted and _HEARD.isEnabledFor(logging.INFO):
        for line in noted:
            log.info(**line)
