"""More messages from one person than anybody can answer one by one: all kept, in one ticket.

Nothing is matched and nothing answered singly; one kind notice says so. The card counts what was
folded, and [Pokaż dalsze] brings it to the thread in readable pieces.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.limits import A_MINUTE, AT_ONCE
from bot.helpdesk import confidential, follow_ups, opening, owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.helpdesk.shielding import masked
from bot.storage import outbox, people, posts, questions, records, tickets
from bot.storage.rows import Person, Post, Ticket

HOLD = timedelta(seconds=3)  # how long an answer waits when messages come by the handful
REPLIES_A_MINUTE = 3
PIECE = 3200  # characters of folded words in one message
PIECES = 3  # messages for one press
#: Answers to single messages: out of place once many are kept together. The notice about data is
#: not among them, nor is what an advisor said.
_SINGLE = ("answer", "suggest", "rephrase", "talk", "offtopic", "foreign", "helped", "with_human",
           "followed", "letter_when", "letter_again", "found", "nothing_found")  # fmt: skip
_OPEN_FLOODS = "floods"  # the tickets whose card does not show the last count yet


def _name(number: int) -> str:
    return f"flood:{number}"


def folded(conn: Connection, number: int) -> dict[str, Any] | None:
    """Return what was folded into a ticket: `first` and `last` post, `count`, `shown`."""
    known: dict[str, Any] | None = records.get_fact(conn, _name(number))
    return known if known and known["count"] else None


def unhurried(conn: Connection, desk: Desk, incoming: Incoming) -> Desk:
    """Return a desk whose answers wait a moment, when one is on its way or two just came."""
    chat = f"chat:{incoming.chat_id}"
    waits = outbox.unfinished_in(conn, chat)
    if not waits:
        waits = outbox.sent_since(conn, chat, _SINGLE, desk.now - HOLD) >= AT_ONCE.most
    return replace(desk, hold=HOLD) if waits else desk


def fold(conn: Connection, desk: Desk, incoming: Incoming) -> None:
    """Keep one message of a flood as words of the person's ticket; say so once a flood."""
    person = people.meet(conn, incoming.sender_id, incoming.name, desk.now)
    held = tickets.open_of_person(conn, person.id)
    known = records.get_fact(conn, _name(held[0].id)) if held else None
    if known is None or desk.now - datetime.fromisoformat(known["at"]) > A_MINUTE:
        known = _begin(conn, desk, person, held[0] if held else None, incoming, known)
        if not held:
            return
    ticket = held[0]
    if ticket.answered_at is not None or ticket.state == "waiting":
        ticket = follow_ups.run_again(conn, desk, ticket)
    post = opening.add_post(conn, ticket, incoming, side="leader")
    known |= {
        "first": known["first"] or post,
        "last": post,
        "count": known["count"] + 1,
        "at": desk.now.isoformat(),
    }
    records.set_fact(conn, _name(ticket.id), known)
    if known["count"] & (known["count"] - 1) == 0:  # 1, 2, 4, 8, ...: a few edits, however many
        owing.refresh_card(conn, desk, ticket)


def _begin(
    conn: Connection,
    desk: Desk,
    person: Person,
    ticket: Ticket | None,
    incoming: Incoming,
    before: dict[str, Any] | None,
) -> dict[str, Any]:
    """Start a flood: a ticket if there is none, the notice, and no more single answers."""
    if ticket is None:
        question = opening.save_question(conn, person, incoming)
        ticket = opening.open_ticket(conn, desk, person, question, receipt=False)
    known = before or {"first": None, "last": None, "count": 0, "shown": None}
    known |= {"at": desk.now.isoformat()}
    records.set_fact(conn, _name(ticket.id), known)
    still = records.get_fact(conn, _OPEN_FLOODS) or []
    records.set_fact(conn, _OPEN_FLOODS, sorted({*still, ticket.id}))
    records.note(conn, desk.now, f"person:{person.id}", "flood", ticket.id)
    _take_back(conn, desk, person, ticket)
    _tell(conn, desk, person, ticket)
    return known


