"""The poster of an occasion: title, day, place, and the code that opens it in the bot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot.domain.warsaw import local
from bot.helpdesk.desk import Desk
from bot.programme.documents import Document, Made
from bot.programme.occasions import meeting_of
from bot.storage import occasions
from bot.storage.occasions import Occasion
from bot.templates.polish import day, hour
from bot.templates.printed import printed

NAME = "poster"


def link(desk: Desk, row: Occasion) -> str:
    """Return the link that opens an occasion in the bot."""
    return f"https://t.me/{desk.base.organisation.bot_username}?start=w_{row.id}"


def collect(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> dict[str, Any] | None:
    """Read what stands on the poster; None when the occasion is not open."""
    row = occasions.find(conn, about["occasion"])
    if row is None or row.state != "open":
        return None
    sheet, us = meeting_of(row), desk.base.organisation
    facts = [
        ("Prowadzi: ", getattr(sheet, "trainer", None)),
        ("Koszt: ", getattr(sheet, "cost", None)),
    ]
    return {
        "id": row.id,
        "address": link(desk, row),
        "programme": us.programme,
        "title": row.title,
        "summary": sheet.summary if sheet.summary != row.title else "",
        **when(row),
        "place": row.place or "spotkanie przez internet",
        "facts": [f"{name}{said}" for name, said in facts if said],
        "words": link(desk, row).removeprefix("https://"),
        "phone": us.phone,
        "organisation": us.name,
        "office": us.office,
    }


def when(row: Occasion) -> dict[str, str]:
    """Return day, year and hours of an occasion in words."""
    starts = local(row.starts_at)
    return {
        "day": day(starts.date()),
        "year": str(starts.year),
        "hours": f"{hour(row.starts_at)}–{hour(row.ends_at)}",
    }


def make(given: Mapping[str, Any]) -> Made:
    """Return the poster as a PDF."""
    import segno  # big, and not always needed

    drawn = segno.make(given["address"], error="m", micro=False)
    code = drawn.svg_inline(border=0, dark="#000", light="#fff", omitsize=True)
    return Made(f"plakat-{given['id']}.pdf", printed("poster", given, {"code.svg": code.encode()}))


POSTER = Document(collect, make)
