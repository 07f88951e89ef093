"""What points at a person or at an organisation: found in the metadata, so that none is forgotten.

A column points there by its foreign key or, where there is none, by its name. What is written as
text ("org:5") is known to `merging`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Table, UniqueConstraint

from bot.storage.every_table import metadata
from bot.storage.programme_tables import deadline, organisation
from bot.storage.proxy_tables import proxy_question
from bot.storage.tables import person

TARGETS: dict[str, Table] = {"person": person, "organisation": organisation}
#: Columns that point there though neither a key nor their name says so.
BESIDES: dict[str, tuple[Column[int], ...]] = {
    "person": (deadline.c.created_by, proxy_question.c.same_id),
    "organisation": (),
}


def references(kind: str) -> list[Column[int]]:
    """Return every column that holds the number of a person, or of an organisation."""
    target = TARGETS[kind]
    found = [
        column
        for table in metadata.sorted_tables
        if table is not target
        for column in table.columns
        if _points(column, target) or _is_named(column, kind)
    ]
    return [*found, *(one for one in BESIDES[kind] if one not in found)]


def _points(column: Column[int], target: Table) -> bool:
    return any(key.column.table is target for key in column.foreign_keys)


def _is_named(column: Column[int], kind: str) -> bool:
    return column.name == f"{kind}_id" or column.name.endswith(f"_{kind}_id")


def once_only(kind: str) -> set[str]:
    """Return the tables in which one person, or organisation, may stand only once for a thing."""
    columns = set(references(kind))
    tables = [metadata.tables[name] for name in {column.table.name for column in columns}]
    return {table.name for table in tables if any(columns & one for one in _unique(table))}


def _unique(table: Table) -> Iterator[set[Column[Any]]]:
    """Yield what may be in a table only once, as sets of columns."""
    yield set(table.primary_key.columns)
    for rule in table.constraints:
        if isinstance(rule, UniqueConstraint):
            yield set(rule.columns)
    for index in table.indexes:
        if index.unique:
            yield set(index.columns)
