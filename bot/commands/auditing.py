"""`audit`: who saw and changed what about a person or in a case; the bot may be running."""

from __future__ import annotations

import click
from sqlalchemy import Connection

from bot.commands.reading import read_database
from bot.commands.refusing import FAILED, refuse
from bot.office.privacy import trail
from bot.settings import load as load_settings
from bot.storage import people, tickets, trails
from bot.storage.trails import Line
from bot.templates.polish import short_day

Shown = list[dict[str, str]]


@click.command()
@click.option("--person", type=click.IntRange(min=1), help="Numer osoby.")
@click.option("--ticket", type=click.IntRange(min=1), help="Numer sprawy.")
def audit(person: int | None, ticket: int | None) -> None:
    """Pokaż, kto co widział i zmienił: przy osobie albo w sprawie."""
    if (person is None) == (ticket is None):
        raise click.UsageError("Podaj albo --person, albo --ticket.")
    found = read_database(load_settings().database, lambda conn: _read(conn, person, ticket))
    if found is None:
        refuse(FAILED, "Nie ma takiej osoby." if ticket is None else "Nie ma takiej sprawy.")
    for row in found:
        click.echo(f"{short_day(row['at'])}  {row['actor']}: {row['action']}  {row['about']}")
    if not found:
        click.echo("Nic jeszcze nie zapisano.")


def _read(conn: Connection, person: int | None, ticket: int | None) -> Shown | None:
    lines: list[Line] | None = None
    if person is not None and people.find(conn, person) is not None:
        lines = trails.of_person(conn, person)
    elif ticket is not None and tickets.find(conn, ticket) is not None:
        lines = trails.of_ticket(conn, ticket)
    return None if lines is None else [trail.shown(conn, one) for one in lines]
