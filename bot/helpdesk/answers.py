"""Sending an advisor's words to the leader: the one door they go through."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.storage import posts, records, tickets
from bot.storage.rows import Ticket


def send(conn: Connection, desk: Desk, ticket: Ticket, ident: int, attempt: str = "") -> None:
    """Owe the leader an advisor's words; the ticket's clock is satisfied by them."""
    post = posts.by_id(conn, ident)
    assert post is not None
    outbox_id = owing.pass_on(conn, desk, ticket.address, post, role="answer", attempt=attempt)
    posts.set_fields(conn, post.id, side="advisor", state="owed", outbox_id=outbox_id)
    if post.media:
        owing.send_to(
            conn,
            desk,
            ticket.address,
            "after_answer",
            {"number": ticket.id, "advisor": post.author},
            ticket=ticket.id,
            role="answer",
            key=f"after:{post.id}{attempt}",
        )
    tickets.move(
        conn,
        ticket.id,
        was=("claimed", "waiting"),
        state="claimed",
        answered_at=desk.now,
        waiting_since=None,
    )
    records.note(conn, desk.now, f"advisor:{post.author_id}", "reply", ticket.id, post=post.id)
    owing.refresh_card(conn, desk, tickets.get(conn, ticket.id))
