"""The bot's own place in groups: out, muted, without rights, back; and groups that are not ours.

Coordinators hear of a change once, in private and, where the bot can still speak, in their thread.
What is owed to the group waits while the bot cannot speak there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.helpdesk import owing, threads
from bot.helpdesk.desk import Desk
from bot.storage import people, records, staff
from bot.storage.outbox import Owed, owe, release_lane

AWAY = "group_away"  # the fact that names the group in which the bot cannot speak
STANDING = "group_standing"  # the fact that tells what the bot is there, unless it is "full"
GRACE = timedelta(minutes=10)  # for the coordinator to come, where somebody else added the bot
_SILENT = ("out", "muted")


@dataclass(frozen=True, slots=True)
class Rights:
    """What a bot may do in a group."""

    inside: bool
    writes: bool = False
    administers: bool = False
    manages_topics: bool = False

    def named(self, forum: bool) -> str:
        """Return the one word for it: out, muted, member, topics (not managed), or full."""
        if not self.inside or not self.writes:
            return "muted" if self.inside else "out"
        if not self.administers:
            return "member"
        return "topics" if forum and not self.manages_topics else "full"


OUT = Rights(inside=False)
MUTED = Rights(inside=True)


def known(conn: Connection, chat_id: int) -> str:
    """Return what the bot was, when last heard of, in the linked group."""
    fact = records.get_fact(conn, STANDING)
    return str(fact["is"]) if fact is not None and fact["chat"] == chat_id else "full"


def changed(conn: Connection, desk: Desk, chat_id: int, rights: Rights) -> bool:
    """Take notice of the bot's place; False when that chat is not the advisors' group."""
    group = staff.where(conn, owing.GROUP)
    if group is None or group.chat_id != chat_id:
        return False
    now_is, was = rights.named(group.forum), known(conn, chat_id)
    if now_is == was:
        return True
    records.set_fact(conn, STANDING, {"chat": chat_id, "is": now_is})
    records.set_fact(conn, AWAY, chat_id if now_is in _SILENT else None)
    records.note(conn, desk.now, "telegram", "standing", before=was, after=now_is)
    if now_is not in _SILENT:
        release_lane(conn, owing.GROUP)
    if now_is == "full" and group.forum:
        threads.make_missing(conn, desk)
    _tell(conn, desk, now_is, group.forum)
    return True


def _tell(conn: Connection, desk: Desk, what: str, forum: bool) -> None:
    params = {"what": what, "forum": forum}
    for telegram_id in sorted(coordinators(conn, desk)):
        person = people.by_telegram(conn, telegram_id)
        if person is not None:
            owing.tell(conn, desk, person, "standing", params, kind=Kind.ALARM, role="alarm")
    if what not in _SILENT:
        owing.send_to(
            conn, desk, owing.COORDINATION, "standing", params, kind=Kind.ALARM, role="alarm"
        )


def coordinators(conn: Connection, desk: Desk) -> set[int]:
    """Return the Telegram ids of everybody who coordinates, by settings or by the link."""
    paired = {one.telegram_id for one in staff.coordinators(conn) if not one.blocked}
    return paired | desk.coordinators


def linked(conn: Connection) -> None:
    """Forget what the bot was before the group was linked: it is an administrator there."""
    records.set_fact(conn, AWAY, None)
    records.set_fact(conn, STANDING, None)


# Groups that are not ours


def added_elsewhere(conn: Connection, desk: Desk, chat_id: int, welcome: bool) -> None:
    """Stay where a coordinator wants the bot; leave any other group soon, silently."""
    group = staff.where(conn, owing.GROUP)
    if group is not None and group.chat_id == chat_id:
        return
    records.note(conn, desk.now, "telegram", "added", chat=chat_id, welcome=welcome)
    if welcome:
        welcomed(conn, chat_id)
        return
    owe(
        conn,
        Owed(
            key=f"leave:{chat_id}:{desk.cause}",
            kind=Kind.PLACE,
            operation="leave",
            to=f"chat:{chat_id}",
            not_before=desk.now + GRACE,
            role="leave",
        ),
        desk.now,
    )


def welcomed(conn: Connection, chat_id: int) -> None:
    """Remember that a coordinator wants the bot in this chat."""
    records.set_fact(conn, f"welcome:{chat_id}", True)


def stays(conn: Connection, chat_id: int) -> bool:
    """Tell whether a group that was to be left has become ours, or a coordinator wants it."""
    group = staff.where(conn, owing.GROUP)
    ours = group is not None and group.chat_id == chat_id
    return ours or bool(records.get_fact(conn, f"welcome:{chat_id}"))


def left(conn: Connection, desk: Desk, chat_id: int) -> None:
    """Note that a foreign group was left; coordination hears of it once a day."""
    records.note(conn, desk.now, "bot", "leave", chat=chat_id)
    if staff.where(conn, owing.GROUP) is not None:
        owing.send_to(
            conn,
            desk,
            owing.COORDINATION,
            "alarm",
            {"what": "foreign_group"},
            kind=Kind.ALARM,
            role="alarm",
            key=f"alarm:foreign_group:{desk.today.isoformat()}",
        )
