"""`export`: what people wrote and confirmed inside Telegram, as files; the bot may be running."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy import Connection

from bot.commands.endings import ENDINGS, last_words
from bot.commands.refusing import FAILED, WRONG_CONFIGURATION, refuse
from bot.helpdesk import practice_views, upkeep
from bot.knowledge.beside import VALUES
from bot.knowledge.library import find_directory
from bot.knowledge.loading import load
from bot.knowledge.practice_pages import Told, page
from bot.knowledge.redating import redated_page, redated_values
from bot.knowledge.reviews import Review, holding
from bot.settings import Settings, WrongSettings
from bot.settings import load as load_settings
from bot.storage import revisions
from bot.storage.database import Database


class _NoDatabase(Exception):
    """There is no database to read from; the text says what to do."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the database holds for the files."""

    practices: list[Told]
    reviews: list[Review]


@click.command()
@click.argument("directory", metavar="KATALOG", type=click.Path(file_okay=False, path_type=Path))
def export(directory: Path) -> None:
    """Zapisz w KATALOGU przyjęte praktyki i potwierdzone hasła; istniejących nie zmienia."""
    try:
        settings = load_settings()
        kept = asyncio.run(_kept(settings.database))
        pages = [(f"practices/{told.name}.md", page(told)) for told in kept.practices]
        dated = list(_redated(settings, kept.reviews))
        new = [_write(directory / name, text) for name, text in (*pages, *dated)]
    except WrongSettings as wrong:
        refuse(WRONG_CONFIGURATION, *wrong.complaints)
    except _NoDatabase as missing:
        refuse(FAILED, missing)
    except tuple(ENDINGS) as ending:
        code, sentence = last_words(ending)
        refuse(code, sentence)
    except OSError:
        refuse(FAILED, f"Nie da się zapisać w „{directory}”; sprawdź ścieżkę i prawa zapisu.")
    else:
        _say(len(pages), new)


async def _kept(url: str) -> _Kept:
    """Read what is to be written; the database is neither locked, made nor changed."""
    database = await Database.open(url, alone=False, upgrade=False)
    try:
        if database.path is not None and not database.path.exists():
            raise _NoDatabase("BOT_DATABASE: tej bazy jeszcze nie ma; powstanie, gdy ruszy bot.")
        return await database.read(_read)
    finally:
        await database.close()


def _read(conn: Connection) -> _Kept:
    revisions.require_ours(conn)
    if revisions.revision_of(conn) != revisions.NEWEST:
        raise _NoDatabase(
            "BOT_DATABASE: baza jest z innej wersji programu; uruchom raz bota z tej wersji."
        )
    return _Kept(practice_views.accepted(conn), upkeep.in_force(conn))


def _redated(settings: Settings, reviews: list[Review]) -> Iterator[tuple[str, str]]:
    """Yield the files of the knowledge whose dates were confirmed, with those dates in them."""
    if not reviews:
        return
    root = find_directory(settings.knowledge)
    base = load(root)
    confirmed = [one for one in holding(base, reviews) if one.until is not None]
    for one in confirmed:
        if one.kind == "entry" and one.until is not None:
            name = f"faq/{base.entries[one.name].topic}/{one.name}.md"
            yield name, redated_page(_text(root / name), one.on, one.until)
    values = [(one.name, one.on, one.until) for one in confirmed if one.kind == "value"]
    if values:
        dates = [(name, on, until) for name, on, until in values if until is not None]
        yield VALUES, redated_values(_text(root / VALUES), dates)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def _write(path: Path, text: str) -> bool:
    """Write one file, unless it is there; tell whether it was written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        click.echo(f"{path} (już jest, bez zmian)")
        return False
    click.echo(str(path))
    return True


def _say(practices: int, new: list[bool]) -> None:
    if any(new[:practices]):
        click.echo("W praktykach uzupełnij linie z # na początku i dodaj obrazek.")
    click.echo(
        f"Praktyki: {sum(new[:practices])} z {practices}. "
        f"Pliki z potwierdzoną datą: {sum(new[practices:])} z {len(new) - practices}."
    )
    if any(new):
        click.echo("Po przeniesieniu do bazy wiedzy uruchom dzialaj check.")
