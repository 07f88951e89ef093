"""How Alembic runs inside the program: on the connection it is given, in one transaction."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import DefaultClause
from sqlalchemy.sql.elements import False_, True_

from bot.storage.every_table import metadata
from bot.storage.types import UtcDateTime


def _render(kind: str, value: Any, autogen_context: AutogenContext) -> str | Literal[False]:
    """Write our own type by its name, and truth values so that both databases take them."""
    if kind == "type" and isinstance(value, UtcDateTime):
        autogen_context.imports.add("from bot.storage.types import UtcDateTime")
        return "UtcDateTime()"
    if kind == "server_default" and isinstance(value, DefaultClause):
        if isinstance(value.arg, False_):
            return "sa.false()"
        if isinstance(value.arg, True_):
            return "sa.true()"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=_render,
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
