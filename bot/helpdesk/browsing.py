"""Leafing through what we know: topics and their entries, guides part by part, good practices.

One message is turned into page after page. A button counts only under a message that we sent as a
page; one whose page is no longer there says so and shows the contents as they are now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.helpdesk import (
    guide_files,
    owing,
    page_questions,
    page_views,
    practice_photos,
    searching,
    shelves,
)
from bot.helpdesk.desk import Desk, Press, Toast
from bot.knowledge.articles import Guide, Practice
from bot.storage import outbox, receipts
from bot.storage.rows import Person

ROLE = "page"
STALE = Toast("stale")
SHOWN = Toast("")
Act = Callable[[Connection, Desk, Press], Toast]
#: A template and its values; None when what the button names is no longer there.
Made = tuple[str, Mapping[str, Any]] | None
View = Callable[[Connection, Desk, Press], Made]


def show_contents(conn: Connection, desk: Desk, person: Person) -> None:
    """Owe the contents, from which everything else is reached."""
    owing.tell(conn, desk, person, "contents", shelves.contents(desk), role=ROLE)


def follow(conn: Connection, desk: Desk, person: Person, kind: str, ident: str) -> bool:
    """Owe the page that a start link names; False when there is none."""
    page = shelves.named(desk, kind, ident)
    if page is None:
        return False
    template, shown = page_views.opened(desk, page)
    owing.tell(conn, desk, person, template, shown, kind=Kind.AUTOMATIC, role=ROLE)
    return True


def _is_page(conn: Connection, press: Press) -> bool:
    known = receipts.find(conn, press.chat_id, press.message_id)
    return known is not None and known.role == ROLE


def _gone(conn: Connection, desk: Desk, press: Press) -> Toast:
    shown = shelves.contents(desk, gone=True)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "contents", shown)
    return Toast("page_gone")


def _turns(view: View) -> Act:
    """Return the act that puts a view in the place of the page that was pressed."""

    def turn(conn: Connection, desk: Desk, press: Press) -> Toast:
        if not _is_page(conn, press):
            return STALE
        made = view(conn, desk, press)
        if made is None:
            return _gone(conn, desk, press)
        owing.replace_text(conn, desk, press.chat_id, press.message_id, *made)
        return SHOWN

    return turn


def _contents(_conn: Connection, desk: Desk, _press: Press) -> Made:
    return "contents", shelves.contents(desk)


def _entries(_conn: Connection, desk: Desk, press: Press) -> Made:
    topic = press.action.removeprefix("entries_")
    return ("shelf", shelves.entries(desk, topic, press.ident)) if topic in desk.topics else None


def _guides(_conn: Connection, desk: Desk, press: Press) -> Made:
    return "shelf", shelves.guides(desk, press.ident)


def _practices(_conn: Connection, desk: Desk, press: Press) -> Made:
    return "shelf", shelves.practices(desk, press.ident)


def _open(_conn: Connection, desk: Desk, press: Press) -> Made:
    page = shelves.numbered(desk, press.ident)
    return None if page is None else page_views.opened(desk, page)


def _part(_conn: Connection, desk: Desk, press: Press) -> Made:
    shown = page_views.part(desk, press.ident)
    return None if shown is None else ("part", shown)


def _open_found(_conn: Connection, desk: Desk, press: Press) -> Made:
    page = shelves.numbered(desk, press.ident)
    back = {"action": "found", "number": 0}
    return None if page is None else page_views.opened(desk, page, back)


def _found(conn: Connection, _desk: Desk, press: Press) -> Made:
    """Return what was found once: the row that sent the message still holds it, for 30 days."""
    known = receipts.find(conn, press.chat_id, press.message_id)
    row = outbox.by_id(conn, known.outbox_id) if known and known.outbox_id else None
    if row is None or row.template != searching.FOUND:
        return None
    return row.template, {
        name: value for name, value in row.params.items() if not name.startswith("_")
    }


def _file(conn: Connection, desk: Desk, press: Press) -> Toast:
    page = shelves.numbered(desk, press.ident)
    if not _is_page(conn, press):
        return STALE
    if not isinstance(page, Guide) or not page.is_valid_on(desk.today):
        return _gone(conn, desk, press)
    return guide_files.send(conn, desk, press, page)


def _photo(conn: Connection, desk: Desk, press: Press) -> Toast:
    page = shelves.numbered(desk, press.ident)
    if not _is_page(conn, press):
        return STALE
    if not isinstance(page, Practice) or not page_views.has_photo(page):
        return _gone(conn, desk, press)
    return practice_photos.send(conn, desk, press, page)


def _ask(conn: Connection, desk: Desk, press: Press) -> Toast:
    page = shelves.numbered(desk, press.ident)
    if not _is_page(conn, press):
        return STALE
    if page is None:
        return _gone(conn, desk, press)
    return page_questions.expect(conn, desk, press, page)


def _search(conn: Connection, desk: Desk, press: Press) -> Toast:
    return searching.expect(conn, desk, press) if _is_page(conn, press) else STALE


#: Every button of the pages.
PRESSES: Mapping[str, Act] = {
    "contents": _turns(_contents),
    "entries_*": _turns(_entries),
    "guides": _turns(_guides),
    "practices": _turns(_practices),
    "open": _turns(_open),
    "part": _turns(_part),
    "found": _turns(_found),
    "open_found": _turns(_open_found),
    "guide_file": _file,
    "photo": _photo,
    "ask": _ask,
    "search": _search,
}
