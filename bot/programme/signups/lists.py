"""The nearest meetings and their cards: by command, by start link, by button, by plain words."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.signups import wants_list
from bot.domain.start_links import LinkKind, parse
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.programme import occasions as following
from bot.programme.signups import views
from bot.storage import occasion_files, occasions, people, registrations, seats
from bot.storage.occasions import Occasion
from bot.storage.rows import Person

KINDS = ("workshop", "event", "duty")
ON_PAGE = 8
MINE = 4  # of one's own that are not on the page
LATELY = timedelta(days=30)
SHOWN = Toast("")
STALE = Toast("stale")


def show(conn: Connection, desk: Desk, person: Person) -> None:
    """Owe the list of what is near."""
    _begin(conn, desk)
    owing.tell(conn, desk, person, "meetings", _page(conn, desk, person, 0))


def _begin(conn: Connection, desk: Desk) -> None:
    """Let the files' meetings be there from the first moment, before any sweep."""
    if not occasions.every_one(conn):
        following.sync(conn, desk, lambda conn, desk, change: None)


def wished(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take "zapisz mnie na warsztat" for what it says; False when the words say more."""
    if incoming.media or not wants_list(incoming.text):
        return False
    show(conn, desk, person)
    return True


def turn(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show another page of the list in its place; the button carries the page."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None or press.ident > 1000:
        return STALE
    view = _page(conn, desk, person, press.ident)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "meetings", view)
    return SHOWN


def _page(conn: Connection, desk: Desk, person: Person, page: int) -> dict[str, Any]:
    near = occasions.open_between(conn, KINDS, desk.now)
    first = page * ON_PAGE
    shown = near[first : first + ON_PAGE]
    return {
        "items": [views.card(conn, desk, row, person) for row in shown],
        "mine": _mine(conn, desk, person, {row.id for row in shown}),
        "materials": [] if page else _materials(conn, desk, person),
        "page": page,
        "more": len(near) > first + ON_PAGE,
        "unknown": False,
    }


def _mine(
    conn: Connection, desk: Desk, person: Person, shown: Collection[str]
) -> list[dict[str, Any]]:
    """Return what somebody is on the list of, and is not on this page anyway."""
    held = seats.ahead_of_person(conn, person.id, desk.now)
    found = [one for one in held if one.occasion_id not in shown]
    return [
        {"meeting": views.line(occasions.get(conn, one.occasion_id)), **views.place(conn, one)}
        for one in found[:MINE]
    ]


def _materials(conn: Connection, desk: Desk, person: Person) -> list[dict[str, Any]]:
    """Return the meetings that somebody was at lately and that have materials."""
    rows = occasion_files.brought_to(conn, person.id, desk.now - LATELY, desk.now)
    return [views.line(row) for row in rows[:MINE]]


def open_card(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show the card of a meeting below the list."""
    person = people.by_telegram(conn, press.presser_id)
    row = occasions.by_number(conn, press.ident)
    if person is None or row is None or row.kind not in KINDS:
        return STALE
    show_card(conn, desk, person, row)
    return SHOWN


def show_card(conn: Connection, desk: Desk, person: Person, row: Occasion) -> None:
    """Owe the card of a meeting as it is now."""
    owing.tell(conn, desk, person, "meeting", views.card(conn, desk, row, person))


def follow_link(conn: Connection, desk: Desk, person: Person, payload: str) -> bool:
    """Open what `w_<id>` names, also an event or a duty; an unknown one opens the list.

    So does a past one, but for those who were there: its card has the materials.
    """
    link = parse(payload)
    if link is None or link.kind is not LinkKind.WORKSHOP:
        return False
    _begin(conn, desk)
    row = occasions.find(conn, link.value)
    known = row is not None and row.kind in KINDS and row.state != "gone"
    if row is not None and known and (row.ends_at > desk.now or _was_at(conn, row, person)):
        show_card(conn, desk, person, row)
    else:
        view = {**_page(conn, desk, person, 0), "unknown": True}
        owing.tell(conn, desk, person, "meetings", view)
    return True


def _was_at(conn: Connection, row: Occasion, person: Person) -> bool:
    found = registrations.of_person(conn, row.id, person.id)
    return found is not None and found.present_at is not None
