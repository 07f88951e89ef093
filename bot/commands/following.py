"""`follow`: the life of a case, or of an update, from the rows: moments and states, no words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import click
from sqlalchemy import Connection

from bot.commands.reading import read_database
from bot.commands.refusing import FAILED, WRONG_CONFIGURATION, refuse
from bot.domain.warsaw import local
from bot.settings import WrongSettings
from bot.settings import load as load_settings
from bot.storage import lives, tickets, trails
from bot.storage.rows import Ticket
from bot.templates import actions

_SENDING = {
    "pending": "czeka na wysłanie",
    "sending": "jest w drodze",
    "sent": "wysłano",
    "failed": "nie wysłano",
    "uncertain": "nie wiadomo, czy doszło",
    "expired": "nie wysłano: po czasie",
    "cancelled": "nie wysłano: już niepotrzebne",
}
_ZONES = {"answer": "odpowiedź z bazy", "suggest": "propozycje", "advisor": "doradca"}
_SIDES = {"leader": "osoba pisze", "advisor": "doradca odpowiada", "note": "notatka doradców"}
_UPDATES = {"new": "czeka", "done": "obsłużona", "quarantine": "w kwarantannie"}
_TICKETS = {
    "queued": "czeka na doradcę",
    "claimed": "u doradcy",
    "waiting": "czeka na odpowiedź osoby",
    "closed": "zamknięta",
    "withdrawn": "wycofana",
}


@dataclass(frozen=True, slots=True)
class _Step:
    at: datetime
    what: str


@click.command()
@click.argument("number", required=False, type=click.IntRange(min=1))
@click.option("--update", "update_id", type=int, help="Numer aktualizacji z dziennika.")
def follow(number: int | None, update_id: int | None) -> None:
    """Pokaż drogę sprawy NUMER albo aktualizacji: kiedy co się z nią stało, bez treści."""
    if (number is None) == (update_id is None):
        raise click.UsageError("Podaj albo numer sprawy, albo --update.")
    try:
        address = load_settings().database
    except WrongSettings as wrong:
        refuse(WRONG_CONFIGURATION, *wrong.complaints)
    if number is not None:
        told = read_database(address, lambda conn: _of_ticket(conn, number))
        missing = "Nie ma takiej sprawy."
    else:
        told = read_database(address, lambda conn: _of_update(conn, update_id or 0))
        missing = "Tej aktualizacji już nie ma (pamiętamy je trzy dni) albo jej nie było."
    if told is None:
        refuse(FAILED, missing)
    for line in told:
        click.echo(line)


def _of_ticket(conn: Connection, number: int) -> list[str] | None:
    ticket = tickets.find(conn, number)
    if ticket is None:
        return None
    owed = lives.sendings(conn, number)
    updates = {one.update_id for one in owed if one.update_id is not None}
    steps = [
        *_arrived(lives.arrivals(conn, updates)),
        *_decided(lives.choices(conn, number)),
        *(
            _Step(one.at, actions.action_name(one.action))
            for one in trails.of_ticket(conn, number)
        ),
        *(_Step(one.at, _SIDES[one.side]) for one in lives.said(conn, number)),
        *_owed(owed),
    ]
    return [*_head(ticket), *_in_order(steps)]


def _of_update(conn: Connection, update_id: int) -> list[str] | None:
    arrived = lives.arrivals(conn, {update_id})
    owed = lives.sendings_because_of(conn, update_id)
    if not arrived and not owed:
        return None
    numbers = sorted({one.ticket_id for one in owed if one.ticket_id is not None})
    about = [f"Dalej: dzialaj follow {number}" for number in numbers]
    return [f"Aktualizacja {update_id}", *_in_order([*_arrived(arrived), *_owed(owed)]), *about]


def _head(ticket: Ticket) -> Iterable[str]:
    yield f"Sprawa #{ticket.id}: {_TICKETS[ticket.state]}, temat {ticket.topic}"
    if ticket.promised_at is not None:
        yield f"Obiecana odpowiedź: do {_moment(ticket.promised_at)}"


def _arrived(found: Iterable[lives.Arrival]) -> Iterable[_Step]:
    for one in found:
        yield _Step(one.received_at, f"przyszła aktualizacja {one.update_id}")
        if one.done_at is not None or one.state != "done":
            tries = f", nieudane próby: {one.attempts}" if one.attempts else ""
            error = f" ({one.error})" if one.error else ""
            what = f"aktualizacja {one.update_id}: {_UPDATES[one.state]}{tries}{error}"
            yield _Step(one.done_at or one.received_at, what)


def _decided(found: Iterable[lives.Choice]) -> Iterable[_Step]:
    for one in found:
        if one.zone is not None:
            sure = "" if one.confidence is None else f", pewność {one.confidence:.2f}"
            what = f"pytanie; decyzja: {_ZONES.get(one.zone, one.zone)}, temat {one.topic or '—'}"
            yield _Step(one.asked_at, what + sure.replace(".", ","))


def _owed(found: Iterable[lives.Sending]) -> Iterable[_Step]:
    for one in found:
        name = f"wiadomość {one.id} ({one.kind})"
        yield _Step(one.created_at, f"{name}: do wysłania")
        tries = f", prób: {one.attempts + one.misses}" if one.attempts + one.misses > 1 else ""
        why = f" ({one.reason.partition(':')[0]})" if one.reason and one.state != "sent" else ""
        when = one.finished_at or one.sending_at
        if when is not None:
            yield _Step(when, f"{name}: {_SENDING[one.state]}{tries}{why}")


def _in_order(steps: Iterable[_Step]) -> list[str]:
    return [f"{_moment(one.at)}  {one.what}" for one in sorted(steps, key=lambda one: one.at)]


def _moment(at: datetime) -> str:
    return f"{local(at):%d.%m.%Y %H:%M:%S}"
