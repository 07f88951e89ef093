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

Values = dict[str, Any]
Read = Callable[[Desk, Ledger], Values | None]
Print = Callable[[Ledger, Mapping[str, Any]], Sequence[Made]]


def _period(about: Mapping[str, Any]) -> Period:
    return Period(about["first"], about["last"])


def _report(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> building.Report:
    return building.collect(conn, desk, _period(about))


def _glance(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> tuple[Ledger, Values]:
    told = ledger.read(conn, desk, _period(about), news=False)
    return told, glance.values(conn, desk, told)


def _pages(what: str, read: Read, make: Print) -> Document:
    """Return what prints pages: one file, or those of several months packed into one."""

    def collect(
        conn: Connection, desk: Desk, about: Mapping[str, Any]
    ) -> tuple[Ledger, Values] | None:
        told = ledger.read(conn, desk, _period(about), news=False)
        values = read(desk, told)
        return None if values is None else (told, values)

    def made(given: tuple[Ledger, Values]) -> Made:
        told, values = given
        files = make(told, values)
        if len(files) == 1:
            return files[0]
        return Made(building.name(told, what, "zip"), building.packed(files))

    return Document(collect, made)


DOCUMENTS = {
    "report_xlsx": Document(_report, building.book),
    "report_csv": Document(_report, building.zipped),
    "report_glance": Document(_glance, glance.file),
    "report_hours": _pages("godziny-doradcow", printing.hours, printing.hours_files),
    "report_cards": _pages("karty-porad", printing.register, printing.register_files),
}
