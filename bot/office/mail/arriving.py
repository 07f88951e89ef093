"""An e-mail that came: a word written back, an addition to a ticket, or a question like any other.

Whose it is, is said by its address alone, which anybody can write; so it joins a ticket of that
address only, and what is answered goes to that address. Nothing is told to anybody else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from hmac import compare_digest

from sqlalchemy import Connection

from bot.domain.asking import asks
from bot.domain.mailing import chat_of, holds, mac_of, message_of
from bot.domain.personal_numbers import mask
from bot.helpdesk import (
    asking,
    cases,
    follow_ups,
    intake,
    mail_targets,
    opening,
    owing,
)
from bot.helpdesk.desk import Desk, Incoming
from bot.helpdesk.mail_letters import SIGNS_ARRIVE
from bot.knowledge.decision import Decision
from bot.office.mail import keeping, pressing, returning
from bot.office.mail.letters import Read
from bot.storage import mail, mail_addresses, outbox, records, staff, tickets
from bot.storage.mail import MailRow
from bot.storage.rows import Person, Ticket

FLOOD, FLOOD_WITHIN = 20, timedelta(hours=1)  # e-mails of one address, before they are only kept
PORTION = 3500  # characters of one message to advisors


@dataclass(frozen=True, slots=True)
class Came:
    """Everything about one e-mail: its row, what it says, and what was decided about it."""

    row: MailRow
    read: Read
    decision: Decision


def arrive(
    conn: Connection, desk: Desk, came: Came, press: pressing.Do, beyond: intake.Beyond
) -> None:
    """Do what an e-mail asks for, once; afterwards only its numbers are left of it here."""
    row, read = came.row, came.read
    why = _nothing_to_do(conn, desk, read)
    if why is not None:
        state = "done" if why == "returned" else "ignored"
        mail.finish(conn, row.id, state, desk.now, reason=why)
        return
    person = mail_addresses.meet(conn, read.sender or "", mask(read.name), desk.now)
    told = {"mail_id": person.mail_id, "message_id": read.message_id}
    if not mail.finish(conn, row.id, "done", desk.now, **told):
        return  # dealt with before
    _known_address(conn, desk, person, read)
    records.note(conn, desk.now, f"person:{person.id}", "mail", mail=row.id)
    _understand(conn, desk, person, came, press, beyond)


def _known_address(conn: Connection, desk: Desk, person: Person, read: Read) -> None:
    """Note that an address writes to us, and whether it got what we sent there."""
    ident = person.mail_id or 0
    mail_addresses.set_fields(conn, ident, refused_at=None)
    secret = mail_targets.secret(conn)
    if any(holds(sign, secret, person.address) for sign in read.signs):
        mail_addresses.set_fields(conn, ident, verified_at=desk.now)


def _nothing_to_do(conn: Connection, desk: Desk, read: Read) -> str | None:
    """Return why an e-mail asks for nothing; what it reports is noted first."""
    if read.probe is not None:
        ours = mac_of(mail_targets.secret(conn), "p", 0, "")
        if compare_digest(read.probe, ours):
            records.set_fact(conn, SIGNS_ARRIVE, True)
        return "probe"
    if read.returned:
        for sign in read.returned:
            returning.came_back(conn, desk, sign)
        return "returned"
    if read.sender is None:
        return "no_sender"
    return "own" if read.sender == desk.mail else read.machine


def _understand(
    conn: Connection,
    desk: Desk,
    person: Person,
    came: Came,
    press: pressing.Do,
    beyond: intake.Beyond,
) -> None:
    before = _newest(conn, person)
    meant, foreign = _meant(conn, person, came.read)
    if pressing.written_back(conn, desk, person, came.read, press):
        return
    if meant is None and _floods(conn, desk, person):
        meant = before
        if meant is not None:
            _quietly(conn, desk, person, meant, came)
            return
    if meant is not None:
        _add(conn, desk, person, meant, came)
    else:
        _ask(conn, desk, person, came, beyond)
    after = _newest(conn, person)
    opened = after if after is not None and (before is None or after.id > before.id) else None
    into = opened or meant
    if into is not None:
        keeping.keep(conn, desk, person, into, came.row, came.read, portions(came.read.words)[1:])
    if opened is not None and foreign is not None:
        _tell_foreign(conn, desk, opened, foreign)
    keeping.refuse(conn, desk, person, came.read)


def portions(words: str) -> list[str]:
    """Return words in portions that fit into a message, broken between lines or words."""
    found = []
    while len(words) > PORTION:
        end = words.rfind("\n", PORTION // 2, PORTION)
        end = words.rfind(" ", PORTION // 2, PORTION) if end < 0 else end
        end = PORTION if end < 0 else end
        found.append(words[:end].strip())
        words = words[end:].strip()
    return [*found, words]


def _newest(conn: Connection, person: Person) -> Ticket | None:
    found = tickets.of_person(conn, person.id, limit=1)
    return found[0] if found else None


def _meant(conn: Connection, person: Person, read: Read) -> tuple[Ticket | None, int | None]:
    """Return the ticket that an e-mail belongs to, or the number of somebody else's it names."""
    foreign = None
    secret = mail_targets.secret(conn)
    for sign in read.signs:
        number = _number(conn, sign.kind, sign.ident)
        found = tickets.find(conn, number) if number is not None else None
        if found is not None and holds(sign, secret, person.address):
            if found.person_id == person.id:
                return found, None
            foreign = found.id  # it has been handed over since
        elif found is not None and found.person_id != person.id:
            foreign = found.id
    found = tickets.find(conn, read.number) if read.number is not None else None
    if found is not None and found.person_id == person.id:
        return found, None
    return None, found.id if found is not None else foreign


