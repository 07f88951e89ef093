"""Further words in a ticket: appended, reopened within 14 days, or a new linked ticket after."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.tickets import REOPEN_WITHIN
from bot.helpdesk import confidential, members, opening, owing, same_matter, secret_words
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.helpdesk.owners import own_ticket
from bot.storage import people, posts, receipts, records, tickets
from bot.storage.rows import Person, Post, Ticket

CONVERSATION = timedelta(hours=72)


def add(conn: Connection, desk: Desk, person: Person, ticket: Ticket, incoming: Incoming) -> None:
    """Put a leader's further message into a ticket and show it to the advisors."""
    if ticket.state in ("closed", "withdrawn"):
        if not can_reopen(desk, ticket):
            _linked(conn, desk, person, ticket, incoming)
            return
        ticket = reopen(conn, desk, person, ticket)
    ticket, ident = put(conn, desk, ticket, incoming)
    owing.tell(
        conn,
        desk,
        person,
        "followed",
        {
            "number": ticket.id,
            "promised": ticket.promised_at.isoformat() if ticket.promised_at else None,
            "post": ident,
        },
        ticket=ticket.id,
        role="followed",
    )


def put(conn: Connection, desk: Desk, ticket: Ticket, incoming: Incoming) -> tuple[Ticket, int]:
    """Put words into an open ticket, whose clock runs again; return it and the post's id."""
    if ticket.answered_at is not None or ticket.state == "waiting":
        ticket = run_again(conn, desk, ticket)
    ident = opening.add_post(conn, ticket, incoming, side="leader")
    show_to_advisors(conn, desk, ticket, ident)
    owing.refresh_card(conn, desk, ticket)
    return ticket, ident


def join(conn: Connection, desk: Desk, ticket: Ticket, incoming: Incoming) -> None:
    """Add words sent within seconds of the question to it; a reaction says that they were seen."""
    opening.add_post(conn, ticket, incoming, side="leader")
    owing.refresh_card(conn, desk, ticket)
    owing.react(conn, desk, incoming.chat_id, incoming.message_id, "👀")


def can_reopen(desk: Desk, ticket: Ticket) -> bool:
    """Tell whether a closed ticket may still be opened again."""
    return ticket.closed_at is None or desk.now - ticket.closed_at <= REOPEN_WITHIN


def reopen(conn: Connection, desk: Desk, person: Person, ticket: Ticket) -> Ticket:
    """Open a closed ticket again, with the advisor who had it if still there; promise anew."""
    held = ticket.advisor_id is not None and _has_still(conn, ticket, ticket.advisor_id)
    second = ticket.second_advisor_id
    both = held and second is not None and _has_still(conn, ticket, second)
    tickets.move(
        conn,
        ticket.id,
        was=("closed", "withdrawn"),
        state="claimed" if held else "queued",
        advisor_id=ticket.advisor_id if held else None,
        second_advisor_id=second if both else None,
        closed_at=None,
        closed_by=None,
        answered_at=None,
        waiting_since=None,
        waiting_reminders=0,
    )
    for one in confidential.advisors(ticket) if ticket.confidential and not held else ():
        confidential.given_back(conn, desk, ticket, one)
    records.note(conn, desk.now, f"person:{person.id}", "reopen", ticket.id)
    return opening.renew_promise(conn, desk, tickets.get(conn, ticket.id))


def _has_still(conn: Connection, ticket: Ticket, telegram_id: int) -> bool:
    """Tell whether an advisor who had a ticket may have it again, and can be reached."""
    able = not ticket.confidential or confidential.may_lead(conn, telegram_id)
    return able and members.may_act(conn, telegram_id)


def run_again(conn: Connection, desk: Desk, ticket: Ticket) -> Ticket:
    """Let the clock of a ticket run again: its leader has written."""
    tickets.move(
        conn,
        ticket.id,
        was=("claimed", "waiting", "queued"),
        state="claimed" if ticket.advisor_id else "queued",
        answered_at=None,
        waiting_since=None,
        waiting_reminders=0,
    )
    return opening.renew_promise(conn, desk, tickets.get(conn, ticket.id))


