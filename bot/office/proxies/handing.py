"""Giving a case over to the person it is about: a link that works once, as words or as a code."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import members, owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.proxies import paper
from bot.programme import documents
from bot.programme.deadlines import following, owners
from bot.programme.documents import Document, Made
from bot.storage import deadlines, merging, people, posts, proxies, records, tickets
from bot.storage.merging import CannotMerge
from bot.storage.rows import Person, Ticket, attempt

QR, TAKEN = "proxy_code", "case_taken"
LASTS = timedelta(days=30)
STALE = Toast("stale")


def _purpose(number: int) -> str:
    return f"case:{number}"


def revoke(conn: Connection, number: int) -> None:
    """Let a link to a case lead nowhere any more."""
    records.revoke_tokens(conn, _purpose(number))


def give_link(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Make a link to a case, shown in the thread with its code; an earlier one stops working."""
    found = proxies.find(conn, press.ident)
    ticket = tickets.find(conn, found.ticket_id) if found and found.ticket_id else None
    if found is None or ticket is None or ticket.address.startswith("chat:"):
        return STALE
    revoke(conn, ticket.id)
    secret = records.make_token(conn, _purpose(ticket.id), desk.now, LASTS)
    records.note(conn, desk.now, f"advisor:{press.presser_id}", "case_link", ticket.id)
    link = f"https://t.me/{desk.base.organisation.bot_username}?start={secret}"
    until = (desk.now + LASTS).isoformat()
    values = {"number": ticket.id, "address": link, "until": until, owing.ONCE: True}
    thread = f"{owing.GROUP}/{ticket.topic}"
    owing.send_to(conn, desk, thread, "proxy_link", values, role="notice")
    documents.send(conn, desk, thread, QR, {"link": link}, caption="proxy_code",
                   values={"number": ticket.id}, key=f"{QR}:{ticket.id}:{desk.cause}")  # fmt: skip
    return Toast("")


def _collect(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> str:
    return str(about["link"])


def _make(link: str) -> Made:
    import segno  # big, and not always needed

    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="png", scale=10, border=3)
    return Made("kod-do-sprawy.png", out.getvalue())


DOCUMENT = Document(_collect, _make)


def follow(conn: Connection, desk: Desk, person: Person, payload: str) -> bool:
    """Take a case over by its link; False when the link is for something else."""
    purpose = records.purpose_of(conn, payload, desk.now) or ""
    if not purpose.startswith("case:"):
        return False
    ticket = tickets.find(conn, int(purpose.removeprefix("case:")))
    if ticket is None or ticket.address.startswith("chat:"):
        return False
    if members.may_act(conn, person.telegram_id or 0):  # an advisor who only tries the link
        owing.tell(conn, desk, person, "proxy_not_for_us", {"number": ticket.id}, role="hint")
        return True
    if not records.use_token(conn, payload, purpose, desk.now):
        return False
    _take(conn, desk, person, ticket)
    return True


def _one_person(conn: Connection, desk: Desk, person: Person, before: Person) -> Person:
    """Make somebody whom we knew on paper only one with who they are in Telegram.

    All that belongs to them comes along, so that they are counted once. Who has an e-mail address
    stays who they are: their case alone is given over.
    """
    if not before.address.startswith("paper:") or before.erased_at is not None:
        return person
    kept, gone = max(person.id, before.id), min(person.id, before.id)
    try:
        with attempt(conn):
            moved = merging.merge(conn, "person", kept, gone, desk.now)
    except CannotMerge:
        return person
    people.set_fields(conn, kept, notice_shown_at=person.notice_shown_at)
    actor = f"person:{kept}"
    records.note(conn, desk.now, actor, "merged", what="person", kept=kept, gone=gone, moved=moved)
    one = people.by_id(conn, kept)
    for row in deadlines.of_owners(conn, [known.key for known in owners.of_person(conn, one)]):
        following.remind(conn, desk, row, one)
    return one


def _take(conn: Connection, desk: Desk, person: Person, ticket: Ticket) -> None:
    before = ticket.person_id
    person = _one_person(conn, desk, person, people.by_id(conn, ticket.person_id))
    proxies.hand_over(conn, ticket.id, person)
    found = proxies.of_ticket(conn, ticket.id)
    if found is not None:
        proxies.set_fields(conn, found.id, handed_at=desk.now, person_id=person.id)
    records.note(conn, desk.now, f"person:{person.id}", TAKEN, ticket.id, before=before)
    said = [one for one in posts.of_ticket(conn, ticket.id) if one.side != "note"]
    given = [one for one in said if one.state in ("shown", "owed")]
    shown = [one for one in given if one.text]
    lines = [{"ours": one.side == "advisor", "who": one.author, "text": one.text} for one in shown]
    ticket = tickets.get(conn, ticket.id)
    values = {"number": ticket.id, "said": lines[-8:]}
    owing.tell(conn, desk, person, "proxy_taken", values, ticket=ticket.id, role="followed")
    for one in given:
        if one.side == "advisor" and one.media:
            alone = replace(one, album=None)
            owing.pass_on(conn, desk, ticket.address, alone, role="relay", attempt=":handed")
    paper.handed(conn, desk, ticket)
    if ticket.state in tickets.OPEN:
        owing.refresh_receipt(conn, desk, ticket)
    owing.refresh_card(conn, desk, ticket)
    thread = f"{owing.GROUP}/{ticket.topic}"
    told = {"number": ticket.id, "name": None if person.anonymous else person.name}
    owing.send_to(conn, desk, thread, "proxy_handed", told, ticket=ticket.id, role="notice")
