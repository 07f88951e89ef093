"""Tickets that only one advisor reads, in private; two, when a young person asks.

The group sees the number and the topic. Who takes such a ticket gets the words in the private chat
with the bot and answers there, by replying. Nothing that is said goes through the group, not even
by mistake: whatever is owed about the ticket asks `circle` where it may go.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.tickets import DELETE_WITHIN
from bot.helpdesk import owing, shielding
from bot.helpdesk.desk import Desk, Press, Toast, topic_view
from bot.helpdesk.owners import own_ticket
from bot.storage import people, posts, receipts, records, staff, tickets
from bot.storage.rows import Person, Post, Receipt, Ticket

ROLE = "private"  # of the message that opens the conversation in an advisor's private chat
SWITCHES = {"secret_on": True, "secret_off": False}
YOUNG = {"secret_young": True, "secret_adult": False}


def needs_two(conn: Connection, ticket: Ticket) -> bool:
    """Tell whether two advisors have to be there: somebody under 18 asks in confidence."""
    return ticket.confidential and people.by_id(conn, ticket.person_id).under_18


def advisors(ticket: Ticket) -> list[int]:
    """Return the Telegram ids of those who have taken a confidential ticket."""
    return [one for one in (ticket.advisor_id, ticket.second_advisor_id) if one is not None]


def is_complete(conn: Connection, ticket: Ticket) -> bool:
    """Tell whether enough advisors have taken it for its words to be read."""
    return len(advisors(ticket)) >= (2 if needs_two(conn, ticket) else 1)


def circle(conn: Connection, ticket: Ticket) -> list[str]:
    """Return where what is said in a ticket goes: its thread, or the chats of its advisors."""
    if not ticket.confidential:
        return [f"{owing.GROUP}/{ticket.topic}"]
    if not is_complete(conn, ticket):
        return []
    found = (people.by_telegram(conn, one) for one in advisors(ticket))
    return [one.address for one in found if one is not None and one.reachable]


def may_hold(conn: Connection, telegram_id: int) -> bool:
    """Tell whether the bot may write to an advisor in private: they have started it."""
    known = people.by_telegram(conn, telegram_id)
    return known is not None and known.reachable and known.notice_shown_at is not None


def join(conn: Connection, desk: Desk, ticket: Ticket, telegram_id: int) -> bool:
    """Let a second advisor take the ticket of somebody under 18; False when none is wanted."""
    wanted = needs_two(conn, ticket) and ticket.state in ("claimed", "waiting")
    if not wanted or ticket.second_advisor_id is not None or ticket.advisor_id == telegram_id:
        return False
    tickets.set_fields(conn, ticket.id, second_advisor_id=telegram_id)
    return True


def taken(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    """Bring the whole conversation to those who have taken it, once they are enough."""
    for to in circle(conn, ticket):
        if _opened(conn, ticket, to):
            continue
        _open(conn, desk, ticket, to)


def _opened(conn: Connection, ticket: Ticket, to: str) -> bool:
    known = receipts.of_ticket(conn, ticket.id, ROLE)
    return any(f"chat:{one.chat_id}" == to for one in known)


def _open(conn: Connection, desk: Desk, ticket: Ticket, to: str) -> None:
    person = people.by_id(conn, ticket.person_id)
    said = [post for post in posts.of_ticket(conn, ticket.id) if post.state != "withdrawn"]
    words = [post.text for post in said if post.side == "leader" and post.text]
    owing.send_to(
        conn,
        desk,
        to,
        "secret_opened",
        {
            "number": ticket.id,
            "topic": topic_view(desk.topic(ticket.topic)),
            "who": None if person.anonymous else person.name,
            "young": person.under_18,
            "text": shielding.masked(ticket, "\n".join(words)),
            "promised": ticket.promised_at.isoformat() if ticket.promised_at else None,
            "_protect": True,
        },
        ticket=ticket.id,
        role=ROLE,
    )
    wants_call(conn, desk, ticket)
    for post in said:
        if post.side == "leader" and post.media:
            owing.pass_on(conn, desk, to, post, role="relay", attempt=f":{ticket.rev}")


def wants_call(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    """Tell those who have a confidential ticket that its leader wants to be called."""
    person = people.by_id(conn, ticket.person_id)
    if not ticket.confidential or not ticket.call_wanted or not person.phone:
        return
    for to in circle(conn, ticket):
        values = {"number": ticket.id, "phone": person.phone, "hours": person.phone_hours}
        values["_protect"] = True
        owing.send_to(conn, desk, to, "secret_call", values, ticket=ticket.id, role="relay")


# The leader's side


def switch(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Make an own ticket confidential, or ordinary again."""
    found = own_ticket(conn, press, only_open=True)
    if found is None:
        return Toast("stale")
    person, ticket = found
    hidden = SWITCHES[press.action]
    if ticket.confidential != hidden:
        tickets.set_fields(conn, ticket.id, confidential=hidden, second_advisor_id=None)
        records.note(conn, desk.now, f"person:{person.id}", press.action, ticket.id)
        if hidden:
            _leave_group(conn, desk, ticket)
        _redrawn(conn, desk, ticket)
    owing.refresh_receipt(conn, desk, tickets.get(conn, ticket.id), "secret" if hidden else None)
    return Toast("saved")


