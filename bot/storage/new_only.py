"""Inserting a row unless it is there: each database has its own words for it.

Only the words of the database in use are loaded: those of the other take memory for nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Table


class NewOnly:
    """The statement that inserts into a table what is not there yet, judged by some columns.

    `also` completes the statement, for instance with what it returns.
    """

    def __init__(
        self, table: Table, *columns: str, also: Callable[[Any], Any] = lambda made: made
    ) -> None:
        self._table, self._columns, self._also = table, columns, also
        self._made: dict[str, Any] = {}

    def on(self, conn: Connection) -> Any:
        """Return the statement for the database of a connection."""
        kind = conn.dialect.name
        if kind not in self._made:
            insert = import_module(f"sqlalchemy.dialects.{kind}").insert
            made = insert(self._table).on_conflict_do_nothing(index_elements=list(self._columns))
            self._made[kind] = self._also(made)
        return self._made[kind]
