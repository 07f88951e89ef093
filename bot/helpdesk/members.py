"""Who belongs to the advisors' group: each proof has its date, and an older one never wins.

What proves it: news of people joining and leaving, Telegram's own answer, and what they write.
Who has left, or is blocked, gives tickets back and may do nothing more.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.helpdesk import confidential, drafts, owing
from bot.helpdesk.desk import Desk, Incoming
from bot.storage import posts, receipts, records, staff, tickets
from bot.storage.rows import Advisor, Ticket

HOLDERS_EVERY = timedelta(minutes=15)  # who holds tickets is looked after this often
OTHERS_EVERY = timedelta(hours=6)
AT_ONCE = 20  # people asked about in one go


def may_act(conn: Connection, telegram_id: int) -> bool:
    """Tell whether somebody is a member as far as we know, and not blocked."""
    known = staff.find(conn, telegram_id)
    return known is not None and known.member and not known.blocked


def learn(conn: Connection, telegram_id: int, name: str, inside: bool, at: datetime) -> bool:
    """Store what was true at a moment; False when something newer is known."""
    known = staff.find(conn, telegram_id)
    if known is not None and known.checked_at is not None and known.checked_at > at:
        return False
    staff.know(conn, telegram_id, name, member=inside, checked_at=at)
    return True


def wrote(conn: Connection, desk: Desk, said: Incoming) -> None:
    """Take a message of somebody new as proof, as of when it was written.

    It proves nothing about people we know: in a public group others may write too, and news of
    leaving may have been lost. Telegram is asked about them.
    """
    known = staff.find(conn, said.sender_id)
    if known is None or (known.checked_at is None and not known.member):
        learn(conn, said.sender_id, said.name, True, min(said.at, desk.now))


def found(conn: Connection, desk: Desk, telegram_id: int, name: str, inside: bool) -> None:
    """Draw the consequences of Telegram's own answer, given now."""
    learn(conn, telegram_id, name, inside, desk.now)
    if not may_act(conn, telegram_id):
        give_back(conn, desk, telegram_id)


def left(conn: Connection, desk: Desk, telegram_id: int, at: datetime) -> None:
    """Somebody left at a moment; when a newer proof says otherwise, Telegram is to be asked."""
    known = staff.find(conn, telegram_id)
    if known is None:
        return
    if learn(conn, telegram_id, known.name, False, at):
        give_back(conn, desk, telegram_id)
    elif known.member:
        staff.set_fields(conn, telegram_id, checked_at=None)


def due(conn: Connection, now: datetime) -> list[Advisor]:
    """Return whom Telegram is to be asked about now: first those who hold tickets."""
    holders = staff.holding(conn)
    others = [one for one in staff.members(conn) if one not in holders]
    waiting = [
        *(one for one in holders if one.blocked or _older(one, now, HOLDERS_EVERY)),
        *(one for one in others if _older(one, now, OTHERS_EVERY)),
    ]
    return waiting[:AT_ONCE]


def _older(one: Advisor, now: datetime, than: timedelta) -> bool:
    return one.checked_at is None or not timedelta(0) <= now - one.checked_at < than


def give_back(conn: Connection, desk: Desk, telegram_id: int) -> None:
    """Put somebody's tickets back in their queues, and drop what they were asked about."""
    held = tickets.held_by(conn, telegram_id)
    for ticket in held:
        _back_to_queue(conn, desk, ticket)
    for ticket in tickets.second_of(conn, telegram_id):
        tickets.set_fields(conn, ticket.id, second_advisor_id=None)
        confidential.given_back(conn, desk, ticket, telegram_id)
        owing.refresh_card(conn, desk, tickets.get(conn, ticket.id))
    for post in posts.asking_of(conn, telegram_id):
        posts.set_fields(conn, post.id, state="withdrawn")
        for question in receipts.of_post(conn, post.id):
            owing.delete_message(conn, desk, question.chat_id, question.message_id)
    known = staff.find(conn, telegram_id)
    if held and known is not None:
        numbers = [ticket.id for ticket in held]
        values = {"name": known.name, "numbers": numbers, "blocked": known.blocked}
        to = owing.COORDINATION
        owing.send_to(conn, desk, to, "advisor_left", values, kind=Kind.ALARM, role="alarm")


def _back_to_queue(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    tickets.move(
        conn,
        ticket.id,
        was=("claimed", "waiting"),
        state="queued",
        advisor_id=None,
        second_advisor_id=None,
        claimed_at=None,
    )
    for one in confidential.advisors(ticket) if ticket.confidential else ():
        confidential.given_back(conn, desk, ticket, one)
    drafts.close_of_ticket(conn, desk, ticket)
    records.note(conn, desk.now, "telegram", "left", ticket.id)
    owing.refresh_card(conn, desk, tickets.get(conn, ticket.id))