def _number(conn: Connection, kind: str, ident: int) -> int | None:
    if kind == "t":
        return ident
    sent = outbox.by_id(conn, ident)
    return sent.ticket_id if sent is not None else None


def _floods(conn: Connection, desk: Desk, person: Person) -> bool:
    since = desk.now - FLOOD_WITHIN
    return mail.came_from(conn, person.mail_id or 0, since) > FLOOD


def _quietly(conn: Connection, desk: Desk, person: Person, into: Ticket, came: Came) -> None:
    """Only keep what comes by the dozen: in the last ticket, without an answer."""
    opening.add_post(conn, into, _incoming(person, came), side="leader")
    owing.refresh_card(conn, desk, into)
    mail.belongs(conn, came.row.id, into.id)


def _incoming(person: Person, came: Came) -> Incoming:
    chat = chat_of(person.mail_id or 0)
    words = portions(came.read.words)[0]
    return Incoming(chat, message_of(came.row.id), chat, person.name, words, came.row.came_at)


def _add(conn: Connection, desk: Desk, person: Person, ticket: Ticket, came: Came) -> None:
    """Add an answer to its ticket; thanks alone are no work for anybody."""
    kind, plain = came.decision.kind, not (came.read.files or asks(came.read.text))
    if kind in ("thanks", "goodbye") and plain:
        return
    if kind == "resolved" and plain and ticket.state in tickets.OPEN:
        cases.close_by_leader(conn, desk, person, ticket)
        return
    follow_ups.add(conn, desk, person, ticket, _incoming(person, came))


def _ask(conn: Connection, desk: Desk, person: Person, came: Came, beyond: intake.Beyond) -> None:
    incoming, decision = _incoming(person, came), came.decision
    if came.read.files:
        decision = replace(decision, zone="advisor")
        question = asking.save(conn, person, incoming, decision)
        asking.to_human(conn, desk, person, question, decision)
        return
    if came.read.signs:
        intake.take(conn, desk, person, incoming, decision, (), beyond)
    elif not any(wish(conn, desk, person, incoming, decision) for wish in beyond.wishes):
        intake.understand(conn, desk, person, incoming, decision)  # it answers nothing we asked


def _tell_foreign(conn: Connection, desk: Desk, ticket: Ticket, named: int) -> None:
    records.note(conn, desk.now, "mail", "foreign_sign", ticket.id, named=named)
    if staff.where(conn, owing.GROUP) is not None:
        owing.send_to(
            conn,
            desk,
            f"{owing.GROUP}/{ticket.topic}",
            "mail_foreign",
            {"number": ticket.id, "named": named},
            ticket=ticket.id,
            role="relay",
        )
