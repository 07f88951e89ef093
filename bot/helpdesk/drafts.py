"""Replies of trainees: a draft under their message, which a full advisor sends.

What is sent is the very text that was seen: an edit makes a new revision, and a press on an older
one only shows it. Who replies to a draft with words of their own sends those instead; who gives it
back says why, and its author writes a new one.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import answers, contest_calls, opening, owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.storage import drafts as rows
from bot.storage import posts, receipts, records, staff, tickets
from bot.storage.drafts import OPEN, Draft
from bot.storage.rows import Post, Ticket

ROLE = SUBJECT = "draft"
STALE = Toast("stale")
CHATTER = frozenset({"sticker", "dice", "game"})  # among advisors; no answer to a leader
TRUSTED_AFTER = 10  # drafts that went out as they were: coordination is told


def is_trainee(conn: Connection, telegram_id: int | None) -> bool:
    """Tell whether somebody's replies are drafts."""
    known = staff.find(conn, telegram_id) if telegram_id is not None else None
    return known is not None and known.trainee


def begin(conn: Connection, desk: Desk, ticket: Ticket, post: Post) -> None:
    """Show a trainee's reply as a draft; only the newest one of a ticket waits."""
    for before in rows.open_of_ticket(conn, ticket.id):
        _close(conn, desk, before, "withdrawn")
    posts.set_fields(conn, post.id, state="asking")
    found = rows.begin(
        conn,
        ticket_id=ticket.id,
        post_id=post.id,
        author_id=post.author_id,
        author=post.author,
        text=post.text,
        entities=post.entities,
        created_at=desk.now,
    )
    records.note(conn, desk.now, f"advisor:{post.author_id}", "draft", ticket.id, post=post.id)
    owing.send_to(
        conn,
        desk,
        f"{owing.GROUP}/{ticket.topic}",
        "draft",
        _view(conn, found) | {"subject": f"{SUBJECT}:{found.id}"},
        role=ROLE,
        reply_to=post.message_id,
        key=f"draft:{found.id}",
    )


def _view(conn: Connection, found: Draft) -> dict[str, Any]:
    post = posts.by_id(conn, found.post_id)
    return {
        "draft": found.id,
        "rev": found.rev,
        "state": found.state,
        "number": found.ticket_id,
        "author": found.author,
        "text": found.text,
        "media": post.media if post is not None else None,
        "decider": found.decider,
        "changed": found.changed,
        "remark": found.remark,
    }


def _redraw(conn: Connection, desk: Desk, ident: int) -> None:
    found = rows.get(conn, ident)
    for known in receipts.about(conn, f"{SUBJECT}:{ident}", ROLE):
        view = _view(conn, found)
        owing.replace_text(conn, desk, known.chat_id, known.message_id, "draft", view)


def _close(conn: Connection, desk: Desk, found: Draft, state: str, **values: Any) -> None:
    if rows.move(conn, found.id, was=OPEN, state=state, decided_at=desk.now, **values):
        if state in ("withdrawn", "returned"):
            posts.set_fields(conn, found.post_id, side="note", state="withdrawn")
        _redraw(conn, desk, found.id)