def talking(conn: Connection, desk: Desk, person: Person, written: datetime) -> Ticket | None:
    """Return the ticket in which an advisor had the last word before this, or waits for it."""
    for ticket in tickets.open_of_person(conn, person.id):
        if ticket.state == "waiting":
            return ticket
        said = [post for post in posts.of_ticket(conn, ticket.id) if post.side != "note"]
        if (
            said
            and said[-1].side == "advisor"
            and said[-1].state == "owed"
            and said[-1].at <= written
            and desk.now - said[-1].at <= CONVERSATION
        ):
            return ticket
    return None


def _linked(
    conn: Connection, desk: Desk, person: Person, before: Ticket, incoming: Incoming
) -> None:
    """Too late to reopen: a new ticket that names the old one."""
    question = opening.save_question(conn, person, incoming, topic=before.topic)
    secret = before.confidential
    opening.open_ticket(conn, desk, person, question, follows=before.id, confidential=secret)


def show_to_advisors(conn: Connection, desk: Desk, ticket: Ticket, ident: int) -> None:
    """Owe the thread the leader's further words or media, under the card."""
    post = posts.by_id(conn, ident)
    if post is None:
        return
    if ticket.confidential:
        for to in confidential.circle(conn, ticket):
            secret_words.show(conn, desk, post, to)
    elif receipts.latest(conn, ticket.id, "card") is not None:
        _show(conn, desk, ticket, post, f"{owing.GROUP}/{ticket.topic}")
    # else the card is still to come, and shows all that was said before it


def _show(conn: Connection, desk: Desk, ticket: Ticket, post: Post, to: str) -> None:
    if post.media:
        owing.pass_on(conn, desk, to, post, role="relay")
        return
    owing.send_to(
        conn,
        desk,
        to,
        "leader_says",
        {"_post": post.id, "edited": False},
        ticket=ticket.id,
        role="relay",
        key=f"says:{post.id}",
    )


def separate(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Make a follow-up a ticket of its own: the leader meant a new question."""
    post = posts.by_id(conn, press.ident)
    own = post is not None and post.side == "leader" and post.author_id == press.presser_id
    if post is None or not own or post.state == "withdrawn":
        return Toast("stale")
    person = people.by_telegram(conn, press.presser_id)
    if person is None:
        return Toast("stale")
    before = tickets.get(conn, post.ticket_id)
    posts.set_fields(conn, post.id, state="withdrawn")
    question, secret = opening.save_question(conn, person, post), before.confidential
    ticket = opening.open_ticket(conn, desk, person, question, confidential=secret)
    owing.refresh_card(conn, desk, before)
    owing.replace_text(
        conn, desk, press.chat_id, press.message_id, "moved_to_new", {"number": ticket.id}
    )
    return Toast("saved")


def merge(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Fold a fresh ticket into the leader's earlier open one: it was only an addition."""
    found = own_ticket(conn, press)
    if found is None:
        return Toast("stale")
    person, ticket = found
    into = same_matter.earlier_ticket(conn, ticket)
    if into is None or not tickets.move(
        conn,
        ticket.id,
        was=("queued", "claimed"),
        state="withdrawn",
        closed_at=desk.now,
        closed_by="merged",
        follows=into.id,
    ):
        return Toast("stale")
    for post in posts.of_ticket(conn, ticket.id):
        _move_post(conn, desk, into, post)
    records.note(conn, desk.now, f"person:{person.id}", "merge", ticket.id, into=into.id)
    owing.refresh_card(conn, desk, tickets.get(conn, ticket.id))
    owing.refresh_card(conn, desk, tickets.get(conn, into.id))
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "merged", {"number": into.id})
    return Toast("saved")


def _move_post(conn: Connection, desk: Desk, into: Ticket, post: Post) -> None:
    posts.set_fields(conn, post.id, ticket_id=into.id)
    show_to_advisors(conn, desk, into, post.id)
