"""Answers for people without Telegram: to be read out, copied, or printed and handed over.

An answer to such a ticket is sent nowhere. A panel under it says so, shows the words to copy, and
keeps note of who brought them to the person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot.domain.warsaw import local
from bot.helpdesk import owing, shielding
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.helpdesk.replies import ticket_of
from bot.programme import documents, panels
from bot.programme.documents import Document, Made
from bot.programme.panels import Shown
from bot.storage import people, posts, proxies, receipts, records, tickets
from bot.storage.outbox import OutboxRow
from bot.storage.rows import Post, Ticket
from bot.templates import Texts
from bot.templates.polish import named_date
from bot.templates.printed import printed

PANEL = "paper"
PDF, HTML = "answer_pdf", "answer_html"
STALE = Toast("stale")
SHORT = 256  # characters that a button can copy


def not_sent(conn: Connection, desk: Desk, row: OutboxRow) -> None:
    """Show a panel under an answer whose person has neither Telegram nor e-mail."""
    post = _answered(conn, row)
    if post is None:
        return
    records.set_fact(conn, f"paper:{post.ticket_id}", post.id)
    found = proxies.of_ticket(conn, post.ticket_id)
    if found is not None:
        proxies.set_fields(conn, found.id, delivered_at=None, delivered_by="")
    thread = f"{owing.GROUP}/{tickets.get(conn, post.ticket_id).topic}"
    panels.show(conn, desk, thread, f"{PANEL}:{post.id}", anew=True)


def _answered(conn: Connection, row: OutboxRow) -> Post | None:
    """Return what was not sent; of an album its first part with words, else its first."""
    if "album" not in row.params:
        return posts.by_id(conn, row.params.get("post") or 0)
    parts = posts.of_album(conn, row.params["album"], row.params["from"])
    return next((one for one in parts if one.text), parts[0] if parts else None)


def draw(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Return the panel of one answer."""
    post = posts.by_id(conn, int(rest))
    if post is None or post.state not in ("owed", "shown"):
        return None
    ticket = tickets.get(conn, post.ticket_id)
    person = people.by_id(conn, ticket.person_id)
    found = proxies.of_ticket(conn, ticket.id)
    values = {
        "ident": found.id if found is not None else 0,
        "number": ticket.id,
        "name": None if person.anonymous else person.name,
        "phone": person.phone,
        "text": post.text,
        "media": post.media is not None,
        "copied": post.text if 0 < len(post.text) <= SHORT else None,
        "told": found.delivered_by if found is not None and found.delivered_at else None,
        "handed": ticket.address.startswith("chat:"),
    }
    return Shown("proxy_answer", values)


def told(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Note that the answer was brought to the person ([Przekazane])."""
    found = proxies.find(conn, press.ident)
    ticket = tickets.find(conn, found.ticket_id) if found and found.ticket_id else None
    if found is None or ticket is None or found.delivered_at is not None:
        return STALE
    proxies.set_fields(conn, found.id, delivered_at=desk.now, delivered_by=press.name)
    records.note(conn, desk.now, f"advisor:{press.presser_id}", "proxy_told", ticket.id)
    shown = records.get_fact(conn, f"paper:{ticket.id}")
    if shown is not None:
        thread = f"{owing.GROUP}/{ticket.topic}"
        panels.show(conn, desk, thread, f"{PANEL}:{shown}")
    return Toast("saved")


def print_answer(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Make the page to print: as PDF, and as HTML to be changed or sent on ([Wydrukuj])."""
    found = proxies.find(conn, press.ident)
    ticket = tickets.find(conn, found.ticket_id) if found and found.ticket_id else None
    if ticket is None:
        return STALE
    if ticket.confidential:
        return Toast("secret_files", alert=True)
    _print(conn, desk, ticket, f"advisor:{press.presser_id}")
    return Toast("making_file")


def command(conn: Connection, desk: Desk, said: Incoming, thread: str) -> None:
    """Make the page to print of any ticket: `/wydruk 142`, or as a reply to its card."""
    number = re.search(r"\d{1,9}", said.text.partition(" ")[2])
    known = tickets.find(conn, int(number[0])) if number else None
    if known is None and said.reply_to is not None:
        known = ticket_of(conn, said.chat_id, said.reply_to)
    if known is None or known.confidential or posts.last_answer(conn, known.id) is None:
        values = {"what": "wydruk"}
        owing.send_to(conn, desk, thread, "how_to", values, reply_to=said.message_id, role="hint")
        return
    _print(conn, desk, known, f"advisor:{said.sender_id}")


def _print(conn: Connection, desk: Desk, ticket: Ticket, who: str) -> None:
    records.note(conn, desk.now, who, "answer_printed", ticket.id)
    thread = f"{owing.GROUP}/{ticket.topic}"
    for what in (PDF, HTML):
        documents.send(conn, desk, thread, what, {"ticket": ticket.id}, ticket=ticket.id)


def handed(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    """Bring the panels of a ticket up to date: its person sees the answers themselves now."""
    for post in posts.of_ticket(conn, ticket.id):
        if receipts.about(conn, f"{PANEL}:{post.id}", "panel"):
            thread = f"{owing.GROUP}/{ticket.topic}"
            panels.show(conn, desk, thread, f"{PANEL}:{post.id}")


def collect(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> dict[str, Any] | None:
    """Read what stands on the page: the question, the answers, and whom to ask further."""
    ticket = tickets.find(conn, about["ticket"])
    if ticket is None or ticket.confidential:  # since the page was asked for
        return None
    said = posts.of_ticket(conn, ticket.id)
    person, us = people.by_id(conn, ticket.person_id), desk.base.organisation
    asked = [one.text for one in said if one.side == "leader" and one.text]
    return {
        "programme": us.programme,
        "organisation": us.name,
        "office": us.office,
        "phone": us.phone,
        "email": us.email,
        "number": ticket.id,
        "topic": desk.topic(ticket.topic).name,
        "name": "" if person.anonymous else person.name,
        "question": shielding.masked(ticket, "\n".join(asked)),
        "answers": [_answer(one) for one in said if _went(one)],
        "day": named_date(local(desk.now).date()),
    }


def _went(post: Post) -> bool:
    return post.side == "advisor" and post.state == "owed" and bool(post.text)


def _answer(post: Post) -> dict[str, str]:
    return {"who": post.author, "day": named_date(local(post.at).date()), "text": post.text}


def _pdf(values: dict[str, Any]) -> Made:
    return Made(f"odpowiedz-{values['number']}.pdf", printed("answer", values))


def _html(values: dict[str, Any]) -> Made:
    page = Texts().page("answer", values)
    return Made(f"odpowiedz-{values['number']}.html", page.encode())


DOCUMENTS = {PDF: Document(collect, _pdf), HTML: Document(collect, _html)}
