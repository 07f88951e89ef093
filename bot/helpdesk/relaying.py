"""People's own words and media on their way: header, entities, copies, albums, edits.

Words go with their entities, never as markup; media is copied by message id. Offsets of entities
are UTF-16 units, as Telegram counts them.
"""

from __future__ import annotations

from html import escape
from typing import Any

from sqlalchemy import Connection

from bot.domain.outgoing import Command, Target
from bot.helpdesk import views
from bot.helpdesk.desk import Desk
from bot.helpdesk.secret_words import ROLE
from bot.helpdesk.shielding import masked
from bot.storage import people, posts, receipts, tickets
from bot.storage.outbox import OutboxRow, Skip, address_of
from bot.storage.rows import Person, Post, Receipt, Ticket
from bot.templates import Texts

LONGEST = 4096  # characters of a text, after entities


def utf16(text: str) -> int:
    """Return the length of a text as Telegram counts offsets."""
    return len(text.encode("utf-16-le")) // 2


def leader_words(conn: Connection, post: Post) -> dict[str, Any]:
    """Return what `leader_says` shows: the leader's words with personal numbers masked."""
    ticket = tickets.get(conn, post.ticket_id)
    who = _who(conn, post, people.by_id(conn, ticket.person_id))
    return {"text": masked(ticket, post.text), "who": who, "number": ticket.id}


def _who(conn: Connection, post: Post, person: Person) -> str | None:
    """Return who wrote it: the ticket's leader, or somebody it is shared with."""
    if post.author_id is None or post.author_id == person.telegram_id:
        return views.who(person)
    writer = people.by_telegram(conn, post.author_id)
    return views.who(writer) if writer is not None else post.author


def newest(conn: Connection, desk: Desk, row: OutboxRow) -> dict[str, Any]:
    """Return the values of a message; people's words among them are looked up now."""
    params = {name: value for name, value in row.params.items() if not name.startswith("_")}
    post = posts.by_id(conn, row.params["_post"]) if "_post" in row.params else None
    if post is not None:
        params |= leader_words(conn, post)
    if "_secret" in row.params:
        params |= views.confided(conn, desk, tickets.get(conn, row.params["_secret"]))
    return params


def thread_of_card(conn: Connection, known: Receipt) -> str | None:
    """Return the alias that a card was sent to."""
    return address_of(conn, known.outbox_id) if known.outbox_id else None


def words_or_media(
    conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target
) -> Command | Skip:
    """Return the command that carries a post to the other side."""
    chat_id, thread_id = target.chat_id, target.thread_id
    if row.operation == "album":
        return _album(conn, row, chat_id, thread_id)
    post = posts.by_id(conn, row.params["post"])
    if post is None or post.state in ("undone", "withdrawn"):
        return Skip("undone")
    ticket = tickets.get(conn, post.ticket_id)
    if row.operation in ("edit_text", "edit_caption"):
        return _edited(conn, texts, row, post, ticket, chat_id)
    if row.operation == "copy":
        return _copy(conn, texts, row, post, ticket, chat_id, thread_id)
    if post.side == "leader":
        return _leader_text(conn, row, post, ticket, chat_id, thread_id)
    if target.email is not None:
        return _by_mail(texts, row, post, ticket, chat_id)
    return _text(conn, texts, row, post, ticket, chat_id)


def _leader_text(
    conn: Connection,
    row: OutboxRow,
    post: Post,
    ticket: Ticket,
    chat_id: int,
    thread_id: int | None,
) -> Command:
    """A long question, whole, on request: a quotation, never to be taken for our words."""
    words = masked(ticket, post.text)
    quotation = {"type": "expandable_blockquote", "offset": 0, "length": utf16(words)}
    return Command(
        "text",
        chat_id,
        thread_id,
        text=words,
        entities=[quotation],
        reply_to=card_in(conn, row, chat_id),
        protect=ticket.confidential,
    )


def card_in(conn: Connection, row: OutboxRow, chat_id: int) -> int | None:
    """Return what words of a ticket stand under: its card, or what opened a conversation."""
    for role in ("card", ROLE) if row.ticket_id else ():
        found = receipts.of_ticket(conn, row.ticket_id or 0, role)
        here = [one.message_id for one in found if one.chat_id == chat_id]
        if here:
            return here[-1]
    return None


