"""What the database is like: reachable, of which version, whole; and what waits in its rows.

Only read, beside a running bot. SQLite checks every page of the file; a server does that itself.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot.operations.doctor.findings import Finding, broken, fine, warning
from bot.settings import Settings
from bot.storage import inbox, records, revisions, seals, service, staff
from bot.storage.database import TROUBLE, CannotOpen, Database

PATIENCE = 12.0  # seconds until a server has to have answered
CHECKED_WITHIN = 120.0  # seconds for all pages of a SQLite file
OLDEST_SQLITE, OLDEST_POSTGRESQL = (3, 37), 14
LAG, DELAY = timedelta(seconds=60), timedelta(minutes=5)
TRAIL = "ślad czynności"
DATABASE, TABLES, WHOLE, SESSIONS = "baza", "tabele", "spójność bazy", "połączenia z bazą"
INBOX, OUTBOX, QUARANTINE, DOUBTFUL = "do obsłużenia", "do wysłania", "kwarantanna", "niepewne"


@dataclass(slots=True)
class Seen:
    """What was found, and what the other rooms need to know of it."""

    findings: list[Finding] = field(default_factory=list)
    group_id: int | None = None  # of the advisors
    heard: str | None = None  # when Telegram was heard last
    sessions: int | None = None  # of others, at a server


async def look(settings: Settings, now: datetime) -> Seen:
    """Return what can be said of the database that the settings name."""
    seen = Seen(group_id=settings.advisors_chat)
    try:
        async with asyncio.timeout(PATIENCE + CHECKED_WITHIN):
            await _look(settings.database, now, seen)
    except (CannotOpen, *TROUBLE, TimeoutError) as error:
        seen.findings.append(_unusable(settings, error))
    return seen


async def _look(url: str, now: datetime, seen: Seen) -> None:
    database = await Database.open(url, alone=False, upgrade=False)
    try:
        if database.path is not None and not database.path.exists():
            todo = "Powstanie, gdy bot ruszy pierwszy raz; jeśli już działał, popraw BOT_DATABASE."
            seen.findings.append(warning(DATABASE, "tego pliku jeszcze nie ma", todo))
            return
        async with asyncio.timeout(PATIENCE):
            seen.findings.append(await database.read(_version))
            tables = await database.read(_tables)
            seen.findings.append(tables)
            if database.kind == "postgresql":
                seen.sessions = await database.read(_sessions)
        if database.kind == "sqlite":
            seen.findings.append(await database.read(_whole))
        if tables.state == "fine":
            await database.read(lambda conn: _rows(conn, now, seen))
    finally:
        await database.close()


def _unusable(settings: Settings, error: Exception) -> Finding:
    """Say why the database cannot be read, without its address: a password may stand in it."""
    told = error.orig if isinstance(error, DBAPIError) else error
    said = f"nie da się odczytać ({type(told).__name__})"
    if "malformed" in str(told) or "not a database" in str(told):
        return broken(DATABASE, "plik jest uszkodzony", "Odtwórz bazę z kopii: dzialaj restore.")
    if settings.database.startswith("postgresql:"):
        return broken(
            DATABASE, said, "Sprawdź, czy serwer PostgreSQL działa i adres w BOT_DATABASE."
        )
    todo = "Uruchom to jako użytkownik, który prowadzi bota; sprawdź ścieżkę w BOT_DATABASE."
    return broken(DATABASE, said, todo)


def _version(conn: Connection) -> Finding:
    if conn.dialect.name == "sqlite":
        known = tuple(int(part) for part in sqlite3.sqlite_version.split(".")[:2])
        name = f"SQLite {sqlite3.sqlite_version}"
        if known < OLDEST_SQLITE:
            return warning(DATABASE, f"{name} jest stary", "Zaktualizuj Pythona albo system.")
        return fine(DATABASE, name)
    number = int(conn.execute(text("SHOW server_version_num")).scalar_one()) // 10_000
    if number < OLDEST_POSTGRESQL:
        todo = f"Zaktualizuj serwer do PostgreSQL {OLDEST_POSTGRESQL} albo nowszego."
        return broken(DATABASE, f"PostgreSQL {number} jest za stary", todo)
    return fine(DATABASE, f"PostgreSQL {number}")


def _tables(conn: Connection) -> Finding:
    """Compare the tables with those that this program knows."""
    newest = revisions.NEWEST
    try:
        revisions.require_ours(conn)
    except revisions.ForeignDatabase:
        return broken(TABLES, "to baza innego programu", "Podaj w BOT_DATABASE inną bazę.")
    known = revisions.revision_of(conn)
    if known is None:
        return warning(TABLES, "baza jest pusta", "Tabele powstaną, gdy ruszy bot.")
    if known > newest:
        said = f"wersja {known}, nowsza niż zna ten program ({newest})"
        return broken(TABLES, said, "Zaktualizuj program; starszym nie uruchamiaj tej bazy.")
    if known < newest:
        todo = "Uruchom bota z tej wersji: zrobi kopię i sam uzupełni tabele."
        return warning(TABLES, f"wersja {known}, program zna {newest}", todo)
    return fine(TABLES, f"wersja {known}")


def _sessions(conn: Connection) -> int:
    query = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    return int(conn.execute(query).scalar_one())


def _whole(conn: Connection) -> Finding:
    """Have SQLite look at every page, index and reference."""
    driver: Any = conn.connection.driver_connection
    until = time.monotonic() + CHECKED_WITHIN
    driver.set_progress_handler(lambda: int(time.monotonic() > until), 100_000)
    try:
        wrong = [str(row[0]) for row in conn.exec_driver_sql("PRAGMA integrity_check(10)")]
        lost = conn.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    except DBAPIError as error:
        if "interrupt" not in str(error.orig):
            raise
        todo = "Baza jest duża; sprawdza ją też co noc próba odtworzenia kopii."
        return warning(WHOLE, "sprawdzanie trwało za długo i zostało przerwane", todo)
    finally:
        driver.set_progress_handler(None, 0)
    if wrong != ["ok"]:
        todo = "Zatrzymaj bota, zachowaj ten plik i odtwórz bazę z kopii: dzialaj restore."
        return broken(WHOLE, "plik bazy jest uszkodzony", todo)
    if lost:
        tables = ", ".join(sorted({str(row[0]) for row in lost}))
        todo = "Zatrzymaj bota i odtwórz bazę z ostatniej dobrej kopii: dzialaj restore."
        return broken(WHOLE, f"wiersze bez tego, do czego należą: {tables}", todo)
    return fine(WHOLE, "integrity_check i foreign_key_check bez uwag")


def _rows(conn: Connection, now: datetime, seen: Seen) -> None:
    place = staff.where(conn, "group")
    if place is not None:
        seen.group_id = place.chat_id
    seen.heard = records.get_fact(conn, "heard")
    seen.findings += [
        _inbox(conn, now),
        _quarantine(conn),
        _outbox(conn, now),
        _doubtful(conn, now),
        _trail(conn),
    ]


def _inbox(conn: Connection, now: datetime) -> Finding:
    waits, oldest = inbox.waiting(conn), inbox.oldest_open(conn)
    said = f"wiadomości od ludzi: {waits}"
    if oldest is not None and now - oldest > LAG:
        todo = "Sprawdź, czy bot działa, i jego dziennik; nic nie przepadło."
        return warning(INBOX, f"{said}, najstarsza czeka {_lasts(now - oldest)}", todo)
    return fine(INBOX, said)


def _quarantine(conn: Connection) -> Finding:
    held = inbox.in_quarantine(conn)
    if held:
        todo = "Ich autorom odpowiada człowiek; zajrzyj do dziennika i zaktualizuj program."
        return warning(QUARANTINE, f"aktualizacje, których nie dało się obsłużyć: {held}", todo)
    return fine(QUARANTINE, "pusta")


def _outbox(conn: Connection, now: datetime) -> Finding:
    waits, late = service.owed(conn), max(service.oldest_due(conn, now).values())
    if late > DELAY.total_seconds():
        todo = "Sprawdź, czy bot działa i czy Telegram odpowiada; wiadomości czekają w kolejce."
        said = f"czeka: {waits}, najdłużej {_lasts(timedelta(seconds=late))}"
        return warning(OUTBOX, said, todo)
    return fine(OUTBOX, f"czeka: {waits}")


def _doubtful(conn: Connection, now: datetime) -> Finding:
    held = service.uncertain_answers(conn, now)
    if held:
        todo = "Doradca ma przy swojej wiadomości [Wyślij ponownie]; przypomnij mu o tym."
        return warning(DOUBTFUL, f"odpowiedzi, które mogły nie dojść: {held}", todo)
    return fine(DOUBTFUL, "nie ma odpowiedzi, które mogły nie dojść")


def _trail(conn: Connection) -> Finding:
    trail = seals.verify(conn)
    if trail.wrong is not None:
        said = f"wpis {trail.wrong} nie pasuje do wcześniejszych: ktoś zmienił ślad"
        todo = "Zachowaj tę bazę, porównaj ją z kopią i powiedz o tym osobie z organizacji."
        return broken(TRAIL, said, todo)
    return fine(TRAIL, f"wpisów {trail.rows}, ostatni znak {trail.last or '–'}")


def _lasts(time_: timedelta) -> str:
    minutes = round(time_.total_seconds() / 60)
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 72 * 60 else f"{minutes // 1440} dni"