def close_of_ticket(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    """Let nothing wait any more in a ticket that is over, or is somebody else's now."""
    for found in rows.open_of_ticket(conn, ticket.id):
        _close(conn, desk, found, "withdrawn")


def _found(conn: Connection, press: Press) -> Draft | Toast:
    """Return the draft that a full advisor decides about, as they saw it."""
    found = rows.find(conn, press.ident)
    if found is None or found.state not in OPEN:
        return STALE
    if found.author_id == press.presser_id or is_trainee(conn, press.presser_id):
        return Toast("own_draft", alert=True)
    ticket = tickets.get(conn, found.ticket_id)
    if ticket.state not in ("claimed", "waiting"):
        return STALE
    if not contest_calls.may_take(conn, ticket, press.presser_id):
        return Toast("scores", alert=True)
    return found


def send(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Send a draft as it was seen ([Wyślij])."""
    found = _found(conn, press)
    if isinstance(found, Toast):
        return found
    if press.rev != found.rev:  # the card is on its way to the newest words already
        return Toast("draft_renewed", alert=True)
    values: dict[str, Any] = {"decided_by": press.presser_id, "decider": press.name}
    values["decided_at"] = desk.now
    if not rows.move(conn, found.id, was=OPEN, rev=found.rev, state="sent", **values):
        return STALE
    posts.set_fields(conn, found.post_id, text=found.text, entities=found.entities)
    answers.send(conn, desk, tickets.get(conn, found.ticket_id), found.post_id)
    who = f"advisor:{press.presser_id}"
    records.note(conn, desk.now, who, "draft_sent", found.ticket_id, post=found.post_id)
    _redraw(conn, desk, found.id)
    _praise(conn, desk, found)
    return Toast("sent")


def _praise(conn: Connection, desk: Desk, found: Draft) -> None:
    """Tell coordination, once, that somebody's drafts go out as they are."""
    if rows.unchanged_in_a_row(conn, found.author_id) != TRUSTED_AFTER:
        return
    values = {"author": found.author, "count": TRUSTED_AFTER}
    key = f"draft_trusted:{found.author_id}:{found.id}"
    owing.send_to(conn, desk, owing.COORDINATION, "draft_trusted", values, role="notice", key=key)


def ask_remark(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask whoever gives a draft back what is to be put right ([Odrzuć z uwagą])."""
    found = _found(conn, press)
    if isinstance(found, Toast):
        return found
    values: dict[str, Any] = {"decided_by": press.presser_id, "decider": press.name}
    if not rows.move(conn, found.id, was=OPEN, state="remark", **values):
        return STALE
    _redraw(conn, desk, found.id)
    return Toast("")


def withdraw(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Let the author take a draft back ([Wycofaj szkic])."""
    found = rows.find(conn, press.ident)
    if found is None or found.state not in OPEN:
        return STALE
    if found.author_id != press.presser_id:
        return Toast("not_yours")
    _close(conn, desk, found, "withdrawn")
    return Toast("saved")


def answered(conn: Connection, desk: Desk, said: Incoming, ident: int) -> None:
    """Take a reply to a draft: a remark that was asked for, or the words to send instead."""
    found = rows.find(conn, ident)
    if found is None or found.state not in OPEN or said.media in CHATTER:
        return
    if is_trainee(conn, said.sender_id):
        if said.sender_id == found.author_id:
            ticket = tickets.get(conn, found.ticket_id)
            _replaced(conn, desk, ticket, said)
        return
    if found.state == "remark":  # whoever says why: talk about it must not reach the leader
        _returned(conn, desk, found, said)
        return
    ticket = tickets.get(conn, found.ticket_id)
    if ticket.state not in ("claimed", "waiting"):
        return
    if not contest_calls.may_take(conn, ticket, said.sender_id):
        _may_not(conn, desk, said, ticket)
        return
    values: dict[str, Any] = {"decided_by": said.sender_id, "decider": said.name}
    values["changed"] = True
    if rows.move(conn, found.id, was=OPEN, state="sent", decided_at=desk.now, **values):
        posts.set_fields(conn, found.post_id, side="note", state="withdrawn")
        ident = opening.add_post(conn, ticket, said, side="advisor")
        answers.send(conn, desk, ticket, ident)
        _redraw(conn, desk, found.id)


def _may_not(conn: Connection, desk: Desk, said: Incoming, ticket: Ticket) -> None:
    """Say that who judges applications helps with none; the words stay in the group."""
    to, values = f"{owing.GROUP}/{ticket.topic}", {"number": ticket.id}
    owing.send_to(conn, desk, to, "scores_hint", values, reply_to=said.message_id, role="hint")


def _replaced(conn: Connection, desk: Desk, ticket: Ticket, said: Incoming) -> None:
    post = posts.by_id(conn, opening.add_post(conn, ticket, said, side="advisor"))
    assert post is not None
    begin(conn, desk, ticket, post)


def _returned(conn: Connection, desk: Desk, found: Draft, said: Incoming) -> None:
    by = {"decided_by": said.sender_id, "decider": said.name}
    _close(conn, desk, found, "returned", remark=said.text, **by)
    records.note(conn, desk.now, f"advisor:{said.sender_id}", "draft_returned", found.ticket_id)
    owing.react(conn, desk, said.chat_id, said.message_id, "✍")


def edited(conn: Connection, desk: Desk, post: Post) -> bool:
    """Take over a trainee's edit: a new revision of what waits; nothing once it has gone."""
    found = rows.of_post(conn, post.id)
    if found is None:
        return False
    if found.state in OPEN:
        rows.renew(conn, found, post.text, post.entities)
        _redraw(conn, desk, found.id)
    return True
