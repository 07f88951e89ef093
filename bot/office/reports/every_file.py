"""All files of a report: what the command writes, the same as the buttons send."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.domain.periods import Period
from bot.helpdesk.desk import Desk
from bot.office.reports import building, glance, printing
from bot.office.reports.building import Report
from bot.programme.documents import Made


@dataclass(frozen=True, slots=True)
class Given:
    """What is read for the files."""

    report: Report
    glance: dict[str, Any]
    hours: dict[str, Any] | None
    register: dict[str, Any] | None


def collect(conn: Connection, desk: Desk, period: Period) -> Given:
    """Read everything in one transaction, so that all files agree."""
    report = building.collect(conn, desk, period)
    told = report.told
    return Given(
        report,
        glance.values(conn, desk, told),
        printing.hours(desk, told),
        printing.register(desk, told),
    )


def make(given: Given) -> Iterator[Made]:
    """Make the files one after another; what nobody has anything to sign for is left out."""
    told = given.report.told
    yield building.book(given.report)
    yield from building.comma_files(given.report)
    yield glance.file((told, given.glance))
    if given.hours is not None:
        yield from printing.hours_files(told, given.hours)
    if given.register is not None:
        yield from printing.register_files(told, given.register)