def declare_young(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take a person's word that they are under 18: two advisors then read what they confide."""
    found = own_ticket(conn, press, only_open=True)
    if found is None:
        return Toast("stale")
    person, ticket = found
    people.set_fields(conn, person.id, under_18=YOUNG[press.action])
    records.note(conn, desk.now, f"person:{person.id}", press.action, ticket.id)
    _redrawn(conn, desk, ticket)
    owing.refresh_receipt(conn, desk, tickets.get(conn, ticket.id), "secret")
    return Toast("saved")


def _redrawn(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    """Bring the card to what may be seen now; a holder who cannot be written to gives it back."""
    ticket = tickets.get(conn, ticket.id)
    holder = ticket.advisor_id
    if ticket.confidential and holder is not None and not may_hold(conn, holder):
        values = {"state": "queued", "advisor_id": None, "claimed_at": None}
        tickets.move(conn, ticket.id, was=("claimed", "waiting"), **values)
    ticket = tickets.get(conn, ticket.id)
    if ticket.confidential:
        taken(conn, desk, ticket)
    owing.refresh_card(conn, desk, ticket)


def _leave_group(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    """Take the words out of the group: what was relayed there is deleted, or written over."""
    group = staff.where(conn, owing.GROUP)
    for post in posts.of_ticket(conn, ticket.id):
        for copy in receipts.of_post(conn, post.id) if post.side == "leader" else ():
            if group is not None and copy.chat_id == group.chat_id:
                _take_away(conn, desk, ticket, post, copy)


def _take_away(conn: Connection, desk: Desk, ticket: Ticket, post: Post, copy: Receipt) -> None:
    if post.media or desk.now - copy.at < DELETE_WITHIN:
        owing.delete_message(conn, desk, copy.chat_id, copy.message_id)
    else:
        values = {"number": ticket.id}
        owing.replace_text(conn, desk, copy.chat_id, copy.message_id, "secret_gone", values)


# The advisors' side


def given_back(conn: Connection, desk: Desk, ticket: Ticket, telegram_id: int) -> None:
    """Take the conversation out of the chat of an advisor who has it no more, while we can."""
    for known in receipts.in_chat(conn, ticket.id, telegram_id):
        if desk.now - known.at < DELETE_WITHIN:
            owing.delete_message(conn, desk, known.chat_id, known.message_id)
            receipts.forget(conn, known.chat_id, known.message_id)


def colleague_said(conn: Connection, desk: Desk, ticket: Ticket, post: Post) -> None:
    """Show the other advisor of a young person's ticket what was answered."""
    for to in circle(conn, ticket):
        if to == f"chat:{post.author_id}":
            continue
        if post.media:
            owing.pass_on(conn, desk, to, post, role="relay", attempt=":colleague")
            continue
        values = {"number": ticket.id, "advisor": post.author, "text": post.text}
        values["_protect"] = True
        owing.send_to(
            conn,
            desk,
            to,
            "secret_colleague",
            values,
            ticket=ticket.id,
            role="relay",
            key=f"colleague:{post.id}:{to}",
        )


def ticket_in_private(
    conn: Connection, person: Person, chat_id: int, message_id: int | None
) -> Ticket | None:
    """Return the confidential ticket that an advisor replies to in private, if they hold it."""
    known = receipts.find(conn, chat_id, message_id) if message_id is not None else None
    ticket = tickets.find(conn, known.ticket_id) if known and known.ticket_id else None
    if known is None or ticket is None or known.role not in (ROLE, "relay"):
        return None
    held = ticket.confidential and person.telegram_id in advisors(ticket)
    return ticket if held and ticket.person_id != person.id else None


def not_here(conn: Connection, desk: Desk, ticket: Ticket, reply_to: int) -> None:
    """Say in the group that words about this ticket belong into the private chat."""
    owing.send_to(
        conn,
        desk,
        f"{owing.GROUP}/{ticket.topic}",
        "secret_hint",
        {"number": ticket.id},
        kind=Kind.NOTICE,
        reply_to=reply_to,
        role="hint",
    )
