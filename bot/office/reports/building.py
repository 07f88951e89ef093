"""A whole report: read in one transaction, then made into files without any database."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.domain import periods
from bot.domain.periods import Period
from bot.domain.warsaw import local
from bot.helpdesk.desk import Desk
from bot.office.reports import (
    advice_lists,
    assessment_list,
    indicators,
    ledger,
    news_lists,
    programme_lists,
)
from bot.office.reports.indicators import Indicator
from bot.office.reports.ledger import Ledger
from bot.office.reports.table import Table
from bot.programme.documents import Made
from bot.programme.workbooks import Leaf, leaves

_FIXED = (2027, 1, 1, 0, 0, 0)  # a packed file tells no moment of its own: equal reports are equal


@dataclass(frozen=True, slots=True)
class Report:
    """All tables of a period."""

    told: Ledger
    summary: Table
    lists: tuple[Table, ...]
    indicators: tuple[Indicator, ...]

    @property
    def tables(self) -> list[Table]:
        """Return every table, the indicators first and the rows behind them last."""
        behind = [one.table(at) for at, one in enumerate(self.indicators, 1)]
        return [self.summary, *self.lists, *behind]


def whole(desk: Desk) -> Period:
    """Return the time of the whole project: by the settings, else this year."""
    told = desk.base.organisation.indicators
    if told.project_from is None or told.project_until is None:
        return periods.of_year(desk.today.year)
    return Period(periods.month_of(told.project_from), periods.month_of(told.project_until))


@dataclass(frozen=True, slots=True)
class Read:
    """What was read for a report: of its period, and from the beginning of the project."""

    desk: Desk
    told: Ledger
    ever: Ledger


def read(conn: Connection, desk: Desk, period: Period, *, news: bool = True) -> Read:
    """Read everything that a report of a period tells; without `news` only for its figures."""
    told = ledger.read(conn, desk, period, news=news)
    begun = Period(min(whole(desk).first, period.first), period.last)
    ever = told if begun == period else ledger.read(conn, desk, begun, news=False)
    return Read(desk, told, ever)


def summed(given: Read) -> tuple[list[Indicator], list[Indicator]]:
    """Return the indicators of a period, and from the beginning of the project to its end."""
    now = indicators.of(given.desk, given.told)
    same = given.ever is given.told
    return now, now if same else indicators.of(given.desk, given.ever)


def build(given: Read) -> Report:
    """Make all tables of what was read; no database is needed for it."""
    desk, told = given.desk, given.told
    now, ever = summed(given)
    makers = (
        *advice_lists.ALL,
        *programme_lists.ALL,
        *news_lists.ALL,
        assessment_list.assessment,
    )
    return Report(
        told,
        indicators.summary(desk, now, ever, told),
        tuple(make(desk, told) for make in makers),
        tuple(now),
    )


def collect(conn: Connection, desk: Desk, period: Period) -> Report:
    """Read a period and make its tables at once, where nobody waits meanwhile."""
    return build(read(conn, desk, period))


def name(told: Ledger, what: str, ending: str) -> str:
    """Return a file's name: what it is, of which time, and when it was made."""
    return f"{what}_{told.period.name}_utworzono-{local(told.made):%Y-%m-%d}.{ending}"


def book(report: Report) -> Made:
    """Return the spreadsheet with everything in it; indicators lead to the rows they count."""
    return Made(name(report.told, "raport", "xlsx"), leaves(list(_sheets(report))))


def _sheets(report: Report) -> Iterator[Leaf]:
    behind = [one.table(at) for at, one in enumerate(report.indicators, 1)]
    first = report.summary.leaf()
    yield replace(first, links=tuple(one.title for one in behind))
    for table in (*report.lists, *behind):
        yield table.leaf()


def comma_files(report: Report) -> list[Made]:
    """Return every table as a file of its own."""
    return [Made(name(report.told, one.slug, "csv"), one.file()) for one in report.tables]


def zipped(report: Report) -> Made:
    """Return all these files in one."""
    return Made(name(report.told, "raport-csv", "zip"), packed(comma_files(report)))


def packed(files: Sequence[Made]) -> bytes:
    """Return files packed into one; the same files make the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in files:
            archive.writestr(zipfile.ZipInfo(one.name, _FIXED), one.content)
    return out.getvalue()
