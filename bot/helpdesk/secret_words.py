"""What a leader confides, on its way to the private chats of those who read it.

The message that opens a conversation shows the words as they are when it is sent; what is said
later follows, each thing once. Who may read it is decided in `confidential`.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.storage import posts
from bot.storage.rows import Post, Ticket

ROLE = "private"  # of the message that opens the conversation in an advisor's private chat
SHOWN = 3000  # characters that a message of ours shows of somebody's words


def said(conn: Connection, ticket: Ticket) -> list[Post]:
    """Return what the leader said, without what was withdrawn."""
    found = posts.of_ticket(conn, ticket.id)
    return [post for post in found if post.side == "leader" and post.state != "withdrawn"]


def open_in(conn: Connection, desk: Desk, ticket: Ticket, to: str) -> None:
    """Open the conversation in a chat: all words, and each photo, recording and file."""
    values = {"_secret": ticket.id, "_protect": True}
    owing.send_to(conn, desk, to, "secret_opened", values, ticket=ticket.id, role=ROLE)
    words = said(conn, ticket)
    long = sum(len(post.text) + 1 for post in words) > SHOWN
    for post in words:
        if post.media or (long and post.text):
            whole(conn, desk, post, to, attempt=f":{ticket.rev}")


def show(conn: Connection, desk: Desk, post: Post, to: str) -> None:
    """Owe a chat one thing that the leader said, once."""
    if post.media or len(post.text) > SHOWN:
        whole(conn, desk, post, to)
        return
    values = {"_post": post.id, "edited": False, "_protect": True}
    key = f"says:{post.id}:{to}"
    owing.send_to(
        conn, desk, to, "leader_says", values, ticket=post.ticket_id, role="relay", key=key
    )


def whole(conn: Connection, desk: Desk, post: Post, to: str, attempt: str = "") -> None:
    """Owe a chat a post as it is; a part of an album goes by itself, however late it comes."""
    owing.pass_on(conn, desk, to, replace(post, album=None), role="relay", attempt=attempt)
