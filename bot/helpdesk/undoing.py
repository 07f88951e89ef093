"""Taking an answer back: from its card for ten minutes, by command while Telegram lets us."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.mailing import mail_of
from bot.domain.tickets import DELETE_WITHIN, UNDO_ON_CARD
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.helpdesk.replies import STALE, thread_of, ticket_of
from bot.storage import posts, receipts, records, tickets
from bot.storage.outbox import cancel_pending
from bot.storage.rows import Post


def undo_on_card(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the last answer back, within ten minutes, from the card."""
    post = posts.by_id(conn, press.ident)
    if post is None or post.state != "owed":
        return STALE
    if desk.now - post.at > UNDO_ON_CARD:
        owing.refresh_card(conn, desk, tickets.get(conn, post.ticket_id))
        return Toast("too_late")
    if post.author_id != press.presser_id:
        return Toast("not_holder", name=post.author)
    undo(conn, desk, post)
    return Toast("undone")


def undo_by_reply(conn: Connection, desk: Desk, said: Incoming) -> bool:
    """Take back what `/cofnij` replies to: one's own answer, or the last one of a card."""
    if said.reply_to is None:
        return False
    post = posts.by_message(conn, said.chat_id, said.reply_to)
    if post is None:
        ticket = ticket_of(conn, said.chat_id, said.reply_to)
        post = posts.last_answer(conn, ticket.id) if ticket is not None else None
    if post is None or post.state != "owed" or post.author_id != said.sender_id:
        return False
    undo(conn, desk, post)
    return True


def undo(conn: Connection, desk: Desk, post: Post) -> None:
    """Remove an answer at the leader's side; an older one is corrected by a message instead."""
    ticket = tickets.get(conn, post.ticket_id)
    copies = receipts.of_outbox(conn, post.outbox_id) if post.outbox_id is not None else []
    mailed = any(mail_of(copy.chat_id) is not None for copy in copies)
    deleted = desk.now - post.at <= DELETE_WITHIN and not mailed
    if post.outbox_id is not None:
        cancel_pending(conn, post.outbox_id, "undone", desk.now)
        for copy in copies:
            if deleted:
                owing.delete_message(conn, desk, copy.chat_id, copy.message_id)
    if not deleted:
        owing.send_to(
            conn, desk, ticket.address, "undo_late", {"number": ticket.id}, ticket=ticket.id
        )
    posts.set_fields(conn, post.id, state="undone")
    tickets.move(conn, ticket.id, was=("claimed", "waiting"), answered_at=None)
    records.note(conn, desk.now, f"advisor:{post.author_id}", "undo", ticket.id, post=post.id)
    owing.react(conn, desk, post.chat_id, post.message_id, None)
    owing.refresh_card(conn, desk, tickets.get(conn, ticket.id))
    owing.send_to(
        conn,
        desk,
        thread_of(ticket),
        "undone",
        {"number": ticket.id, "deleted": deleted},
        reply_to=post.message_id,
        role="hint",
    )