def _asked_in(conn: Connection, ticket: Ticket) -> int | None:
    """Return the leader's latest message in a ticket, to be quoted above the answer."""
    said = [
        post
        for post in posts.of_ticket(conn, ticket.id)
        if post.side == "leader" and f"chat:{post.chat_id}" == ticket.address
    ]
    return said[-1].message_id if said else None


def _header(texts: Texts, post: Post, number: int, repeated: bool) -> Any:
    return texts.plain("relayed", {"number": number, "advisor": post.author, "repeated": repeated})


def _with_header(header: str, post: Post, tail: str = "") -> tuple[str, list[dict[str, Any]]]:
    """Put a bold header before people's words and shift their entities behind it."""
    start = f"{header}\n\n"
    if len(start) + len(post.text) + len(tail) > LONGEST:
        return post.text, [dict(entity) for entity in post.entities or []]
    moved = [
        {**entity, "offset": entity["offset"] + utf16(start)} for entity in post.entities or []
    ]
    bold = {"type": "bold", "offset": 0, "length": utf16(header)}
    return f"{start}{post.text}{tail}", [bold, *moved]


def _text(
    conn: Connection, texts: Texts, row: OutboxRow, post: Post, ticket: Ticket, chat_id: int
) -> Command:
    message = _header(texts, post, ticket.id, row.doubtful)
    text, entities = _with_header(message.html, post)
    return Command(
        "text",
        chat_id,
        text=text,
        entities=entities,
        keyboard=message.keyboard,
        reply_to=_asked_in(conn, ticket),
    )


def _by_mail(texts: Texts, row: OutboxRow, post: Post, ticket: Ticket, chat_id: int) -> Command:
    shown = {"number": ticket.id, "advisor": post.author, "repeated": row.doubtful}
    message = texts.render("mail/answered", shown)
    words = escape(post.text, quote=False)
    return Command(
        "text",
        chat_id,
        html=f"{message.html}\n\n{words}",
        keyboard=message.keyboard,
        name=message.subject,
    )


def _copy(
    conn: Connection,
    texts: Texts,
    row: OutboxRow,
    post: Post,
    ticket: Ticket,
    chat_id: int,
    thread_id: int | None,
) -> Command:
    to_leader = row.to == ticket.address
    return Command(
        "copy",
        chat_id,
        thread_id,
        from_chat_id=post.chat_id,
        message_ids=(post.message_id,),
        text=_hidden_caption(ticket, post),
        entities=post.entities or [],
        reply_to=_asked_in(conn, ticket) if to_leader else card_in(conn, row, chat_id),
        protect=ticket.confidential and not to_leader,
    )


def _album(
    conn: Connection, row: OutboxRow, chat_id: int, thread_id: int | None
) -> Command | Skip:
    parts = posts.of_album(conn, row.params["album"], row.params["from"])
    ids = tuple(sorted({part.message_id for part in parts if part.state != "undone"}))
    if not ids:
        return Skip("undone")
    ticket = tickets.get(conn, parts[0].ticket_id)
    return Command(
        "album",
        chat_id,
        thread_id,
        from_chat_id=row.params["from"],
        message_ids=ids,
        bare=any(_hidden_caption(ticket, part) is not None for part in parts),
        protect=ticket.confidential and row.to != ticket.address,
    )


def _hidden_caption(ticket: Ticket, post: Post) -> str | None:
    """Return the caption to put in the place of a leader's own one, if that holds a number."""
    words = masked(ticket, post.text) if post.side == "leader" else post.text
    return words if words != post.text else None


def _edited(
    conn: Connection, texts: Texts, row: OutboxRow, post: Post, ticket: Ticket, chat_id: int
) -> Command | Skip:
    copies = receipts.of_outbox(conn, post.outbox_id) if post.outbox_id else []
    if not copies:
        return Skip("not_sent_yet")  # what is still to be sent carries the new words anyway
    if post.media:
        return Command(
            "edit_caption",
            chat_id,
            message_id=copies[0].message_id,
            text=post.text,
            entities=post.entities or [],
        )
    message = _header(texts, post, ticket.id, False)
    changed = texts.plain("changed", {"at": post.edited_at or post.at}).html
    text, entities = _with_header(message.html, post, f"\n\n{changed}")
    return Command(
        "edit_text",
        chat_id,
        message_id=copies[0].message_id,
        text=text,
        entities=entities,
        keyboard=message.keyboard,
    )
