"""The panels of a list: counts, pages of people, one person, what follows the meeting.

A panel stands in as many chats as somebody opened it in; a change on the list brings all of them
up to date. `att:<occasion>` counts, `attg:` the same in the group, `attp:<occasion>.<page>` is a
page of people, `attr:<registration>` one person, `attx:<occasion>` what comes after; `attf:`, the
figures, is drawn by `figures`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.warsaw import local
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press
from bot.programme import panels
from bot.programme.attendance import authority, roll
from bot.programme.occasions import meeting_of
from bot.programme.panels import Shown
from bot.storage import (
    boards,
    certificates,
    occasion_files,
    occasions,
    receipts,
    registrations,
    surveys,
)
from bot.storage.occasions import Occasion
from bot.storage.outbox import address_of
from bot.storage.rows import Receipt

FIGURES = "attf"
#: Panels that show something of everybody on a list.
OF_ALL = ("att", "attg", "attp", "attx", FIGURES)
FRESH = timedelta(days=2)  # an older panel is brought up to date only when it is pressed


def occasion_view(row: Occasion) -> dict[str, Any]:
    """Return what every message about a meeting shows of it."""
    return {
        "occasion": occasions.number_of_occasion(row.id),
        "title": row.title,
        "day": local(row.starts_at).date().isoformat(),
        "starts": row.starts_at.isoformat(),
        "place": row.place,
    }


def counts(conn: Connection, desk: Desk, row: Occasion) -> dict[str, Any]:
    """Return the figures of a meeting and the names on the buttons of its pages."""
    people = roll.of(conn, row.id)
    return {
        **occasion_view(row),
        "cancelled": row.state != "open",
        "seated": people.seated,
        "seats": row.seats,
        "waiting": people.waiting,
        "present": people.present,
        "pages": [{"page": at, "label": people.label(at)} for at in range(people.pages)],
        "door": authority.may_walk_in(row, desk.now),
        "begun": row.starts_at <= desk.now,
        "over": row.ends_at <= desk.now,
    }


def _counts(conn: Connection, desk: Desk, ident: str, group: bool) -> Shown | None:
    row = occasions.find(conn, ident)
    if row is None:
        return None
    return Shown("attendance_panel", {**counts(conn, desk, row), "group": group})


def draw_private(conn: Connection, desk: Desk, ident: str) -> Shown | None:
    """Show the counts with all that may be done."""
    return _counts(conn, desk, ident, group=False)


def draw_group(conn: Connection, desk: Desk, ident: str) -> Shown | None:
    """Show the counts with what may be done in the group."""
    return _counts(conn, desk, ident, group=True)


def draw_page(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Show a page of people, each a button that says whether they are here."""
    ident, _, page = rest.rpartition(".")
    row = occasions.find(conn, ident)
    if row is None:
        return None
    people = roll.of(conn, ident)
    values = {
        **occasion_view(row),
        "people": [roll.view(one) for one in people.page(int(page))],
        "page": int(page),
        "pages": people.pages,
        "present": people.present,
        "seated": people.seated,
        "door": authority.may_walk_in(row, desk.now),
    }
    return Shown("attendance_people", values)


def draw_person(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Show one person with all that the list knows, and what may be done."""
    found = registrations.find(conn, int(rest))
    if found is None:
        return None
    row = occasions.get(conn, found.occasion_id)
    issued = certificates.in_force(conn, found.id)
    sheet = meeting_of(row)
    values = {
        **occasion_view(row),
        **roll.view(found),
        "state": found.state,
        "needs": found.needs,
        "phone": found.phone or "",
        "email": found.email or "",
        "channel": found.channel,
        "telegram": found.person_id is not None,
        "certificate": issued.sign if issued else "",
        "paper_test": _paper_test(found.person_id, getattr(sheet, "certificate", None)),
        "passed": _passed(conn, found.id),
        "door": authority.may_walk_in(row, desk.now),
    }
    return Shown("attendance_person", values)


def _paper_test(person_id: int | None, reward: Any) -> bool:
    """Whether a test that was written on paper counts: people without Telegram have no other."""
    return person_id is None and reward is not None and reward.condition != "attendance"


def _passed(conn: Connection, ident: int) -> bool:
    found = surveys.find(conn, ident, "after")
    return found is not None and bool(found.passed)


def draw_after(conn: Connection, desk: Desk, ident: str) -> Shown | None:
    """Show what belongs to a meeting besides its list: files, certificates, results."""
    row = occasions.find(conn, ident)
    if row is None:
        return None
    sheet = meeting_of(row)
    issued = certificates.of_occasion(conn, ident)
    values = {
        **occasion_view(row),
        "over": row.ends_at <= desk.now,
        "materials": len(occasion_files.of_occasion(conn, ident, "material")),
        "scans": len(occasion_files.of_occasion(conn, ident, "scan")),
        "rewards": getattr(sheet, "certificate", None) is not None,
        "tested": bool(getattr(sheet, "test", ())),
        "issued": sum(one.cancelled_at is None for one in issued),
    }
    return Shown("attendance_after", values)


PANELS = {
    "att": draw_private,
    "attg": draw_group,
    "attp": draw_page,
    "attr": draw_person,
    "attx": draw_after,
}


def address(conn: Connection, known: Receipt) -> str:
    """Return where a message of ours went: a thread by its alias, or a chat."""
    sent = address_of(conn, known.outbox_id) if known.outbox_id is not None else None
    return sent or f"chat:{known.chat_id}"


def where(conn: Connection, press: Press) -> str:
    """Return where what a press calls for is to be shown: beside what was pressed."""
    known = receipts.find(conn, press.chat_id, press.message_id)
    return f"chat:{press.chat_id}" if known is None else address(conn, known)


def open_below(conn: Connection, desk: Desk, press: Press, subject: str) -> None:
    """Show a panel below what was pressed; an older one of it in this chat loses its buttons."""
    old = receipts.of_subject(conn, subject, press.chat_id)
    if old is not None and old.message_id == press.message_id:
        panels.redraw(conn, desk, address(conn, old), subject, old)
        return
    if old is not None:
        receipts.retire(conn, old.chat_id, old.message_id)
        owing.strip_buttons(conn, desk, old.chat_id, old.message_id)
    panels.show(conn, desk, where(conn, press), subject, anew=True)


def changed(conn: Connection, desk: Desk, occasion_id: str, ident: int | None = None) -> None:
    """Bring every panel up to date that shows this list, or this person on it."""
    words = [f"{word}:{occasion_id}" for word in OF_ALL]
    if ident is not None:
        words.append(f"attr:{ident}")
    for known in boards.standing(conn, words, desk.now - FRESH):
        assert known.subject is not None
        panels.show(conn, desk, address(conn, known), known.subject)


def again(conn: Connection, desk: Desk, press: Press) -> None:
    """Bring the pressed panel up to date, however old it is; not if only the press was late."""
    if not press.shown:
        return
    known = receipts.find(conn, press.chat_id, press.message_id)
    if known is not None and known.role == "panel" and known.subject is not None:
        panels.redraw(conn, desk, address(conn, known), known.subject, known)
