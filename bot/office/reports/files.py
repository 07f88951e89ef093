"""The files that the buttons of a report send, made outside of any transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from bot.domain.periods import Period
from bot.helpdesk.desk import Desk
from bot.office.reports import building, glance, ledger, printing
from bot.office.reports.ledger import Ledger
from bot.programme.documents import Document, Made
from bot.storage.gaps import Gap

Values = dict[str, Any]
Print = Callable[[Ledger, Mapping[str, Any]], Sequence[Made]]
Told = tuple[Desk, Ledger]


def _period(about: Mapping[str, Any]) -> Period:
    return Period(about["first"], about["last"])


def _read(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> building.Read:
    return building.read(conn, desk, _period(about))


def _book(given: building.Read) -> Made:
    return building.book(building.build(given))


def _commas(given: building.Read) -> Made:
    return building.zipped(building.build(given))


def _told(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> Told:
    return desk, ledger.read(conn, desk, _period(about), news=False)


def _glance(
    conn: Connection, desk: Desk, about: Mapping[str, Any]
) -> tuple[Desk, Ledger, list[Gap]]:
    return *_told(conn, desk, about), glance.lacking(conn, _period(about))


def _picture(given: tuple[Desk, Ledger, list[Gap]]) -> Made:
    return glance.file(given[1], glance.values(*given))


def _pages(what: str, values: Callable[[Desk, Ledger], Values], make: Print) -> Document:
    """Return what prints pages: one file, or those of several months packed into one."""

    def made(given: Told) -> Made:
        told = given[1]
        files = make(told, values(*given))
        if len(files) == 1:
            return files[0]
        return Made(building.name(told, what, "zip"), building.packed(files))

    return Document(_told, made)


DOCUMENTS = {
    "report_xlsx": Document(_read, _book),
    "report_csv": Document(_read, _commas),
    "report_glance": Document(_glance, _picture),
    "report_hours": _pages("godziny-doradcow", printing.hours, printing.hours_files),
    "report_cards": _pages("karty-porad", printing.register, printing.register_files),
}
