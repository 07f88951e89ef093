"""The advisors' group as a place: linked, given threads, moved, lost, and found again."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.storage import people, records, staff, tickets
from bot.storage.outbox import OutboxRow, Owed, owe, release_lane
from bot.storage.rows import Ticket

AWAY = "group_away"  # the fact that names the group which the bot was removed from
NO_THREAD = 0  # in place of a thread that could not be made


def link(conn: Connection, desk: Desk, chat_id: int, title: str, forum: bool) -> None:
    """Point the aliases to a group; in one with topics, owe the threads that are missing."""
    known = staff.where(conn, owing.GROUP)
    moved = known is not None and known.chat_id != chat_id
    if moved:
        staff.unlink(conn)
    staff.point(conn, owing.GROUP, chat_id, None, forum, title, desk.now)
    for alias in _threads(desk):
        place = staff.where(conn, alias)
        thread_id = (place.thread_id or None) if place and place.forum == forum else None
        staff.point(conn, alias, chat_id, thread_id, forum, None, desk.now)
        if forum and thread_id is None:
            _owe_thread(conn, desk, alias)
    records.note(conn, desk.now, "coordinator", "link", None, chat=chat_id)
    records.set_fact(conn, AWAY, None)
    release_lane(conn, owing.GROUP)
    owing.send_to(conn, desk, owing.COORDINATION, "linked", {})
    owe_menus(conn, desk)
    if moved:
        _bring_cards(conn, desk)


def _bring_cards(conn: Connection, desk: Desk) -> None:
    """Owe the cards of all open tickets: those in the former chat can be pressed no more."""
    for ticket in tickets.all_open(conn):
        owing.refresh_card(conn, desk, ticket)


def _threads(desk: Desk) -> list[str]:
    return [*(f"{owing.GROUP}/{topic}" for topic in desk.topics), owing.COORDINATION]


def _owe_thread(conn: Connection, desk: Desk, alias: str) -> None:
    owe(
        conn,
        Owed(
            key=f"thread:{alias}:{desk.cause}",
            kind=Kind.THREAD,
            operation="thread",
            to=alias,
            role="thread",
        ),
        desk.now,
    )


def thread_made(conn: Connection, desk: Desk, alias: str, thread_id: int) -> None:
    """Remember the thread that Telegram made for an alias."""
    place = staff.where(conn, alias)
    if place is not None:
        staff.point(conn, alias, place.chat_id, thread_id, place.forum, place.title, desk.now)
        release_lane(conn, owing.GROUP)


def thread_gone(conn: Connection, desk: Desk, row: OutboxRow) -> bool:
    """Make a thread that was deleted by hand again; False when the row goes to no thread."""
    place = staff.where(conn, row.to)
    if place is None or not place.forum:
        return False
    if place.thread_id is not None:
        staff.point(conn, place.alias, place.chat_id, None, True, place.title, desk.now)
        _owe_thread(conn, desk.because(f"thread{row.id}.{row.attempts}"), place.alias)
    return True


def thread_not_made(conn: Connection, desk: Desk, alias: str) -> None:
    """Let what goes to a thread that could not be made go to the general one, and say so.

    Nothing may wait for a thread for ever; /polacz tries to make it again.
    """
    place = staff.where(conn, alias)
    if place is None or place.thread_id is not None:
        return
    staff.point(conn, alias, place.chat_id, NO_THREAD, place.forum, place.title, desk.now)
    release_lane(conn, owing.GROUP)
    topic = desk.topics.get(alias.removeprefix(f"{owing.GROUP}/"))
    owing.send_to(
        conn,
        desk,
        owing.COORDINATION,
        "alarm",
        {"what": "thread", "topic": topic.name if topic else ""},
        kind=Kind.ALARM,
        role="alarm",
        key=f"alarm:thread:{alias}:{desk.cause}",
    )


def migrated(conn: Connection, desk: Desk, old: int, new: int) -> None:
    """Follow our own group to its new id; any other chat is ignored."""
    group = staff.where(conn, owing.GROUP)
    if group is not None and group.chat_id == old:
        staff.migrate(conn, old, new)
        records.note(conn, desk.now, "telegram", "migrate", None, old=old, new=new)
        release_lane(conn, owing.GROUP)
        _bring_cards(conn, desk)


def lost(conn: Connection, desk: Desk, chat_id: int) -> None:
    """The bot was removed from the group: coordinators hear of it in private, once.

    What is owed to the group waits until the bot is there again.
    """
    group = staff.where(conn, owing.GROUP)
    if group is None or group.chat_id != chat_id or records.get_fact(conn, AWAY) == chat_id:
        return
    records.set_fact(conn, AWAY, chat_id)
    for coordinator in staff.coordinators(conn):
        person = people.by_telegram(conn, coordinator.telegram_id)
        if person is not None:
            owing.tell(conn, desk, person, "bot_removed", kind=Kind.ALARM, role="alarm")


def found(conn: Connection, chat_id: int) -> None:
    """The bot is in the group again: what waited goes."""
    if records.get_fact(conn, AWAY) == chat_id:
        records.set_fact(conn, AWAY, None)
        release_lane(conn, owing.GROUP)


def advisor_left(conn: Connection, desk: Desk, telegram_id: int) -> None:
    """Give the tickets of somebody who left back to their queues."""
    known = staff.find(conn, telegram_id)
    if known is None:
        return
    staff.set_fields(conn, telegram_id, member=False, checked_at=desk.now)
    for ticket in tickets.held_by(conn, telegram_id):
        _back_to_queue(conn, desk, ticket)


def _back_to_queue(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    tickets.move(
        conn,
        ticket.id,
        was=("claimed", "waiting"),
        state="queued",
        advisor_id=None,
        claimed_at=None,
    )
    records.note(conn, desk.now, "telegram", "left", ticket.id)
    owing.refresh_card(conn, desk, tickets.get(conn, ticket.id))


def leader_reachable(conn: Connection, desk: Desk, telegram_id: int, reachable: bool) -> None:
    """A leader blocked or unblocked the bot: tell their advisors, greet them on return."""
    person = people.by_telegram(conn, telegram_id)
    if person is None or person.reachable == reachable:
        return
    people.set_reachable(conn, telegram_id, reachable)
    if reachable:
        owing.tell(conn, desk, person, "back_again")
        return
    for ticket in tickets.open_of_person(conn, person.id):
        owing.send_to(
            conn,
            desk,
            f"{owing.GROUP}/{ticket.topic}",
            "leader_blocked",
            {"number": ticket.id, "phone": person.phone},
            kind=Kind.ALARM,
            ticket=ticket.id,
            role="alarm",
        )


def topic_of_thread(conn: Connection, chat_id: int, thread_id: int | None) -> str | None:
    """Return the topic that a thread of the linked group stands for, or None."""
    place = staff.thread_of(conn, chat_id, thread_id) if thread_id is not None else None
    if place is None or not place.alias.startswith(f"{owing.GROUP}/"):
        return None
    topic = place.alias.removeprefix(f"{owing.GROUP}/")
    return None if topic == "coordination" else topic


def owe_menus(conn: Connection, desk: Desk) -> None:
    """Owe the command menus: what leaders see in private, and what members see in groups."""
    for audience in ("all_private_chats", "all_group_chats"):
        owe(
            conn,
            Owed(
                key=f"menu:{audience}:{desk.cause}",
                kind=Kind.MENU,
                operation="menu",
                to="chat:0",
                template=f"menu_{audience}",
                params={"scope": {"type": audience}},
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
