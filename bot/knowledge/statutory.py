"""Days set by law: every year, every month, or counted from what happens in an organisation."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from bot.domain.holidays import next_working_day
from bot.knowledge.models import Sheet
from bot.knowledge.moments import Reminders, YearDay
from bot.knowledge.values import Audience, Day, Line

_KINDS = ("yearly", "monthly", "after", "before")
_YEAR = timedelta(days=365)
_LONGEST_LABEL = 50  # characters: it stands on a button, after a tick


def _fits_a_button(label: str) -> str:
    if len(label) > _LONGEST_LABEL:
        raise ValueError(f"ma {len(label)} znaków, a na przycisku zmieści się {_LONGEST_LABEL}")
    return label


class Trait(Sheet):
    """Something that is true of an organisation or not, and that its leader is asked once."""

    id: str
    label: Annotated[Line, AfterValidator(_fits_a_button)]


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
    when: dict[str, bool] = Field(default_factory=dict)
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
        return tuple(self._moved(day) for day in self._fixed(year))

    def days_in(self, year: int) -> tuple[date, ...]:
        """Return the earlier days, unmoved; where an event decides, the last possible one."""
        if self.after is not None and self.after.at_latest is not None:
            return (self.after.at_latest.in_year(year),)
        return self._fixed(year)

    def counted_from(self, event: date) -> date:
        """Return the day that follows from an event, or has to precede it, unmoved."""
        if self.before is not None:
            return event - timedelta(days=self.before.days)
        assert self.after is not None, self.id
        day = event + timedelta(days=self.after.days)
        latest = self.after.at_latest.in_year(event.year) if self.after.at_latest else None
        return day if latest is None or latest < event else min(day, latest)

    def later_than(self, day: date) -> date | None:
        """Return the working day to which the law moves a day; None when it stays."""
        moved = self._moved(day)
        return moved if moved != day else None

    def concerns(self, kind: str, traits: Collection[str]) -> bool:
        """Tell whether it concerns an organisation of this kind with these traits."""
        return kind in self.audience and self.holds(traits)

    def holds(self, traits: Collection[str], but: str | None = None) -> bool:
        """Tell whether `when` holds, whatever it says of the trait `but`."""
        return all((name in traits) == has for name, has in self.when.items() if name != but)

    def needs_advisor(self, day: date) -> bool:
        """Tell whether it has to be confirmed: its author's wish, or volatile and a year old."""
        return self.confirm or (self.volatile and day - self.checked > _YEAR)

    def _fixed(self, year: int) -> tuple[date, ...]:
        if self.yearly is not None:
            return (self.yearly.in_year(year),)
        if self.monthly is not None:
            return tuple(date(year, month, self.monthly) for month in range(1, 13))
        return ()

    def _moved(self, day: date) -> date:
        return next_working_day(day) if self.day_off in ("tax", "administrative") else day


def asked_of(
    kind: str, traits: Collection[str], calendar: Iterable[StatutoryDate]
) -> tuple[str, ...]:
    """Return the traits that make a difference to an organisation of this kind, in their order.

    One that decides only together with another is asked once the other is there: whether the year
    of an organisation is the calendar year matters when it has the status of a public benefit one.
    """
    named = (
        name
        for sheet in calendar
        if kind in sheet.audience
        for name in sheet.when
        if sheet.holds(traits, but=name)
    )
    return tuple(dict.fromkeys(named))
