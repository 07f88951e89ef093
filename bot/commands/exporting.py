"""`export`: what people wrote inside Telegram, as files; the bot may be running meanwhile."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import click
from sqlalchemy import Connection

from bot.commands.endings import ENDINGS, last_words
from bot.helpdesk import practice_views
from bot.knowledge.practice_pages import Told, page
from bot.settings import WrongSettings
from bot.settings import load as load_settings
from bot.storage import revisions
from bot.storage.database import Database

FAILED, WRONG_CONFIGURATION = 1, 78


class _NoDatabase(Exception):
    """There is no database to read from; the text says what to do."""


@click.command()
@click.argument("directory", metavar="KATALOG", type=click.Path(file_okay=False, path_type=Path))
def export(directory: Path) -> None:
    """Zapisz przyjęte praktyki w KATALOGU jako practices/<id>.md; istniejących nie zmienia."""
    try:
        told = asyncio.run(_accepted(load_settings().database))
        written = [_write(directory / "practices", one) for one in told]
    except WrongSettings as wrong:
        _end(WRONG_CONFIGURATION, *wrong.complaints)
    except _NoDatabase as missing:
        _end(FAILED, str(missing))
    except tuple(ENDINGS) as ending:
        code, sentence = last_words(ending)
        _end(code, sentence)
    except OSError:
        _end(FAILED, f"Nie da się zapisać w „{directory}”; sprawdź ścieżkę i prawa zapisu.")
    else:
        _say(written)


def _end(code: int, *sentences: str) -> None:
    for sentence in sentences:
        click.echo(sentence, err=True)
    sys.exit(code)


async def _accepted(url: str) -> list[Told]:
    """Read the accepted practices; the database is neither locked, made nor changed."""
    database = await Database.open(url, alone=False, upgrade=False)
    try:
        if database.path is not None and not database.path.exists():
            raise _NoDatabase("BOT_DATABASE: tej bazy jeszcze nie ma; powstanie, gdy ruszy bot.")
        return await database.read(_read)
    finally:
        await database.close()


def _read(conn: Connection) -> list[Told]:
    revisions.require_ours(conn)
    if revisions.revision_of(conn) != revisions.NEWEST:
        raise _NoDatabase(
            "BOT_DATABASE: baza jest z innej wersji programu; uruchom raz bota z tej wersji."
        )
    return practice_views.accepted(conn)


def _write(folder: Path, told: Told) -> tuple[Path, bool]:
    """Write one page, unless it is there; return its path and whether it was written."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{told.name}.md"
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(page(told))
    except FileExistsError:
        return path, False
    return path, True


def _say(written: list[tuple[Path, bool]]) -> None:
    for path, new in written:
        click.echo(f"{path}" if new else f"{path} (już jest, bez zmian)")
    made = sum(new for _path, new in written)
    if made:
        click.echo("Uzupełnij linie z # na początku, dodaj obrazek i uruchom dzialaj check.")
    click.echo(f"Zapisane praktyki: {made}, przyjęte razem: {len(written)}.")
