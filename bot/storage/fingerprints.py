"""Fingerprints: whether two databases hold the same rows, whatever kinds they are.

Each table has a count and a hash that does not depend on the order of its rows. It is taken of
what SQLite keeps: what a server gives is brought to that form (`as_kept`). Tables and columns are
those that are there, so that a copy of an older version can be held against its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    Connection,
    LargeBinary,
    Text,
    cast,
    column,
    inspect,
    select,
    table,
)

#: Rows fetched at once, and the same where a row may hold a file.
ROWS_AT_ONCE, FILES_AT_ONCE = 500, 10
MARK = "alembic_version"  # tells the version of the tables, and is no content
_ALL = 1 << 256


class Print(NamedTuple):
    """What tells one table's content from another's."""

    rows: int
    digest: str


Prints = Mapping[str, Print]


def fingerprint(conn: Connection) -> dict[str, Print]:
    """Return the fingerprint of every table; a row is read once, and few are held at a time."""
    names = sorted(set(inspect(conn).get_table_names()) - {MARK})
    return {name: of_table(conn, name) for name in names}


def of_table(conn: Connection, name: str) -> Print:
    """Return the fingerprint of one table."""
    names = sorted(one["name"] for one in inspect(conn).get_columns(name))
    count, total = 0, 0
    for row in rows(conn, name, names):
        count += 1
        digest = hashlib.sha256(ascii(row).encode()).digest()  # the same for every Python
        total = (total + int.from_bytes(digest)) % _ALL
    return Print(count, f"{total:064x}")


def rows(conn: Connection, name: str, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table as SQLite keeps them, in no order; JSON letter by letter."""
    kinds = {one["name"]: one["type"] for one in inspect(conn).get_columns(name)}
    wanted: list[Any] = [
        cast(column(one), Text) if isinstance(kinds[one], JSON) else column(one) for one in columns
    ]
    files = any(isinstance(kind, LargeBinary) for kind in kinds.values())
    at_once = FILES_AT_ONCE if files else ROWS_AT_ONCE
    query = select(*wanted).select_from(table(name))
    for row in conn.execution_options(yield_per=at_once).execute(query):
        yield tuple(as_kept(value) for value in row)


def as_kept(value: Any) -> Any:
    """Return a value as SQLite keeps it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value


def differing(one: Prints, other: Prints) -> list[str]:
    """Return the names of the tables that differ."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
