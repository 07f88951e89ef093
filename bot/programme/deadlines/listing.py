"""/terminy: what is near, or, the first time, what kind of organisation it is about."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme.deadlines import owners, setting_up, views
from bot.storage import deadlines, organisations, people
from bot.storage.rows import Person

STALE, SHOWN = Toast("stale"), Toast("")


def show(conn: Connection, desk: Desk, person: Person) -> None:
    """Owe the list, or the question with which it begins."""
    mine = organisations.of_person(conn, person.id)
    if not mine and not deadlines.of_owners(conn, [owners.of_oneself(person).key]):
        setting_up.ask_kind(conn, desk, person)
        return
    owing.tell(conn, desk, person, "deadlines", views.near(conn, desk, person))


def pressed(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Turn a message of ours into the list of the presser."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None or person.id != press.ident:
        return STALE
    views.put_near(conn, desk, press, person)
    return SHOWN


def menu(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show what may be done for one of several owners."""
    found = owners.pressed(conn, press)
    if found is None:
        return STALE
    person, owner = found
    view = {**views.menu(desk, owner), "person": person.id}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "deadline_menu", view)
    return SHOWN


def open_one(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe one deadline below: the list stays."""
    found = owners.pressed_deadline(conn, press, "open", "done", "dropped")
    if found is None:
        return STALE
    person, row = found
    owing.tell(conn, desk, person, "deadline", views.card(conn, desk, row, person))
    return SHOWN
