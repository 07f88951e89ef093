"""An advisor's words: to the leader by replying to a card, or kept as a note.

Only a real reply to a message we know goes out. The recipient is the ticket's own address, frozen
when the ticket was opened. A reply by somebody who does not hold the ticket claims a free one, and
otherwise asks first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from sqlalchemy import Connection

from bot.helpdesk import (
    answers,
    confidential,
    contest_calls,
    drafts,
    early_edits,
    opening,
    owing,
    practice_decisions,
    proposal_drafts,
    secret_talk,
)
from bot.helpdesk.claims import advisor_name
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.storage import drafts as drafts_rows
from bot.storage import posts, receipts, records, tickets
from bot.storage.outbox import state_of
from bot.storage.rows import Post, Receipt, Ticket

STALE = Toast("stale")
MOST_OFFERED = 3  # tickets of one's own that plain words may be meant for
CHATTER = drafts.CHATTER


#: What takes a reply to a message about a subject ("word:id"), which names the taker.
Take = Callable[[Connection, Desk, Incoming, str], None]
_NOTHING_MORE: Mapping[str, Take] = MappingProxyType({})


def receive(
    conn: Connection,
    desk: Desk,
    said: Incoming,
    topic: str | None,
    more: Mapping[str, Take] = _NOTHING_MORE,
) -> None:
    """Deal with what a member of the group wrote; talk that concerns no ticket is left alone.

    `more` take replies to what others have asked, by the word before the colon of its subject.
    """
    if not _answered(conn, desk, said, more):
        _receive(conn, desk, said, topic)
    early = early_edits.take(conn, said)
    if early is not None:
        edited(conn, desk, early)


def _answered(conn: Connection, desk: Desk, said: Incoming, more: Mapping[str, Take]) -> bool:
    known = _of_ours(conn, said)
    word, _, rest = (known.subject or "").partition(":") if known is not None else ("", "", "")
    if known is None or word not in more:
        return False
    more[word](conn, desk, said, rest)
    _remember(conn, desk, said, known)
    return True


def _of_ours(conn: Connection, said: Incoming) -> Receipt | None:
    """Return the message of ours that is replied to; an advisor's own is none."""
    known = receipts.find(conn, said.chat_id, said.reply_to) if said.reply_to is not None else None
    return known if known is not None and known.role != receipts.SAID else None


def _remember(conn: Connection, desk: Desk, said: Incoming, about: Receipt) -> None:
    """Remember what the words are about: who wants to be forgotten has them deleted, too."""
    words = said.chat_id, said.message_id, receipts.SAID, desk.now
    receipts.record(conn, *words, subject=about.subject)


def _receive(conn: Connection, desk: Desk, said: Incoming, topic: str | None) -> None:
    if said.album and _part_of_album(conn, said):
        return
    if said.reply_to is not None:
        known = _of_ours(conn, said)
        ticket = ticket_of(conn, said.chat_id, said.reply_to)
        word, _, rest = (known.subject or "").partition(":") if known is not None else ("", "", "")
        if word == drafts.SUBJECT:
            drafts.answered(conn, desk, said, int(rest))
            if known is not None:
                _remember(conn, desk, said, known)
        elif known is not None and known.practice_id is not None:
            practice_decisions.answered(conn, desk, said, known)
        elif known is not None and known.content_id is not None:
            proposal_drafts.answered(conn, desk, said, known)
        elif ticket is not None:
            _reply(conn, desk, said, ticket)
        elif said.reply_to_bot:
            _reply_to_unknown(conn, desk, said, topic)
        return
    if topic is not None and said.text and not said.media:
        _hint(conn, desk, said, topic)


def refuse(conn: Connection, desk: Desk, said: Incoming) -> None:
    """Say, once for each ticket and author, that their answer did not go to the leader."""
    ticket = ticket_of(conn, said.chat_id, said.reply_to) if said.reply_to is not None else None
    if ticket is not None and ticket.state in tickets.OPEN:
        owing.send_to(
            conn,
            desk,
            thread_of(ticket),
            "not_allowed",
            {"number": ticket.id},
            role="hint",
            key=f"not_allowed:{ticket.id}:{said.sender_id}",
        )


def _reply_to_unknown(conn: Connection, desk: Desk, said: Incoming, topic: str | None) -> None:
    """A reply to a message of ours that we do not know (a copy after a crash) is never lost."""
    if tickets.held_by(conn, said.sender_id, topic):
        _hint(conn, desk, said, topic)
        return
    to = f"{owing.GROUP}/{topic}" if topic else owing.COORDINATION
    owing.send_to(conn, desk, to, "unknown_card", reply_to=said.message_id, role="hint")


