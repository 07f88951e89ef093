"""A consultation as a calendar file: one UID for ever, a higher SEQUENCE with each change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.programme.consultations import views
from bot.programme.documents import Document
from bot.programme.signups.calendar_file import Facts, make
from bot.storage import bookings
from bot.templates.texts import Texts

_KNOWN = ("booked", "asked", "cancelled")


def collect(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> Facts | None:
    """Return what the file is to say; None when it is over."""
    found = bookings.find(conn, about["booking"])
    if found is None or found.state not in _KNOWN:
        return None
    organisation = desk.base.organisation
    words = {"booking": views.whole(conn, desk, found), "part": "title"}
    texts = Texts()
    at_office = found.form == "office" and found.place == organisation.office
    return Facts(
        ident=f"konsultacja-{found.id}",
        host=organisation.bot_username,
        title=texts.plain("consult_calendar", words).html,
        summary=texts.plain("consult_calendar", {**words, "part": "summary"}).html,
        starts=found.starts_at,
        ends=found.ends_at,
        place=found.place,
        point=organisation.consultations.point if at_office else None,
        notes=(f"tel. {organisation.phone}", organisation.email),
        seq=found.seq,
        cancelled=found.state == "cancelled",
        tentative=found.state == "asked",
        now=desk.now,
    )


FILE = Document(collect, make)
