"""News that nobody is woken for: told now, or in the morning that ends the quiet hours.

What waits for the morning goes as a reminder does: as anything else it would hold up all that is
said to the person in the night.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.quiet_hours import next_allowed
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.storage.rows import Person


def tell(
    conn: Connection,
    desk: Desk,
    person: Person,
    template: str,
    values: Mapping[str, Any],
    key: str | None = None,
) -> None:
    """Owe a person one message; none in quiet hours, and none that others have to wait for."""
    key = key or f"{template}:{person.address}:0:{desk.cause}"
    wait = next_allowed(desk.now) - desk.now
    if wait:
        later = replace(desk, hold=wait)
        owing.tell(conn, later, person, template, values, key=key, kind=Kind.REMINDER)
    else:
        owing.tell(conn, desk, person, template, values, key=key)
