"""Tickets that only one advisor reads, in private; two, when a young person asks.

The group sees the number and the topic. Who takes such a ticket gets the words in the private chat
with the bot and answers there, by replying. Nothing that is said goes through the group, not even
by mistake: whatever is owed about the ticket asks `circle` where it may go.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.tickets import DELETE_WITHIN
from bot.helpdesk import drafts, owing, secret_traces, secret_words
from bot.helpdesk.desk import Desk, Press, Toast
from bot.helpdesk.owners import own_ticket
from bot.storage import people, receipts, records, tickets
from bot.storage.outbox import OutboxRow
from bot.storage.rows import Receipt, Ticket

ROLE = secret_words.ROLE
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


def may_lead(conn: Connection, telegram_id: int) -> bool:
    """Tell whether an advisor may have such a ticket: in private, and without a second person."""
    return may_hold(conn, telegram_id) and not drafts.is_trainee(conn, telegram_id)


def taken(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    """Bring the whole conversation to those who have taken it, once they are enough."""
    for to in circle(conn, ticket):
        if _opened(conn, ticket, to) is None:
            secret_words.open_in(conn, desk, ticket, to)
            wants_call(conn, desk, ticket)
    catch_up(conn, desk, ticket)


def catch_up(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    """Show what was said while nobody might read it to those who had read what was before."""
    for to in circle(conn, ticket) if ticket.confidential else ():
        opened = _opened(conn, ticket, to)
        for post in secret_words.said(conn, ticket) if opened is not None else ():
            if opened is not None and post.at > opened.at:
                secret_words.show(conn, desk, post, to)


def _opened(conn: Connection, ticket: Ticket, to: str) -> Receipt | None:
    known = receipts.of_ticket(conn, ticket.id, ROLE)
    return next((one for one in known if f"chat:{one.chat_id}" == to), None)


def is_astray(conn: Connection, row: OutboxRow) -> bool:
    """Tell whether a leader's words are on their way to where they may not be read any more."""
    if row.ticket_id is None or row.role not in (ROLE, "relay", "file"):
        return False
    ticket = tickets.get(conn, row.ticket_id)
    return ticket.confidential and row.to not in (ticket.address, *circle(conn, ticket))


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
            drafts.close_of_ticket(conn, desk, ticket)
            secret_traces.leave_group(conn, desk, ticket)
            desk.confided(conn, desk, tickets.get(conn, ticket.id))
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
    """Bring the card to what may be seen now; a holder who may not have it gives it back."""
    ticket = tickets.get(conn, ticket.id)
    holder = ticket.advisor_id
    if ticket.confidential and holder is not None and not may_lead(conn, holder):
        values = {"state": "queued", "advisor_id": None, "claimed_at": None}
        tickets.move(conn, ticket.id, was=("claimed", "waiting"), **values)
    ticket = tickets.get(conn, ticket.id)
    if ticket.confidential:
        taken(conn, desk, ticket)
    owing.refresh_card(conn, desk, ticket)


# The advisors' side


def given_back(conn: Connection, desk: Desk, ticket: Ticket, telegram_id: int) -> None:
    """Take the conversation out of the chat of an advisor who has it no more, while we can."""
    for known in receipts.in_chat(conn, ticket.id, telegram_id):
        if known.role not in (ROLE, "relay"):
            continue
        fresh = desk.now - known.at < DELETE_WITHIN
        role = "gone" if fresh else secret_traces.FORMER
        receipts.retire(conn, known.chat_id, known.message_id, role)
        if fresh:
            owing.delete_message(conn, desk, known.chat_id, known.message_id)


def let_go(conn: Connection, desk: Desk, ticket: Ticket, telegram_id: int) -> None:
    """Put a ticket back in its queue, because one who has it can not, or may not, read it."""
    back = {"state": "queued", "advisor_id": None, "second_advisor_id": None, "claimed_at": None}
    tickets.move(conn, ticket.id, was=("claimed", "waiting"), **back)
    for one in advisors(ticket):
        given_back(conn, desk, ticket, one)
    records.note(conn, desk.now, "bot", "let_go", ticket.id, advisor=telegram_id)
    owing.refresh_card(conn, desk, tickets.get(conn, ticket.id))


def held_by(conn: Connection, telegram_id: int) -> list[Ticket]:
    """Return the open tickets that somebody has, as the first or the second."""
    return [*tickets.held_by(conn, telegram_id), *tickets.second_of(conn, telegram_id)]


def no_longer(conn: Connection, desk: Desk, telegram_id: int) -> None:
    """Put back what was confided to somebody who learns from now on: others lead that."""
    for ticket in held_by(conn, telegram_id):
        if ticket.confidential:
            let_go(conn, desk, ticket, telegram_id)


def unreachable(conn: Connection, desk: Desk, telegram_id: int) -> None:
    """Put back what somebody has whom the bot can write to no more: nobody would read it."""
    for ticket in held_by(conn, telegram_id):
        if ticket.confidential:
            let_go(conn, desk, ticket, telegram_id)
            to, values = f"{owing.GROUP}/{ticket.topic}", {"number": ticket.id}
            owing.send_to(conn, desk, to, "secret_back", values, ticket=ticket.id, role="nudge")
