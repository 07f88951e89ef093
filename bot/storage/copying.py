"""Copying every row of one database into another that is empty, whatever kinds they are.

Both have the tables of this program. Rows are streamed; the source is read in one transaction,
and whoever calls this holds the other one open until it is all there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Insert,
    Table,
    Text,
    bindparam,
    cast,
    column,
    func,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy import table as plain
from sqlalchemy.exc import SQLAlchemyError

from bot.storage import revisions
from bot.storage.every_table import metadata
from bot.storage.fingerprints import ROWS_AT_ONCE, rows
from bot.storage.types import UtcDateTime

Row = dict[str, Any]
#: Letters and bytes of rows that are handed over at once.
MOST_AT_ONCE = 1_000_000


class CannotCopy(Exception):
    """The rows of a table do not fit into the other database; the text is the table's name."""


def is_empty(conn: Connection) -> bool:
    """Tell whether there are no rows of ours; raise ForeignDatabase where other tables are."""
    revisions.require_ours(conn)
    there = set(inspect(conn).get_table_names())
    return not any(
        conn.execute(select(1).select_from(plain(name)).limit(1)).first()
        for name in metadata.tables
        if name in there
    )


def empty(conn: Connection) -> None:
    """Take away whatever there is and make the tables anew, within the running transaction."""
    revisions.require_ours(conn)
    metadata.drop_all(conn)
    revisions.forget(conn)
    revisions.create(conn)


def copy(source: Connection, target: Connection) -> None:
    """Put every row into the target, whose tables are there and empty.

    Raises CannotCopy; what has been put there by then is the caller's to undo.
    """
    for table in metadata.sorted_tables:
        try:
            _copy(source, target, table)
        except (SQLAlchemyError, ValueError) as error:
            raise CannotCopy(table.name) from error
    if target.dialect.name == "postgresql":
        _restart_numbers(target)


def _copy(source: Connection, target: Connection, table: Table) -> None:
    """Copy a table; rows that point at others of the same one do so when all are there."""
    server = target.dialect.name == "postgresql"
    later = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    statement = _insert(table, server)
    pointing: list[Row] = []
    for batch in _batches(source, table):
        given = [_given(table, row, server) for row in batch]
        for name in later:
            pointing += _put_off(table, given, name)
        target.execute(statement, given)
    for name in later:
        _point(target, table, name, [one for one in pointing if f"v_{name}" in one])


def _put_off(table: Table, given: list[Row], name: str) -> list[Row]:
    """Let rows point at nothing yet; return which of them have to, and at what."""
    key, value = f"v_{_key(table).name}", f"v_{name}"
    wanted = [{key: one[key], value: one[value]} for one in given if one[value] is not None]
    for one in given:
        one[value] = None
    return wanted


def _point(target: Connection, table: Table, name: str, pointing: list[Row]) -> None:
    key = _key(table)
    here = key == bindparam(f"v_{key.name}")
    if pointing:
        target.execute(update(table).where(here).values({name: bindparam(f"v_{name}")}), pointing)


def _key(table: Table) -> Column[Any]:
    (key,) = table.primary_key.columns
    return key


def _batches(source: Connection, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    """Yield rows, a few at a time, and the fewer the more they hold."""
    names = [one.name for one in table.columns]
    batch: list[tuple[Any, ...]] = []
    weight = 0
    for row in rows(source, table.name, names):
        batch.append(row)
        weight += sum(len(value) for value in row if isinstance(value, str | bytes))
        if len(batch) >= ROWS_AT_ONCE or weight >= MOST_AT_ONCE:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def _insert(table: Table, server: bool) -> Insert:
    """Return the statement that takes rows as SQLite keeps them, or typed ones for a server."""
    if not server:
        shape = plain(table.name, *(column(one.name) for one in table.columns))
        return insert(shape).values({one.name: bindparam(f"v_{one.name}") for one in shape.c})
    return insert(table).values({one.name: _bound(one) for one in table.columns})


def _bound(one: Column[Any]) -> Any:
    """Return the parameter of a column; JSON goes over letter by letter, as it stands."""
    if isinstance(one.type, JSON):
        return cast(bindparam(f"v_{one.name}", type_=Text()), JSON)
    return bindparam(f"v_{one.name}", type_=one.type)


def _given(table: Table, row: tuple[Any, ...], server: bool) -> Row:
    named = zip(table.columns, row, strict=True)
    if not server:
        return {f"v_{one.name}": value for one, value in named}
    return {f"v_{one.name}": _typed(one, value) for one, value in named}


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value).replace(tzinfo=UTC)


_TYPES: Mapping[type[Any], Callable[[Any], Any]] = {Boolean: bool, UtcDateTime: _moment}


def _typed(one: Column[Any], value: Any) -> Any:
    """Return what SQLite keeps as the server's type."""
    make = _TYPES.get(type(one.type))
    return value if value is None or make is None else make(value)


def _restart_numbers(target: Connection) -> None:
    """Let the server number new rows after those that are there."""
    for table in metadata.sorted_tables:
        key = table.autoincrement_column
        if key is not None:
            last = select(func.coalesce(func.max(key), 0) + 1).scalar_subquery()
            sequence = func.pg_get_serial_sequence(f'"{table.name}"', key.name)
            target.execute(select(func.setval(sequence, last, False)))
