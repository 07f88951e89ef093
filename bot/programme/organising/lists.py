"""The coordinator's menu, and the lists to choose an occasion from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import owing, standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme.organising import drafts, form, views
from bot.programme.organising.form_presses import SHOWN, STALE
from bot.storage import occasions
from bot.storage.occasions import Occasion
from bot.storage.rows import Person

KINDS = ("workshop", "event")
PAGE = 8
#: Copies are made of what was, too.
KEPT_FOR_COPIES = timedelta(days=400)
#: Papers are wanted for a while after it is over.
KEPT_FOR_PAPERS = timedelta(days=60)


def show_workshops(conn: Connection, desk: Desk, person: Person) -> None:
    """Answer /warsztat."""
    _menu(conn, desk, person, "workshop")


def show_events(conn: Connection, desk: Desk, person: Person) -> None:
    """Answer /wydarzenie."""
    _menu(conn, desk, person, "event")


def _menu(conn: Connection, desk: Desk, person: Person, kind: str) -> None:
    if person.telegram_id not in standing.coordinators(conn, desk):
        owing.tell(conn, desk, person, "organise_note", {"what": "not_coordinator"})
        return
    draft = drafts.find(conn, person)
    values = {
        "kind": kind,
        "person": person.id,
        "draft": (draft.fields.get("title") or "bez tytułu") if draft is not None else None,
        "rev": draft.rev if draft is not None else 0,
    }
    owing.tell(conn, desk, person, "organise_menu", values)


def new(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Start a new one ([Nowy], [Nowe])."""
    person = drafts.coordinator(conn, desk, press)
    if person is None or press.ident != person.id:
        return STALE
    form.begin(conn, desk, person, "event" if press.action == "org_new_event" else "workshop")
    return SHOWN


#: What is chosen for, by the button of the menu.
CHOICES = {
    "org_clone": "clone",
    "org_change": "change",
    "org_cancel": "cancel",
    "org_papers": "papers",
}


def choose(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show what there is to choose from, the soonest first."""
    person = drafts.coordinator(conn, desk, press)
    if person is None or press.ident != person.id:
        return STALE
    _list(conn, desk, person, CHOICES[press.action], 0)
    return SHOWN


#: The next page of such a list; the revision carries its number.
TURNS = {f"{action}_more": what for action, what in CHOICES.items()}


def turn(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show the next page of a list."""
    person = drafts.coordinator(conn, desk, press)
    if person is None or press.ident != person.id:
        return STALE
    page = min(press.rev or 0, 1000)
    values = _page(conn, desk, person, TURNS[press.action], page)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "organise_list", values)
    return SHOWN


def _list(conn: Connection, desk: Desk, person: Person, what: str, page: int) -> None:
    owing.tell(conn, desk, person, "organise_list", _page(conn, desk, person, what, page))


def _page(conn: Connection, desk: Desk, person: Person, what: str, page: int) -> dict[str, Any]:
    found = fitting(conn, desk, what)
    shown = found[page * PAGE : (page + 1) * PAGE]
    more = len(found) > (page + 1) * PAGE
    return {
        "what": what,
        "items": [views.line(row) for row in shown],
        "person": person.id,
        "more": page + 1 if more else None,
    }


def fitting(conn: Connection, desk: Desk, what: str) -> Sequence[Occasion]:
    """Return what may be copied, changed, called off, or printed for."""
    if what == "clone":
        rows = occasions.every_one(conn, KINDS)
        return [row for row in rows[::-1] if row.ends_at > desk.now - KEPT_FOR_COPIES]
    since = desk.now - KEPT_FOR_PAPERS if what == "papers" else desk.now
    return occasions.open_between(conn, KINDS, since)


def chosen(
    conn: Connection, desk: Desk, press: Press, what: str
) -> tuple[Person, Occasion] | None:
    """Return the presser and the occasion of a button, if it may be chosen for this."""
    person = drafts.coordinator(conn, desk, press)
    row = occasions.by_number(conn, press.ident)
    if person is None or row is None:
        return None
    fits = any(one.id == row.id for one in fitting(conn, desk, what))
    return (person, row) if fits else None
