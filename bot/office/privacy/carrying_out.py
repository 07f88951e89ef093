"""Carrying out an erasure: what it ends, what it takes away, and what is said about it.

First what runs for the person is ended, and the group is cleared; then the rows are emptied step
by step (`bot.storage.erasing`); last comes the message with the receipt's number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.helpdesk import drafts, owing
from bot.helpdesk.desk import Desk
from bot.office.privacy import in_group
from bot.programme.part import Farewell
from bot.programme.signups import booking, offering
from bot.storage import (
    erasing,
    erasures,
    outbox,
    people,
    practices,
    questions,
    records,
    registrations,
    seats,
    tickets,
)
from bot.storage.erasures import Erasure
from bot.storage.outbox import Owed, owe
from bot.storage.owned import Somebody, somebody
from bot.storage.rows import Ticket

LAST = "privacy_erased"  # the message with the receipt's number
STEPS = ("ended", *erasing.STEPS)
FORGOTTEN_AFTER = timedelta(days=2)  # the last message goes within it, or never
TRACES = "erasure_traces"  # the fact that a process leaves that died before it cleared them
A_MOMENT = timedelta(minutes=1)  # what is on its way when rows are emptied has come by then


def begin(conn: Connection, desk: Desk, found: Erasure) -> bool:
    """Begin what is due; False when a legal hold keeps it waiting, which is told once."""
    if found.state == "doing":
        return True
    person = people.by_id(conn, found.person_id)
    if person.legal_hold:
        if found.told_held_at is None:
            erasures.set_fields(conn, found.id, told_held_at=desk.now)
            values = {"contact": desk.base.organisation.data_contact}
            owing.tell(conn, desk, person, "privacy_held", values)
        return False
    return erasures.move(conn, found.id, "asked", state="doing")


def has_left_traces(conn: Connection) -> bool:
    """Tell whether something was erased since copies and the log were last cleared."""
    return records.get_fact(conn, TRACES) is not None


def traces_are_gone(conn: Connection) -> None:
    """Note that copies and the log hold nothing of what was erased."""
    records.forget_fact(conn, TRACES)


def step(conn: Connection, desk: Desk, ident: int, farewells: Sequence[Farewell] = ()) -> bool:
    """Do the next step of an erasure that is begun; tell whether there are more.

    `farewells` end what other parts have begun for the person.
    """
    found = erasures.get(conn, ident)
    if found.state != "doing":
        return False
    whose = somebody(conn, found.person_id)
    name = STEPS[found.step]
    if name == "ended":
        records.set_fact(conn, TRACES, True)
        for end in farewells:
            end(conn, desk, whose.person)
        _end(conn, desk, whose, found)
    elif name == "mail_address" and _is_told_by_mail(whose, found):
        pass  # the last message goes there; see `forget_address`
    elif name == "person":
        _part(conn, desk, whose, found)
    else:
        if name == "inbox" and found.again:
            erasing.forget_unread(conn, whose, desk.now)
        erasing.do(conn, whose, name, desk.now)
    erasures.set_fields(conn, ident, step=found.step + 1)
    return found.step + 1 < len(STEPS)


def _is_told_by_mail(whose: Somebody, found: Erasure) -> bool:
    by_mail = whose.person.address.startswith("mail:") and whose.person.reachable
    return by_mail and not found.again


def _end(conn: Connection, desk: Desk, whose: Somebody, found: Erasure) -> None:
    """End what runs for the person: questions, seats, practices, the dialogue they are in."""
    questions.let_go(conn, whose.person.id)
    for ticket in tickets.open_of_person(conn, whose.person.id):
        _withdraw(conn, desk, ticket)
    for seat in seats.ahead_of_person(conn, whose.person.id, desk.now):
        booking.leave(conn, desk, seat, "self")
        offering.fill(conn, desk.because(f"{desk.cause}:{seat.id}"), seat.occasion_id)
    for one in registrations.all_of_person(conn, whose.person.id):
        if one.state in registrations.ACTIVE and one.present_at is None:
            registrations.move(conn, one.id, was=registrations.ACTIVE, state="left",
                               left_at=desk.now, left_why="self")  # fmt: skip
    for practice in whose.practices:
        _take_back(conn, desk, practice)
    people.end_dialog(conn, whose.person.id)
    if not found.again:
        in_group.clear(conn, desk, whose)


def _withdraw(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    ended = {"state": "withdrawn", "closed_at": desk.now, "closed_by": "leader"}
    drafts.close_of_ticket(conn, desk, ticket)
    if tickets.move(conn, ticket.id, was=tickets.OPEN, **ended):
        values = {"number": ticket.id}
        to = f"{owing.GROUP}/{ticket.topic}"
        owing.send_to(conn, desk.because(f"{desk.cause}:{ticket.id}"), to, "privacy_gone", values,
                      role="alarm")  # fmt: skip


def _take_back(conn: Connection, desk: Desk, ident: int) -> None:
    values = {"consent_at": None, "touched_at": desk.now}
    practices.move(conn, ident, was=("sent", "accepted"), state="withdrawn", **values)
    practices.move(conn, ident, was=("draft", "returned"), state="dropped", **values)


def _part(conn: Connection, desk: Desk, whose: Somebody, found: Erasure) -> None:
    """Forget who it was, and owe the last message."""
    person = whose.person
    erasing.do(conn, whose, "person", desk.now)
    owed = None
    if not found.again:
        in_group.redraw(conn, desk, whose)
        if not person.address.startswith("paper:") and person.reachable:
            owed = _last_message(conn, desk, person.address, found)
    done = {"state": "done", "done_at": desk.now, "outbox_id": owed}
    erasures.move(conn, found.id, "doing", **done)
    data = {"person": person.id, "erasure": found.id, "again": bool(found.again)}
    records.note(conn, desk.now, "bot", "erased", **data)


def _last_message(conn: Connection, desk: Desk, to: str, found: Erasure) -> int | None:
    return owe(
        conn,
        Owed(
            key=f"{LAST}:{found.id}",
            kind=Kind.NOTICE,
            operation="send",
            to=to,
            template=LAST,
            params={"receipt": found.receipt},
            role="notice",
        ),
        desk.now,
    )


def forget_address(conn: Connection, desk: Desk, ident: int) -> bool:
    """Forget where the last message went, once it has gone or never will; tell whether it was."""
    found = erasures.get(conn, ident)
    row = outbox.by_id(conn, found.outbox_id) if found.outbox_id is not None else None
    if row is None:
        erasures.set_fields(conn, ident, outbox_id=None)
        return True
    assert found.done_at is not None
    since = desk.now - found.done_at
    if since < A_MOMENT or (row.state in outbox.UNFINISHED and since < FORGOTTEN_AFTER):
        return False
    whose = _as_known_by(somebody(conn, found.person_id), row.to)
    for name in erasing.AFTER:
        erasing.do(conn, whose, name, found.done_at)
    erasures.set_fields(conn, ident, outbox_id=None)
    return True


def _as_known_by(whose: Somebody, address: str) -> Somebody:
    """Return an erased person as known by the one address that is left."""
    kind, _, number = address.partition(":")
    known = whose.person
    if kind == "chat":
        known = replace(known, telegram_id=int(number))
    elif kind == "mail":
        known = replace(known, mail_id=int(number))
    return replace(whose, person=known)