def ticket_of(conn: Connection, chat_id: int, message_id: int) -> Ticket | None:
    """Return the ticket that a message of the group belongs to."""
    receipt = receipts.find(conn, chat_id, message_id)
    if receipt is not None and receipt.role != receipts.SAID:
        return tickets.find(conn, receipt.ticket_id) if receipt.ticket_id else None
    post = posts.by_message(conn, chat_id, message_id)
    return tickets.find(conn, post.ticket_id) if post else None


def _part_of_album(conn: Connection, said: Incoming) -> bool:
    parts = posts.of_album(conn, said.album or "", said.chat_id)
    if not parts:
        return False
    ticket = tickets.get(conn, parts[0].ticket_id)
    opening.add_post(conn, ticket, said, side=parts[0].side, state=parts[0].state)
    return True


def _reply(conn: Connection, desk: Desk, said: Incoming, ticket: Ticket) -> None:
    if said.media in CHATTER:
        return
    if ticket.state in ("closed", "withdrawn"):
        owing.send_to(
            conn,
            desk,
            thread_of(ticket),
            "ticket_is_closed",
            {"number": ticket.id, "state": ticket.state},
            reply_to=said.message_id,
            role="hint",
        )
        return
    if ticket.confidential:
        secret_talk.not_here(conn, desk, ticket, said.message_id)
        return
    if ticket.advisor_id != said.sender_id and not contest_calls.may_take(
        conn, ticket, said.sender_id
    ):
        _may_not(conn, desk, said, ticket)
        return
    free = ticket.state == "queued" and tickets.claim(conn, ticket.id, said.sender_id, desk.now)
    if free or ticket.advisor_id == said.sender_id:
        ident = opening.add_post(conn, ticket, said, side="advisor")
        _send(conn, desk, tickets.get(conn, ticket.id), ident)
        return
    ident = opening.add_post(conn, ticket, said, side="advisor", state="asking")
    owing.send_to(
        conn,
        desk,
        thread_of(ticket),
        "ask_send",
        {"number": ticket.id, "advisor": advisor_name(conn, ticket.advisor_id), "post": ident},
        reply_to=said.message_id,
        role="ask",
    )


def _may_not(conn: Connection, desk: Desk, said: Incoming, ticket: Ticket) -> None:
    """Say that who judges applications helps with none; the words stay in the group."""
    owing.send_to(
        conn,
        desk,
        thread_of(ticket),
        "scores_hint",
        {"number": ticket.id},
        reply_to=said.message_id,
        role="hint",
    )


def in_private(conn: Connection, desk: Desk, said: Incoming, ticket: Ticket) -> None:
    """Send an advisor's reply in the private chat to the leader of a confidential ticket."""
    if said.media in CHATTER or (said.album and _part_of_album(conn, said)):
        return
    if drafts.is_trainee(conn, said.sender_id):  # since they took it
        confidential.let_go(conn, desk, ticket, said.sender_id)
        held = tickets.get(conn, ticket.id)
        secret_talk.not_yours(conn, desk, held, said.chat_id, said.message_id)
        return
    if ticket.state not in ("claimed", "waiting"):
        values = {"number": ticket.id, "state": ticket.state}
        to = f"chat:{said.chat_id}"
        owing.send_to(conn, desk, to, "ticket_is_closed", values, reply_to=said.message_id)
        return
    ident = opening.add_post(conn, ticket, said, side="advisor")
    _send(conn, desk, ticket, ident)
    post = posts.by_id(conn, ident)
    assert post is not None
    secret_talk.colleague_said(conn, desk, ticket, post)


def thread_of(ticket: Ticket) -> str:
    """Return the alias of the thread in which a ticket's card stands."""
    return f"{owing.GROUP}/{ticket.topic}"


def _send(conn: Connection, desk: Desk, ticket: Ticket, ident: int) -> None:
    """Send an advisor's words, or show a trainee's as a draft that somebody else sends."""
    post = posts.by_id(conn, ident)
    if post is not None and drafts.is_trainee(conn, post.author_id):
        drafts.begin(conn, desk, ticket, post)
        return
    answers.send(conn, desk, ticket, ident)


def _hint(conn: Connection, desk: Desk, said: Incoming, topic: str | None) -> None:
    """Ask a holder of tickets of this thread for which of them plain words were meant, if any."""
    all_held = tickets.held_by(conn, said.sender_id, topic)
    held = [ticket for ticket in all_held if not ticket.confidential][:MOST_OFFERED]
    if not held:
        if all_held and said.reply_to is not None:
            secret_talk.not_here(conn, desk, all_held[0], said.message_id)
        return
    offers = [
        {
            "number": ticket.id,
            "post": opening.add_post(conn, ticket, said, side="note", state="asking"),
        }
        for ticket in held
    ]
    owing.send_to(
        conn,
        desk,
        thread_of(held[0]),
        "hint",
        {"offers": offers, "post": offers[0]["post"]},
        reply_to=said.message_id,
        role="hint",
    )


