"""What became of a message: receipts, threads, and the truth shown to the advisor who sent it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.outgoing import Command
from bot.helpdesk import (
    confidential,
    linking,
    mail_targets,
    opening,
    owing,
    practice_cards,
    proposal_cards,
    reach,
    standing,
    surroundings,
    threads,
    uploads,
)
from bot.helpdesk.desk import Desk, topic_view
from bot.storage import (
    outbox,
    people,
    posts,
    questions,
    receipts,
    records,
    sending,
    staff,
    tickets,
)
from bot.storage.outbox import Later, OutboxRow, Outcome
from bot.storage.rows import Post

SENT, FAILED = "👌", "💔"
AGAIN = timedelta(seconds=2)
PANEL = "panel"
CARDS = ("card", PANEL, practice_cards.CARD, proposal_cards.OPERATION)  # sent once, then edited
#: What puts a message into a chat.
SPEAKING = (
    *("send", "text", "copy", "album", "reminder", "venue", "made", "announcement", "mail_file"),
    *CARDS,
    *practice_cards.OPERATIONS,
    *uploads.OPERATIONS,
)
#: Refusals that tell of a mistake in the program or its texts, not of the other side.
OUR_FAULT = ("prepare:", "bad_html", "too_long", "bad_request", "bad_command")


def record(
    conn: Connection, desk: Desk, row: OutboxRow, outcome: Outcome, command: Command | None
) -> Later | None:
    """Draw the consequences of an outcome, in the transaction that stores it.

    Returns when to try again where the target has only to be found or made anew.
    """
    if command is not None and command.letter is not None:
        mail_targets.record(conn, desk, row, outcome, command)
    if outcome.state == "sent":
        _remember(conn, desk, row, outcome, command)
        if row.params.get(owing.ONCE):
            outbox.forget_words(conn, row.id)
    elif outcome.reason == "message_not_found" and _forgotten(conn, row, command):
        return Later(desk.now)
    elif command is not None and (again := _elsewhere(conn, desk, row, outcome, command)):
        return again
    elif outcome.state in ("failed", "uncertain"):
        _no_place(conn, desk, row)
    if outcome.migrated_to is not None and command is not None:
        linking.migrated(conn, desk, command.chat_id, outcome.migrated_to)
    if outcome.reason in reach.REASONS and row.to.startswith("chat:"):
        told = row.ticket_id if _is_answer(row) else None
        reach.lost(conn, desk, int(row.to.removeprefix("chat:")), outcome.reason or "", told)
    if outcome.state == "failed" and (outcome.reason or "").startswith(OUR_FAULT):
        surroundings.not_made(conn, desk, row)
    if row.kind == Kind.AUTOMATIC.value:
        _automatic(conn, desk, row, outcome)
    if _is_answer(row):
        _truth(conn, desk, row, outcome)
    if row.operation in uploads.OPERATIONS:
        return uploads.record(conn, desk, row, outcome, command)
    return None


def _elsewhere(
    conn: Connection, desk: Desk, row: OutboxRow, outcome: Outcome, command: Command
) -> Later | None:
    """A thread is gone or closed, or the bot cannot speak in the group: nothing is lost by it."""
    cause = desk.because(f"thread{row.id}.{row.attempts}")
    if outcome.reason == "thread_not_found":
        known = threads.gone(conn, cause, row.to, command.thread_id)
        return Later(desk.now + AGAIN) if known else None
    if outcome.reason == "thread_closed":
        until = threads.refused_closed(conn, cause, row.to)
        return Later(until) if until is not None else None
    rights = {"kicked": standing.OUT, "no_rights": standing.MUTED}.get(outcome.reason or "")
    if rights is None or (rights is standing.MUTED and row.operation not in SPEAKING):
        return None
    ours = standing.changed(conn, desk, command.chat_id, rights)
    return Later(desk.now + AGAIN) if ours and not row.to.startswith("chat:") else None


def _no_place(conn: Connection, desk: Desk, row: OutboxRow) -> None:
    if row.operation == "thread":
        threads.not_made(conn, desk, row.to)
    elif row.operation == "reopen":
        threads.stays_closed(conn, desk, row.to)


def _automatic(conn: Connection, desk: Desk, row: OutboxRow, outcome: Outcome) -> None:
    """An answer that surely or perhaps never came does not end in silence: a human takes over."""
    if outcome.state not in ("expired", "failed", "uncertain") or outcome.reason in reach.REASONS:
        return
    question = questions.by_id(conn, row.params.get("decision", 0))
    if question is None or question.state != "answered":
        return
    if question.ticket_id is None:
        opening.open_ticket(conn, desk, people.by_id(conn, question.person_id), question)
        return
    questions.set_fields(conn, question.id, state="ticket")
    owing.refresh_receipt(conn, desk, tickets.get(conn, question.ticket_id))


def _remember(
    conn: Connection,
    desk: Desk,
    row: OutboxRow,
    outcome: Outcome,
    command: Command | None,
) -> None:
    if row.operation == "thread" and outcome.thread_id is not None:
        threads.made(conn, desk, row.to, outcome.thread_id)
    elif row.operation == "reopen":
        threads.opened_by_us(conn, desk, row.to)
    elif row.operation == "leave" and command is not None:
        standing.left(conn, desk, command.chat_id)
    if command is None or row.operation not in SPEAKING:
        return
    if row.role == "card" and command.message_id is None:
        _card_stands(conn, desk, row, command.chat_id)
    for message_id in outcome.message_ids:
        known = receipts.find(conn, command.chat_id, message_id)
        if known is not None and known.role == "copy":  # pressed before this was stored
            receipts.forget(conn, command.chat_id, message_id)
        receipts.record(
            conn,
            command.chat_id,
            message_id,
            row.role or "notice",
            desk.now,
            ticket_id=row.ticket_id,
            post_id=row.params.get("post") or row.params.get("_post"),
            outbox_id=row.id,
            practice_id=row.params.get("practice") or row.params.get("_practice"),
            content_id=row.params.get("content") or row.params.get("_content"),
            subject=row.params.get("subject"),
        )
        if confidential.is_astray(conn, row):  # it was on its way when it was made confidential
            owing.delete_message(conn, desk, command.chat_id, message_id)
            receipts.retire(conn, command.chat_id, message_id)
        if row.role == "digest":
            _remember_digest(conn, desk, row, command, message_id)
        elif row.operation in CARDS:
            receipts.set_digest(conn, command.chat_id, message_id, command.digest())


def _card_stands(conn: Connection, desk: Desk, row: OutboxRow, chat_id: int) -> None:
    """A card was posted anew: its earlier one says where it went, an empty digest that it is over.

    Without that two cards with live buttons would stand in two threads.
    """
    before = receipts.latest(conn, row.ticket_id, "card") if row.ticket_id else None
    if before is not None and before.chat_id == chat_id:
        topic = desk.topic(row.params["topic"])
        moved = {"number": row.ticket_id, "topic": topic_view(topic)}
        owing.replace_text(conn, desk, chat_id, before.message_id, "card_moved", moved)
    if before is None and records.get_fact(conn, f"digest:{row.params['topic']}") is not None:
        owing.refresh_digest(conn, desk, tickets.get(conn, row.ticket_id or 0))


def _remember_digest(
    conn: Connection, desk: Desk, row: OutboxRow, command: Command, message_id: int
) -> None:
    name = f"digest:{row.params['topic']}"
    before = records.get_fact(conn, name)
    same = before is not None and before["message"] == message_id
    stands = {
        "chat": command.chat_id,
        "message": message_id,
        "digest": command.digest(),
        "at": before["at"] if same else desk.now.isoformat(),
    }
    records.set_fact(conn, name, stands)


def _forgotten(conn: Connection, row: OutboxRow, command: Command | None) -> bool:
    """A card or receipt was deleted by hand: it is sent anew; a late reply is still understood."""
    if row.operation not in CARDS or command is None or command.message_id is None:
        return False
    receipts.retire(conn, command.chat_id, command.message_id)
    if row.role == "digest":
        records.set_fact(conn, f"digest:{row.params['topic']}", None)
    return True


def came_back(conn: Connection, desk: Desk, row: OutboxRow) -> None:
    """What was sent did not arrive after all: the advisor and the card are told."""
    outcome = Outcome("failed", mail_targets.RETURNED)
    sending.finish(conn, row.id, outcome, desk.now)
    if _is_answer(row):
        _truth(conn, desk, row, outcome)
    else:
        mail_targets.tell_returned(conn, desk, row)


def _is_answer(row: OutboxRow) -> bool:
    """Tell whether a row is an advisor's own words: what becomes of it is shown to them."""
    return row.role == "answer" and row.operation in ("text", "copy", "album")


