"""The telephone list: who has to know of an urgent change and has not said so yet.

A panel in the coordination thread, edited in its place until nobody is left on it. Who blocked the
bot, or has no Telegram, stands there too. Any member of the group may call.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme import panels
from bot.programme.panels import Shown
from bot.programme.signups import offering, views
from bot.programme.signups.lists import SHOWN
from bot.storage import occasions, people, receipts, registrations, seats
from bot.storage.occasions import Occasion
from bot.storage.registrations import ACTIVE, Registration

PANEL = "calls"
MOST = 12  # people who are shown at once; the next ones come as these are ticked off


def subject(row: Occasion) -> str:
    """Return the word by which the panel of a meeting is known."""
    return f"{PANEL}:{row.id}"


def post(conn: Connection, desk: Desk, row: Occasion) -> None:
    """Owe the coordinators a new list, below what was said last."""
    panels.show(conn, desk, owing.COORDINATION, subject(row), anew=True)


def refresh(conn: Connection, desk: Desk, row: Occasion, found: Registration) -> None:
    """Owe the list as it is now, if this registration stood on one."""
    if found.urgent_seq is not None and found.knows_seq != found.urgent_seq:
        panels.show(conn, desk, owing.COORDINATION, subject(row))


def draw(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Show who is still to be called."""
    row = occasions.find(conn, rest)
    if row is None:
        return None
    left = seats.to_call(conn, row.id)
    ordered = sorted(left, key=lambda one: offering.reachable(conn, one) is not None)
    values = {
        "meeting": views.line(row),
        "items": [_item(conn, one) for one in ordered[:MOST]],
        "left": len(left),
        "more": max(0, len(left) - MOST),
    }
    return Shown("call_list", values)


def _item(conn: Connection, found: Registration) -> Mapping[str, Any]:
    why = "silent"
    if found.person_id is None:
        why = "no_telegram"
    elif not people.by_id(conn, found.person_id).reachable:
        why = "blocked"
    return {
        **offering.contact(conn, found),
        "registration": found.id,
        "seq": found.urgent_seq,
        "calls": found.calls,
        "why": why,
    }


def called(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Note that somebody was told by telephone ([Zadzwoniłam])."""
    found = _listed(conn, press)
    if found is not None and press.rev == found.urgent_seq:
        done = {"knows_seq": found.urgent_seq, "calls": found.calls + 1}
        _note(conn, desk, press, found, **done)
    return _show(conn, desk, press)


def no_answer(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Count a call that nobody answered ([Nie odbiera]); the list shows how many there were."""
    found = _listed(conn, press)
    if found is not None and press.rev == found.calls:
        _note(conn, desk, press, found, calls=found.calls + 1)
    return _show(conn, desk, press)


def _listed(conn: Connection, press: Press) -> Registration | None:
    """Return a registration that still stands on its list."""
    found = registrations.find(conn, press.ident)
    if found is None or found.state not in ACTIVE or found.urgent_seq is None:
        return None
    return found if found.knows_seq is None or found.knows_seq < found.urgent_seq else None


def _note(conn: Connection, desk: Desk, press: Press, found: Registration, **values: Any) -> None:
    registrations.set_fields(conn, found.id, called_by=press.name, called_at=desk.now, **values)


def _show(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe the list as it is now, also to who saw an older one."""
    known = receipts.find(conn, press.chat_id, press.message_id)
    if known is not None and known.subject is not None:
        panels.redraw(conn, desk, owing.COORDINATION, known.subject, known)
    return SHOWN
