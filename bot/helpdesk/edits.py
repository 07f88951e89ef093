"""A leader's edits: taken over wherever the message went; early ones wait for their message."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.domain.asking import asks
from bot.domain.written import is_blank
from bot.helpdesk import (
    early_edits,
    opening,
    owing,
    practice_words,
    replies,
    secret_talk,
    shielding,
)
from bot.helpdesk.desk import Desk, Incoming
from bot.helpdesk.talk import AGREEING, TALK
from bot.knowledge.decision import Decision
from bot.storage import people, posts, practices, questions, tickets
from bot.storage.rows import Post


def is_known(conn: Connection, incoming: Incoming) -> bool:
    """Tell whether a message was taken in before, by whatever update it came."""
    chat_id, message_id = incoming.chat_id, incoming.message_id
    return (
        questions.by_message(conn, chat_id, message_id) is not None
        or posts.by_message(conn, chat_id, message_id) is not None
        or practices.part_by_message(conn, chat_id, message_id) is not None
    )


def edited(
    conn: Connection, desk: Desk, incoming: Incoming, decision: Decision, *, show: bool = True
) -> None:
    """Take over a leader's edit wherever the message went; one of an unknown message waits.

    Without `show` it is only kept: the next change of the card brings it.
    """
    edited_at = incoming.edited_at or desk.now
    question = questions.by_message(conn, incoming.chat_id, incoming.message_id)
    post = posts.by_message(conn, incoming.chat_id, incoming.message_id)
    if question is None and post is None:
        if practice_words.edited(conn, incoming, decision, edited_at):
            return
        _edited_early(conn, desk, incoming, decision)
        return
    if question is not None and not _newer(question.edited_at, edited_at):
        questions.set_fields(conn, question.id, text=incoming.text, edited_at=edited_at)
    if post is not None and post.side == "advisor":
        replies.edited(conn, desk, incoming)  # written in private, of a confidential ticket
    if post is None or post.side != "leader" or _newer(post.edited_at, edited_at):
        return
    posts.set_fields(
        conn, post.id, text=incoming.text, entities=incoming.entities, edited_at=edited_at
    )
    if show:
        _show(conn, desk, post)


def _show(conn: Connection, desk: Desk, post: Post) -> None:
    """Bring an edit to the card, and to what was relayed under it."""
    ticket = tickets.get(conn, post.ticket_id)
    owing.refresh_card(conn, desk, ticket)
    shielding.redraw(conn, desk, post, edited=True)
    shielding.redraw_opened(conn, desk, ticket)


def _newer(known: datetime | None, than: datetime) -> bool:
    return known is not None and known > than


def _edited_early(conn: Connection, desk: Desk, incoming: Incoming, decision: Decision) -> None:
    """Keep an edit of a message that has not come, or that asked nothing and was not kept."""
    if is_blank(incoming.text) or incoming.text.startswith("/"):
        return
    if secret_talk.talked_of(conn, desk, incoming.sender_id, early_edits.KEPT * 6):
        return  # an advisor's words that were held back: no question of their own
    talk = decision.kind in TALK | AGREEING and not asks(incoming.text)
    early_edits.keep(conn, desk, incoming, asks=not talk, topic=decision.topic)


def ask_what_was_only_edited(conn: Connection, desk: Desk) -> None:
    """Give to humans the questions of which only an edit came."""
    for incoming, topic in early_edits.overdue(conn, desk.now):
        if not is_known(conn, incoming):
            person = people.meet(conn, incoming.sender_id, incoming.name, desk.now)
            question = opening.save_question(conn, person, incoming, topic=topic)
            because = desk.because(f"{desk.cause}.{incoming.chat_id}.{incoming.message_id}")
            opening.open_ticket(conn, because, person, question)