def _post_of(conn: Connection, row: OutboxRow) -> Post | None:
    if row.operation == "album":
        parts = posts.of_album(conn, row.params["album"], row.params["from"])
        return parts[0] if parts else None
    return posts.by_id(conn, row.params["post"])


def _truth(conn: Connection, desk: Desk, row: OutboxRow, outcome: Outcome) -> None:
    """Show on the advisor's message and on the card what happened to the answer."""
    post = _post_of(conn, row)
    if post is None or row.ticket_id is None or outcome.state == "pending":
        return
    again = ".returned" if outcome.reason == mail_targets.RETURNED else ""
    cause = desk.because(f"outcome{row.id}.{row.attempts}{again}")
    ticket = tickets.get(conn, row.ticket_id)
    if post.state == "undone" and outcome.state == "sent":
        for copy in receipts.of_outbox(conn, row.id):
            owing.delete_message(conn, cause, copy.chat_id, copy.message_id)
        return
    if outcome.state == "sent":
        owing.react(conn, cause, post.chat_id, post.message_id, SENT)
    elif outcome.state in ("failed", "uncertain", "expired"):
        _not_delivered(conn, cause, row, outcome, post)
    owing.refresh_card(conn, cause, ticket)


def _not_delivered(
    conn: Connection, desk: Desk, row: OutboxRow, outcome: Outcome, post: Post
) -> None:
    ticket = tickets.get(conn, post.ticket_id)
    owing.react(conn, desk, post.chat_id, post.message_id, FAILED)
    if staff.where(conn, owing.GROUP) is None:
        return
    for to in confidential.circle(conn, ticket):
        _tell_not_delivered(conn, desk, row, outcome, post, to)


def _tell_not_delivered(
    conn: Connection, desk: Desk, row: OutboxRow, outcome: Outcome, post: Post, to: str
) -> None:
    ticket = tickets.get(conn, post.ticket_id)
    person = people.by_id(conn, ticket.person_id)
    owing.send_to(
        conn,
        desk,
        to,
        "not_delivered",
        {
            "state": outcome.state,
            "reason": outcome.reason,
            "kept": outcome.reason in reach.REASONS,
            "number": ticket.id,
            "phone": person.phone,
            "private": ticket.confidential,
            "post": post.id,
        },
        kind=Kind.ALARM,
        ticket=ticket.id,
        role="alarm",
        reply_to=post.message_id,
    )
