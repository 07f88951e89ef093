"""Which tables a database has: read and made without loading Alembic, which only upgrades need.

A fresh database gets its tables from `tables.py` at once and is marked as newest; a test holds
that this equals walking through all migrations.
"""

from __future__ import annotations

from sqlalchemy import Column, Connection, MetaData, String, Table, insert, inspect, select

from bot.storage.every_table import metadata

#: The revision of `tables.py`: the newest file in `migrations/versions`.
NEWEST = "0009"

_mark = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))


class DatabaseTooNew(Exception):
    """The database was written by a newer program than this one."""


class ForeignDatabase(Exception):
    """The database holds tables of another program, and nothing of ours."""


def require_ours(connection: Connection) -> None:
    """Raise ForeignDatabase unless the database is empty or has been ours."""
    names = set(inspect(connection).get_table_names()) - {_mark.name}
    if names and (revision_of(connection) is None or not names & set(metadata.tables)):
        raise ForeignDatabase


def revision_of(connection: Connection) -> str | None:
    """Return the revision of a database; None when it is empty."""
    if not inspect(connection).has_table(_mark.name):
        return None
    revision: str | None = connection.execute(select(_mark.c.version_num)).scalar()
    return revision


def create(connection: Connection) -> None:
    """Make all tables in an empty database, and mark it as newest."""
    metadata.create_all(connection)
    _mark.create(connection, checkfirst=True)
    connection.execute(insert(_mark).values(version_num=NEWEST))


def forget(connection: Connection) -> None:
    """Take away the mark of a database whose tables are gone."""
    _mark.drop(connection, checkfirst=True)
