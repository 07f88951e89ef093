"""`audit`: who saw and changed what about a person or in a case, and whether the trail is whole.

The bot may be running.
"""

from __future__ import annotations

import click
from sqlalchemy import Connection

from bot.commands.reading import read_database
from bot.commands.refusing import FAILED, refuse
from bot.office.privacy import trail
from bot.settings import load as load_settings
from bot.storage import people, seals, tickets, trails
from bot.storage.seals import Mark
from bot.storage.trails import Line
from bot.templates.polish import short_day

Shown = list[dict[str, str]]


@click.command()
@click.option("--person", type=click.IntRange(min=1), help="Numer osoby.")
@click.option("--ticket", type=click.IntRange(min=1), help="Numer sprawy.")
@click.option("--check", is_flag=True, help="Sprawdź, czy nikt nie zmienił śladu.")
@click.option("--mark", help="Z --check: znak z dawnej wiadomości o kopii, np. 1234:9f2c41ab77d0.")
def audit(person: int | None, ticket: int | None, check: bool, mark: str | None) -> None:
    """Pokaż, kto co widział i zmienił: przy osobie albo w sprawie. Albo sprawdź cały ślad."""
    if (person is not None) + (ticket is not None) + check != 1 or (mark and not check):
        raise click.UsageError("Podaj --person albo --ticket, albo --check (i może --mark).")
    if check:
        _check(mark)
        return
    found = read_database(load_settings().database, lambda conn: _read(conn, person, ticket))
    if found is None:
        refuse(FAILED, "Nie ma takiej osoby." if ticket is None else "Nie ma takiej sprawy.")
    for row in found:
        click.echo(f"{short_day(row['at'])}  {row['actor']}: {row['action']}  {row['about']}")
    if not found:
        click.echo("Nic jeszcze nie zapisano.")


def _check(text: str | None) -> None:
    try:
        mark = Mark.told(text) if text else None
    except ValueError:
        raise click.UsageError("Znak ma numer, dwukropek i co najmniej 12 znaków sumy.") from None
    trail, verdict = read_database(
        load_settings().database,
        lambda conn: (seals.verify(conn), seals.compare(conn, mark) if mark else "same"),
    )
    if trail.wrong is not None:
        said = f"Wpis {trail.wrong} nie pasuje do wcześniejszych: ktoś zmienił ślad albo usunął"
        refuse(
            FAILED, f"{said} jego część. Zachowaj tę bazę i porównaj ją z kopią sprzed tygodnia."
        )
    if verdict == "other":
        said = (
            "Tego znaku nie ma w śladzie. Jeśli bazę odtwarzano potem ze starszej kopii, to zwykłe"
        )
        refuse(FAILED, f"{said}; jeśli nie, ktoś zapisał ślad od nowa.")
    click.echo(f"Ślad jest cały: wpisów {trail.rows}, ostatni znak {trail.last or '–'}.")
    if mark is not None and verdict == "forgotten":
        click.echo("Wpis o tym znaku usunięto już, bo minął jego czas: nie ma z czym porównać.")
    elif mark is not None:
        click.echo(f"Znak {mark} jest na swoim miejscu.")


def _read(conn: Connection, person: int | None, ticket: int | None) -> Shown | None:
    lines: list[Line] | None = None
    if person is not None and people.find(conn, person) is not None:
        lines = trails.of_person(conn, person)
    elif ticket is not None and tickets.find(conn, ticket) is not None:
        lines = trails.of_ticket(conn, ticket)
    return None if lines is None else [trail.shown(conn, one) for one in lines]
