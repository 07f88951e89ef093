"""Rows for any table of the metadata, with whatever its columns and checks ask for."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, Column, Connection, Table, insert
from sqlalchemy import types as sql

from bot.storage.types import UtcDateTime

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
_KNOWN = re.compile(r"(\w+) IN \('(\w+)'")
#: What the checks of a table ask for beyond single columns.
FITTING: dict[str, dict[str, Any]] = {
    "booking": {"state": "cancelled", "ends_at": NOW + timedelta(hours=1)},
    "duty_pattern": {"weekday": 1, "starts": "09:00", "ends": "15:00"},
    "self_assessment_answer": {"value": 3},
    "twins": {"why": "name", "one_id": 1, "other_id": 2},
}


class Maker:
    """Makes rows; what a row must point at is made before it, once for each table."""

    def __init__(self, conn: Connection) -> None:
        self.conn, self.count = conn, 0
        self.made: dict[str, dict[str, Any]] = {}

    def row(self, table: Table, **values: Any) -> dict[str, Any]:
        """Insert one row and return what it holds; `values` are given, the rest is made up."""
        self.count += 1
        row = FITTING.get(table.name, {}) | values
        for column in table.columns:
            if column.name not in row and self._is_wanted(column):
                row[column.name] = self._value(table, column)
        key = self.conn.execute(insert(table).values(row)).inserted_primary_key
        assert key is not None
        names = [one.name for one in table.primary_key.columns]
        return row | dict(zip(names, key, strict=True))

    def _is_wanted(self, column: Column[Any]) -> bool:
        own_number = column.primary_key and column.autoincrement is True
        return not own_number and not column.nullable and column.server_default is None

    def _value(self, table: Table, column: Column[Any]) -> Any:
        for key in column.foreign_keys:
            other = key.column.table
            if other.name not in self.made:
                self.made[other.name] = self.row(other)
            return self.made[other.name][key.column.name]
        return self._known(table, column) or self._plain(column)

    def _known(self, table: Table, column: Column[Any]) -> str | None:
        for rule in table.constraints:
            found = _KNOWN.match(str(rule.sqltext)) if isinstance(rule, CheckConstraint) else None
            if found and found[1] == column.name:
                return found[2]
        return None

    def _plain(self, column: Column[Any]) -> Any:
        kind = column.type
        if isinstance(kind, UtcDateTime):
            return NOW
        if isinstance(kind, sql.JSON):
            return []
        if isinstance(kind, sql.Boolean):
            return False
        if isinstance(kind, sql.LargeBinary):
            return b"x"
        if isinstance(kind, sql.String):
            return f"{column.name[:3]}{self.count}"[: kind.length]
        return 1000 + self.count
