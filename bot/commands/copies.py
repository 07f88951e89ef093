"""`backup`, `restore` and `move`: the work of whoever looks after the server."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import click

from bot.commands.copying_words import carried_out, sentence_for, word_for
from bot.commands.refusing import WRONG_CONFIGURATION, refuse
from bot.operations import backups, moving, restoring, results, sealing
from bot.operations.archive import Manifest
from bot.operations.backups import Copy
from bot.operations.copy_news import size_in_words
from bot.operations.restoring import Restored
from bot.operations.results import Result
from bot.settings import Settings, WrongSettings, load
from bot.storage import apart
from bot.templates.polish import plural, short_day

_NEW_KEY = """\
Klucz publiczny (ustaw go na serwerze):

BOT_BACKUP_RECIPIENT={public}

Klucz tajny (NIE zostawiaj go na serwerze):

{secret}

Co zrobić:
1. Klucz publiczny wpisz do ustawień bota. Nim zamyka się kopie; otworzyć się nim ich nie da.
2. Klucz tajny zapisz w pliku poza serwerem, na przykład na pendrivie w biurze, i wydrukuj.
   Kto ma ten klucz i kopię, ten przeczyta wszystko; kto go zgubi, nie odtworzy żadnej kopii.
3. Nie wysyłaj go pocztą ani komunikatorem. Wyczyść ekran, gdy już go zapiszesz.
4. Spróbuj od razu: dzialaj backup, a potem na innym komputerze
   dzialaj restore KOPIA --key PLIK --check
"""


@click.command()
@click.option("--new-key", is_flag=True, help="Wypisz nową parę kluczy i co z nią zrobić.")
def backup(new_key: bool) -> None:
    """Zrób kopię zapasową i sprawdź ją od razu; bot może działać."""
    if new_key:
        public, secret = sealing.fresh_key()
        click.echo(_NEW_KEY.format(public=public, secret=secret))
        return
    settings = _settings()
    signal.signal(signal.SIGTERM, _leave_nothing)
    copy, manifest = carried_out(_backup(settings))
    rows = sum(one.rows for one in manifest.snapshot.prints.values())
    click.echo(f"{copy.path} ({size_in_words(copy.size)})")
    click.echo(f"Sprawdzona: odtworzono ją na próbę i porównano {_rows(rows)}. Wszystko gra.")


async def _backup(settings: Settings) -> tuple[Copy, Manifest]:
    """Make a copy and leave word of it, whatever came of it, for the bot to tell."""
    now, directory = datetime.now(UTC), settings.backups_directory
    try:
        copy, manifest = await backups.make(settings, now)
    except (backups.NoRecipient, backups.AlreadyCopying):
        raise
    except Exception as error:
        results.leave(directory, Result(now.isoformat(), failed=word_for(error)))
        raise
    count = len(backups.copies(directory))
    results.leave(directory, Result(now.isoformat(), copy.path.name, copy.size, count))
    return copy, manifest


@click.command()
@click.argument("file", metavar="KOPIA", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--key", "key_file", metavar="PLIK", required=True,
              type=click.Path(path_type=Path, dir_okay=False),
              help="Plik z kluczem tajnym.")  # fmt: skip
@click.option("--check", is_flag=True, help="Tylko sprawdź kopię, niczego nie zmieniaj.")
@click.option("--knowledge", is_flag=True, help="Przywróć też bazę wiedzy (BOT_KNOWLEDGE).")
@click.option("--yes", is_flag=True, help="Nie pytaj.")
def restore(file: Path, key_file: Path, check: bool, knowledge: bool, yes: bool) -> None:
    """Przywróć bazę z KOPII; to, co było, zostaje obok. Najpierw zatrzymaj bota."""
    settings = _settings()
    signal.signal(signal.SIGTERM, _leave_nothing)
    key = _read(lambda: sealing.identity_in(key_file.read_text("utf-8-sig", "replace")))
    if check:
        click.echo(f"Kopia jest dobra: {_described(carried_out(_check(settings, file, key)))}")
        return

    def confirm(manifest: Manifest) -> None:
        click.echo(f"Kopia jest dobra: {_described(manifest)}")
        if not yes:
            click.confirm("Czy ma zastąpić to, co jest teraz?", abort=True)

    now = datetime.now(UTC)
    work = restoring.restore(settings, file, key, now, knowledge=knowledge, confirm=confirm)
    _tell_restored(carried_out(work))


async def _check(settings: Settings, file: Path, key: sealing.Identity) -> Manifest:
    return await restoring.check(settings, file, key)


def _tell_restored(done: Restored) -> None:
    for path in done.aside:
        click.echo(f"To, co było, leży w {path}")
    if done.erased:
        people = plural(done.erased, "osoby", "osób", "osób")
        click.echo(f"Ponownie usunięto dane {people}, które o to prosiły po zrobieniu kopii.")
    click.echo("Gotowe. Uruchom bota.")


@click.command()
@click.option("--to", "target", metavar="ADRES", required=True,
              help="Pusta baza: postgresql://…; hasło lepiej w PGPASSWORD.")  # fmt: skip
def move(target: str) -> None:
    """Przenieś wszystko z BOT_DATABASE do pustej bazy PostgreSQL. Najpierw zatrzymaj bota."""
    settings = _settings()
    _settings(database=target)
    if not target.startswith("postgresql://"):
        raise click.BadParameter("podaj adres postgresql://…")
    moved = carried_out(moving.move(settings, target))
    click.echo(f"Przeniesiono i porównano {_rows(moved.rows)}, wszystko się zgadza. Teraz ustaw:")
    click.echo(f"BOT_DATABASE={apart.shown(target)}")
    if settings.data_directory != Path("data"):
        click.echo(f"BOT_DATA={settings.data_directory.resolve()}")
    click.echo("i uruchom bota. Stara baza została bez zmian; usuń ją, gdy nowa się sprawdzi.")


def _settings(**given: Any) -> Settings:
    try:
        return load(**given)
    except WrongSettings as wrong:
        refuse(WRONG_CONFIGURATION, *wrong.complaints)


def _read(work: Callable[[], sealing.Identity]) -> sealing.Identity:
    try:
        return work()
    except Exception as error:
        refuse(*sentence_for(error))


def _described(manifest: Manifest) -> str:
    rows = sum(one.rows for one in manifest.snapshot.prints.values())
    return f"z {short_day(manifest.made_at)}, {_rows(rows)}."


def _rows(count: int) -> str:
    return plural(count, "wiersz", "wiersze", "wierszy")


def _leave_nothing(_number: int, _frame: FrameType | None) -> None:
    """End so that what is half done is cleared away."""
    sys.exit(128 + signal.SIGTERM)
