"""The advisors' group as a place: linked, moved to another id, and given its command menus."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.helpdesk import owing, practice_cards, proposal_cards, standing, threads
from bot.helpdesk.desk import Desk
from bot.storage import people, records, staff, tickets
from bot.storage.outbox import Owed, owe, release_lane


def link(conn: Connection, desk: Desk, chat_id: int, title: str, forum: bool) -> None:
    """Point the aliases to a group; in one with topics, owe the threads that are missing."""
    known = staff.where(conn, owing.GROUP)
    moved = known is not None and known.chat_id != chat_id
    parted = known is not None and forum and not known.forum  # topics were turned on
    if moved:
        staff.unlink(conn)
    staff.point(conn, owing.GROUP, chat_id, None, forum, title, desk.now)
    for alias in threads.aliases(desk):
        _point(conn, desk, alias, chat_id, forum)
    records.note(conn, desk.now, "coordinator", "link", None, chat=chat_id)
    standing.linked(conn)
    release_lane(conn, owing.GROUP)
    owing.send_to(conn, desk, owing.COORDINATION, "linked", {})
    owe_menus(conn, desk)
    if moved or parted:
        _bring_cards(conn, desk)


def _point(conn: Connection, desk: Desk, alias: str, chat_id: int, forum: bool) -> None:
    """Keep an alias's thread, with the time it was made, or owe one where there is none."""
    place = staff.where(conn, alias)
    if place is not None and place.forum == forum and place.thread_id:
        return
    staff.point(conn, alias, chat_id, None, forum, None, desk.now)
    if forum:
        threads.owe_thread(conn, desk, alias)


def _bring_cards(conn: Connection, desk: Desk) -> None:
    """Owe the cards of all open tickets: those in the former chat can be pressed no more."""
    for ticket in tickets.all_open(conn):
        owing.refresh_card(conn, desk, ticket)
    practice_cards.bring(conn, desk)
    proposal_cards.bring(conn, desk)


def migrated(conn: Connection, desk: Desk, old: int, new: int) -> None:
    """Follow our own group to its new id; any other chat is ignored."""
    group = staff.where(conn, owing.GROUP)
    if group is not None and group.chat_id == old:
        staff.migrate(conn, old, new)
        records.note(conn, desk.now, "telegram", "migrate", None, old=old, new=new)
        release_lane(conn, owing.GROUP)
        _bring_cards(conn, desk)


def owe_menus(conn: Connection, desk: Desk) -> None:
    """Owe the command menus: what leaders see in private, members in groups, and coordinators."""
    for audience in ("all_private_chats", "all_group_chats"):
        _owe_menu(conn, desk, audience, audience, {"type": audience})
    for telegram_id in sorted(standing.coordinators(conn, desk)):
        person = people.by_telegram(conn, telegram_id)
        if person is not None and person.reachable:
            scope = {"type": "chat", "chat_id": telegram_id}
            _owe_menu(conn, desk, "coordinator", f"coordinator:{telegram_id}", scope)


def _owe_menu(
    conn: Connection, desk: Desk, name: str, subject: str, scope: Mapping[str, Any]
) -> None:
    owe(
        conn,
        Owed(
            key=f"menu:{subject}:{desk.cause}",
            kind=Kind.MENU,
            operation="menu",
            to="chat:0",
            template=f"menu_{name}",
            params={"scope": dict(scope)},
            role="menu",
        ),
        desk.now,
    )


def knowledge_alarm(conn: Connection, desk: Desk, complaints: list[str]) -> None:
    """Tell coordination once about files that cannot be used; the last good version stays."""
    if staff.where(conn, owing.GROUP) is None:
        return
    mark = hashlib.sha256("\n".join(complaints).encode()).hexdigest()[:16]
    owing.send_to(
        conn,
        desk,
        owing.COORDINATION,
        "alarm",
        {"what": "knowledge", "complaints": complaints[:10]},
        kind=Kind.ALARM,
        role="alarm",
        key=f"alarm:knowledge:{mark}",
    )