def _take_back(conn: Connection, desk: Desk, person: Person, ticket: Ticket) -> None:
    """Cancel single answers that were not sent; what they were to answer goes into the ticket."""
    for row in outbox.take_back(conn, person.address, _SINGLE, "flood", desk.now):
        asked = questions.by_id(conn, row.params.get("decision") or 0)
        if asked is not None and asked.ticket_id is None:
            opening.take_into(conn, person, asked, ticket)
            if person.dialog == "rephrase":
                people.end_dialog(conn, person.id)


def _tell(conn: Connection, desk: Desk, person: Person, ticket: Ticket) -> None:
    minute_ago = desk.now - A_MINUTE
    sent = outbox.sent_since(conn, person.address, _SINGLE, minute_ago)
    owing.tell(
        conn,
        replace(desk, hold=A_MINUTE if sent >= REPLIES_A_MINUTE else None),
        person,
        "flood",
        {
            "number": ticket.id,
            "promised": ticket.promised_at.isoformat() if ticket.promised_at else None,
        },
        ticket=ticket.id,
        role="followed",
    )


def slow_down(conn: Connection, desk: Desk, incoming: Incoming) -> None:
    """Answer commands above the limit: with one kind sentence a minute, and nothing else."""
    person = people.meet(conn, incoming.sender_id, incoming.name, desk.now)
    minute = desk.now.strftime("%Y%m%d%H%M")
    owing.tell(conn, desk, person, "slow_down", key=f"slow_down:{person.id}:{minute}")


def show_counts(conn: Connection, desk: Desk) -> None:
    """Bring cards up to the last count, once their floods are over."""
    for number in records.get_fact(conn, _OPEN_FLOODS) or []:
        known = records.get_fact(conn, _name(number))
        if desk.now - datetime.fromisoformat(known["at"]) > A_MINUTE:
            owing.refresh_card(conn, desk, tickets.get(conn, number))
            confidential.catch_up(conn, desk, tickets.get(conn, number))
            left = [other for other in records.get_fact(conn, _OPEN_FLOODS) if other != number]
            records.set_fact(conn, _OPEN_FLOODS, left)


def show_more(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe the thread the next of the folded words; after the last ones it begins anew."""
    ticket = tickets.find(conn, press.ident)
    known = folded(conn, press.ident)
    if ticket is None or known is None:
        return Toast("stale")
    if ticket.confidential:
        return Toast("secret_files", alert=True)
    waiting = _not_shown(conn, ticket, known, known["shown"] or 0)
    waiting = waiting or _not_shown(conn, ticket, known, 0)
    if not waiting:
        return Toast("no_files")
    for number in range(1, PIECES + 1):
        piece = _piece(waiting)
        if not piece:
            break
        waiting = waiting[len(piece) :]
        known["shown"] = piece[-1].id
        _send_piece(conn, desk, ticket, piece, left=len(waiting), number=number)
    records.set_fact(conn, _name(ticket.id), known)
    records.note(conn, desk.now, f"advisor:{press.presser_id}", "seen_words", ticket.id)
    return Toast("sending_files")


def _not_shown(conn: Connection, ticket: Ticket, known: dict[str, Any], after: int) -> list[Post]:
    return [
        post
        for post in posts.of_ticket(conn, ticket.id)
        if post.side == "leader"
        and post.text
        and post.state != "withdrawn"
        and max(known["first"], after + 1) <= post.id <= known["last"]
    ]


def _piece(waiting: list[Post]) -> list[Post]:
    """Return as many of the first posts as one message holds; at least one."""
    piece: list[Post] = []
    length = 0
    for post in waiting:
        length += min(len(post.text), PIECE) + 2
        if piece and length > PIECE:
            break
        piece.append(post)
    return piece


def _send_piece(
    conn: Connection, desk: Desk, ticket: Ticket, piece: list[Post], *, left: int, number: int
) -> None:
    owing.send_to(
        conn,
        desk,
        f"{owing.GROUP}/{ticket.topic}",
        "further",
        {
            "number": ticket.id,
            "text": "\n".join(masked(ticket, post.text[:PIECE]) for post in piece),
            "left": left,
        },
        ticket=ticket.id,
        role="relay",
        key=f"further:{ticket.id}:{number}:{desk.cause}",
    )
