"""All files of a report: what the command writes, the same as the buttons send."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.domain.periods import Period
from bot.helpdesk.desk import Desk
from bot.office.reports import building, glance, printing
from bot.programme.documents import Made
from bot.storage.gaps import Gap


@dataclass(frozen=True, slots=True)
class Given:
    """What is read for the files."""

    read: building.Read
    lacks: list[Gap]


def collect(conn: Connection, desk: Desk, period: Period) -> Given:
    """Read everything in one transaction, so that all files agree."""
    return Given(building.read(conn, desk, period), glance.lacking(conn, period))


def make(given: Given) -> Iterator[Made]:
    """Make the files one after another; pages only where there is advice to tell of."""
    desk, told, report = given.read.desk, given.read.told, building.build(given.read)
    yield building.book(report)
    yield from building.comma_files(report)
    yield glance.file(told, glance.values(desk, told, given.lacks))
    if told.cards:
        yield from printing.hours_files(told, printing.hours(desk, told))
        yield from printing.register_files(told, printing.register(desk, told))
