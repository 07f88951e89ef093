"""Days set by law: every year, every month, or counted from what happens in an organisation."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, Self

from pydantic import Field, model_validator

from bot.domain.holidays import next_working_day
from bot.knowledge.models import Sheet
from bot.knowledge.moments import Reminders, YearDay
from bot.knowledge.values import Audience, Day, Line

_KINDS = ("yearly", "monthly", "after", "before")
_YEAR = timedelta(days=365)


class Distance(Sheet):
    """Days counted from something that happens in an organisation."""

    event: Line
    days: int = Field(ge=1, le=400)
    #: The last day of the year that is ever possible, whenever it happens.
    at_latest: YearDay | None = None


class StatutoryDate(Sheet):
    """One duty or day of the year: when it falls, whom it concerns, and where that is written.

    `day_off` says what happens on a Saturday, Sunday or holiday: `tax` (Tax Ordinance art. 12 § 5)
    and `administrative` (Code of Administrative Procedure art. 57 § 4) move it to the next working
    day, `none` leaves it, `contract` leaves it to a contract.
    """

    id: str
    title: Line
    yearly: YearDay | None = None
    monthly: int | None = Field(default=None, ge=1, le=28)
    after: Distance | None = None
    before: Distance | None = None
    day_off: Literal["tax", "administrative", "contract", "none"]
    sources: tuple[Line, ...] = Field(min_length=1)
    checked: Day
    volatile: bool = False
    confirm: bool = False
    audience: tuple[Audience, ...] = Field(min_length=1)
    condition: Line
    note: Line | None = None
    reminders: Reminders = ()
    related: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _falls_in_one_way(self) -> Self:
        given = [kind for kind in _KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            raise ValueError(f"podaj dokładnie jedno z: {', '.join(_KINDS)}")
        return self

    def in_year(self, year: int) -> tuple[date, ...]:
        """Return its days in `year`; none when it depends on what happens in an organisation."""
        if self.yearly is not None:
            return (self._moved(self.yearly.in_year(year)),)
        if self.monthly is not None:
            return tuple(self._moved(date(year, month, self.monthly)) for month in range(1, 13))
        return ()

    def needs_advisor(self, day: date) -> bool:
        """Tell whether it has to be confirmed: its author's wish, or volatile and a year old."""
        return self.confirm or (self.volatile and day - self.checked > _YEAR)

    def _moved(self, day: date) -> date:
        return next_working_day(day) if self.day_off in ("tax", "administrative") else day
