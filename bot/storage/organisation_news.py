"""News of an organisation that wait for the morning: taken back from who acts for it no longer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.domain.messages import MessageState
from bot.storage.outbox import cancel_pending
from bot.storage.tables import outbox

#: Messages whose own "number" is an organisation's.
_OF_ORGANISATIONS = ("deadline_", "board_kept", "twins_told")


def take_back(conn: Connection, to: str, organisation_id: int, now: datetime) -> int:
    """Cancel what waits for somebody about an organisation; return how much that was."""
    query = select(outbox.c.id, outbox.c.template, outbox.c.params).where(
        outbox.c.to == to,
        outbox.c.state == MessageState.PENDING.value,
        outbox.c.template.is_not(None),
    )
    rows = conn.execute(query.order_by(outbox.c.id)).all()
    mine = [row.id for row in rows if _tells_of(row.template, row.params, organisation_id)]
    return sum(cancel_pending(conn, ident, "left", now) for ident in mine)


def _tells_of(template: str, params: dict[str, Any], organisation_id: int) -> bool:
    whose = params.get("whose")
    if isinstance(whose, dict):
        return bool(whose.get("number") == organisation_id)
    named = template.startswith(_OF_ORGANISATIONS)
    return named and params.get("number") == organisation_id