def note(conn: Connection, desk: Desk, said: Incoming) -> bool:
    """Keep a note on the ticket that `said` replies to; False when it replies to none."""
    ticket = ticket_of(conn, said.chat_id, said.reply_to) if said.reply_to is not None else None
    if ticket is None:
        return False
    if ticket.confidential:
        secret_talk.not_here(conn, desk, ticket, said.message_id)
        return True
    opening.add_post(conn, ticket, said, side="note")
    records.note(conn, desk.now, f"advisor:{said.sender_id}", "note", ticket.id)
    owing.react(conn, desk, said.chat_id, said.message_id, "✍")
    return True


def _asked(conn: Connection, press: Press) -> tuple[Post, Ticket] | Toast:
    """Return what the presser is asked about; the question is nobody else's to answer."""
    post = posts.by_id(conn, press.ident)
    if post is None or post.state != "asking" or drafts_rows.of_post(conn, post.id) is not None:
        return STALE
    if post.author_id != press.presser_id:
        return Toast("not_yours")
    return post, tickets.get(conn, post.ticket_id)


def _not_for_others(conn: Connection, chosen: Post) -> None:
    """Drop the same words where they were offered to other tickets."""
    for post in posts.asking(conn, chosen.chat_id, chosen.message_id):
        if post.id != chosen.id:
            posts.set_fields(conn, post.id, state="withdrawn")


def send_asked(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Send what was asked about ([Wyślij], [Wyślij do #142]); the question disappears."""
    asked = _asked(conn, press)
    if isinstance(asked, Toast):
        return asked
    post, ticket = asked
    if ticket.state not in tickets.OPEN:
        return STALE
    if ticket.confidential:
        return Toast("secret_files", alert=True)
    if not contest_calls.may_take(conn, ticket, press.presser_id):
        return Toast("scores", alert=True)
    owing.delete_message(conn, desk, press.chat_id, press.message_id)
    _not_for_others(conn, post)
    tickets.claim(conn, ticket.id, press.presser_id, desk.now)
    _send(conn, desk, tickets.get(conn, ticket.id), post.id)
    return Toast("" if drafts.is_trainee(conn, press.presser_id) else "sent")


def keep_asked(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Keep what was asked about as a note, or as mere talk; the question disappears."""
    asked = _asked(conn, press)
    if isinstance(asked, Toast):
        return asked
    post, _ticket = asked
    owing.delete_message(conn, desk, press.chat_id, press.message_id)
    _not_for_others(conn, post)
    talk = press.action == "hint_talk"
    posts.set_fields(conn, post.id, side="note", state="withdrawn" if talk else "shown")
    return Toast("") if talk else Toast("note")


def send_again(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Send once more what did not, or may not have, arrived."""
    post = posts.by_id(conn, press.ident)
    if post is None or post.state != "owed" or not _in_doubt(conn, post):
        return STALE
    ticket = tickets.get(conn, post.ticket_id)
    if ticket.state not in ("claimed", "waiting"):
        return STALE
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    answers.send(conn, desk, ticket, post.id, attempt=f":again:{desk.cause}")
    return Toast("sent")


def _in_doubt(conn: Connection, post: Post) -> bool:
    """Tell whether the latest attempt at an answer may have failed; else it is not sent again."""
    state = state_of(conn, post.outbox_id)[0] if post.outbox_id is not None else "failed"
    return state in ("failed", "uncertain", "expired")


def edited(conn: Connection, desk: Desk, said: Incoming) -> None:
    """Bring an advisor's edit of an answer to the leader; one that comes too early waits."""
    edited_at = said.edited_at or desk.now
    post = posts.by_message(conn, said.chat_id, said.message_id)
    if post is None:
        early_edits.keep(conn, desk, said, asks=False)
        proposal_drafts.edited(conn, desk, said)
        return
    if post.author_id != said.sender_id:
        return
    if post.side == "leader" or (post.edited_at is not None and post.edited_at > edited_at):
        return
    if drafts.edited(conn, desk, replace(post, text=said.text, entities=said.entities)):
        return
    posts.set_fields(conn, post.id, text=said.text, entities=said.entities, edited_at=edited_at)
    if post.state == "owed" and post.outbox_id is not None:
        _bring_edit(conn, desk, post)


def _bring_edit(conn: Connection, desk: Desk, post: Post) -> None:
    """Bring an edit to the leader; an e-mail that is gone cannot be changed."""
    ticket = tickets.get(conn, post.ticket_id)
    if ticket.channel != "email":
        owing.bring_edit(conn, desk, post)
    elif state_of(conn, post.outbox_id or 0)[0] == "sent":
        owing.send_to(
            conn,
            desk,
            f"chat:{post.chat_id}" if ticket.confidential else thread_of(ticket),
            "mail_no_edit",
            {"number": ticket.id},
            reply_to=post.message_id,
            role="hint",
        )
