"""Bringing a database to the tables of this program, from code, with Alembic inside the package.

    python -m bot.storage.migrate "what changed"    # write a new revision from tables.py

Who calls it (`bot.storage.database`) holds the lock that keeps other copies away.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, create_engine

from bot.storage.revisions import DatabaseTooNew

SCRIPTS = "bot.storage:migrations"


def config(connection: Connection) -> Config:
    """Return Alembic's configuration, working on this connection."""
    made = Config()
    made.set_main_option("script_location", SCRIPTS)
    made.attributes["connection"] = connection
    return made


def newest_revision() -> str | None:
    """Return the revision that this program works with."""
    made = Config()
    made.set_main_option("script_location", SCRIPTS)
    return ScriptDirectory.from_config(made).get_current_head()


def upgrade(connection: Connection) -> None:
    """Bring a database to the newest revision, or leave it as it is.

    Raises DatabaseTooNew when a newer program has been here.
    """
    try:
        command.upgrade(config(connection), "head")
    except CommandError as error:
        raise DatabaseTooNew(str(error)) from error
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if lost:
            raise RuntimeError(f"rows point nowhere after the upgrade: {len(lost)}")


def check(connection: Connection) -> None:
    """Raise when the tables of a database differ from tables.py."""
    command.check(config(connection))


def keep_copy(path: Path, revision: str) -> Path:
    """Copy a SQLite database, as it is before a migration, and return where the copy stands."""
    copy = path.with_name(f"{path.name}.before-{newest_revision()}-was-{revision}")
    if not copy.exists():
        with closing(sqlite3.connect(path)) as source:
            source.execute("VACUUM INTO ?", (str(copy),))
        copy.chmod(0o600)
    return copy


def write_revision(message: str) -> None:
    """Write the migration that leads from the newest revision to tables.py."""
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/empty.db")
        with engine.begin() as connection:
            upgrade(connection)
        with engine.begin() as connection:
            command.revision(config(connection), message, autogenerate=True)
        engine.dispose()


if __name__ == "__main__":
    write_revision(" ".join(sys.argv[1:]) or "change")
