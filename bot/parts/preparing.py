"""From a row of the outbox to a complete command, for what the parts owe and the helpdesk not."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import Connection

from bot.domain.outgoing import Command, Target
from bot.helpdesk.desk import Desk
from bot.helpdesk.preparing import Maker, Prepared
from bot.office.forms import moderating
from bot.office.privacy import placeholder
from bot.parts.putting_together import PANELS, VIEWS
from bot.programme import documents, panels, reminding
from bot.programme.announcements import copies
from bot.programme.attendance import materials
from bot.storage.outbox import OutboxRow
from bot.templates import Texts


def _panel(conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target) -> Prepared:
    return panels.prepare(conn, desk, texts, row, target.chat_id, target.thread_id, PANELS)


def _made(conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target) -> Prepared:
    return documents.prepare(conn, desk, texts, row, target.chat_id, target.thread_id)


def _reminder(
    conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target
) -> Prepared:
    return reminding.prepare(conn, desk, texts, row, target.chat_id, VIEWS)


def _copy(conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target) -> Prepared:
    return copies.prepare(conn, desk, texts, row, target.chat_id, target.thread_id)


def _material(
    conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target
) -> Prepared:
    return materials.prepare(conn, desk, row, target.chat_id)


def _form_files(
    conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target
) -> Prepared:
    return moderating.prepare_files(conn, row, target)


def _replaced(
    conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target
) -> Prepared:
    return placeholder.prepare(texts, row, target)


def _venue(conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target) -> Prepared:
    """A place on the map: all that is needed stands in the row."""
    given = row.params
    return Command(
        row.operation,
        target.chat_id,
        name=given["name"],
        text=given["address"],
        point=(given["latitude"], given["longitude"]),
    )


MAKERS: Mapping[str, Maker] = MappingProxyType(
    {
        panels.OPERATION: _panel,
        documents.OPERATION: _made,
        reminding.OPERATION: _reminder,
        materials.OPERATION: _material,
        moderating.FILES: _form_files,
        "venue": _venue,
        placeholder.OPERATION: _replaced,
        **dict.fromkeys(copies.OPERATIONS, _copy),
    }
)
