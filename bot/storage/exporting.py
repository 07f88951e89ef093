"""All that is known of one person, as plain values, by the map of data."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.storage.data_map import MAP
from bot.storage.owned import TABLES, Somebody, rows_of, somebody

Row = Mapping[str, Any]
BASE64 = "base64"


def everything(conn: Connection, ident: int) -> dict[str, list[Row]]:
    """Return by table the rows of a person, of each only what an export shows and what is said."""
    whose = somebody(conn, ident)
    found = {name: list(_rows(conn, name, whose)) for name in MAP}
    return {name: rows for name, rows in found.items() if rows}


def _rows(conn: Connection, name: str, whose: Somebody) -> Iterator[Row]:
    shown = [column for column, line in MAP[name].columns.items() if line.shown]
    if not shown or not MAP[name].whose:
        return
    table = TABLES[name]
    query = select(*(table.c[column] for column in shown)).where(rows_of(name, whose))
    for row in conn.execute(query.order_by(*table.primary_key.columns)):
        said = {column: _plain(value) for column, value in zip(shown, row, strict=True)}
        said = {column: value for column, value in said.items() if not _is_nothing(value)}
        if said:
            yield said


def _text(content: bytes) -> Any:
    """Return a file as text if it is one; any other in base64, as JSON carries it."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return {BASE64: b64encode(content).decode()}


def _is_nothing(value: Any) -> bool:
    return value is None or value in ("", {}, [])


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; what is JSON in a text is opened."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return _text(value)
    if isinstance(value, str) and value.startswith("{"):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
