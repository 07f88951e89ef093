"""The places of a day of work together: who receives people there, when, and what if it rains.

A place with shifts takes teams; then everything must be known that its captains will ask for.
What an event is besides is said in `programme`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bot.domain.warsaw import local
from bot.knowledge.complaints import quoted
from bot.knowledge.models import Sheet
from bot.knowledge.moments import Moment, Until
from bot.knowledge.values import Line

LONGEST_LABEL = 80  # characters: it stands in rows and on buttons
_HOURS = re.compile(r"([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})")
_PHONE = re.compile(r"\+?[0-9](?:[ -]?[0-9]){8,14}")
#: What a place says once teams may sign up for it.
_NEEDED = ("host", "contact", "phone", "rain_plan", "briefing", "briefing_place")

Column = Literal["name", "firm", "site", "shift"]


def _hours(written: str) -> str:
    found = _HOURS.fullmatch(written)
    try:
        fits = found is not None and time.fromisoformat(found[1]) < time.fromisoformat(found[2])
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(f'{quoted(written)} to nie godziny; napisz na przykład "08:30-11:30"')
    return written


def _phone(written: str) -> str:
    if not _PHONE.fullmatch(written):
        raise ValueError(f"{quoted(written)} to nie numer telefonu; wpisz 9 cyfr, może być +48")
    return written


Hours = Annotated[str, AfterValidator(_hours)]
Phone = Annotated[str, AfterValidator(_phone)]


class Shift(Sheet):
    """Some hours at a place, and how many people can work there then."""

    hours: Hours
    capacity: int = Field(ge=1, le=1_000)

    @property
    def label(self) -> str:
        """Return the hours as people read them: "08:30–11:30"."""
        return self.hours.replace("-", "–")


class Site(Sheet):
    """One of the places of an event, the work that waits there, and who receives people."""

    municipality: Line
    work: Line
    name: Line | None = None
    host: Line | None = None
    contact: Line | None = None
    phone: Phone | None = None
    equipment: tuple[Line, ...] = ()
    rain_plan: Line | None = None
    briefing: Moment | None = None
    briefing_place: Line | None = None
    shifts: tuple[Shift, ...] = ()

    @property
    def label(self) -> str:
        """Return what the place is called."""
        return self.name or self.municipality

    def shift(self, label: str) -> Shift | None:
        """Return the shift of that name."""
        return next((one for one in self.shifts if one.label == label), None)


class Insurance(Sheet):
    """Until when the list for the insurer is needed, and what its policy wants to know of each."""

    until: Until
    columns: tuple[Column, ...] = Field(default=("name",), min_length=1)


def objection(
    sites: Sequence[Site], insurance: Insurance | None, starts: datetime, ends: datetime
) -> str | None:
    """Return the first thing that is wrong with the places of an event, or None."""
    return next(_objections(sites, insurance, starts, ends), None)


def _objections(
    sites: Sequence[Site], insurance: Insurance | None, starts: datetime, ends: datetime
) -> Iterator[str]:
    if twice := [one for one, count in Counter(s.label for s in sites).items() if count > 1]:
        yield f"dwa miejsca w sites nazywają się {quoted(twice[0])}; dopisz im name"
    for site in sites:
        yield from _of_site(site, starts, ends)
    if any(site.shifts for site in sites) and insurance is None:
        yield "sites ze zmianami (shifts) przyjmują drużyny; dopisz insurance: until"
    if insurance is not None and insurance.until >= starts:
        yield "insurance: until ma być przed dniem wydarzenia; podaj wcześniej"


def _of_site(site: Site, starts: datetime, ends: datetime) -> Iterator[str]:
    where = f"sites, {quoted(site.label)}"
    if len(site.label) > LONGEST_LABEL:
        yield f"{where}: nazwa ma najwyżej {LONGEST_LABEL} znaków; dopisz krótkie name"
    lacking = [name for name in _NEEDED if getattr(site, name) is None] if site.shifts else []
    if lacking:
        yield f"{where}: ma shifts, więc dopisz też {', '.join(lacking)}"
    if site.briefing is not None and site.briefing >= starts:
        yield f"{where}: briefing ma być przed początkiem wydarzenia; podaj wcześniej"
    labels = Counter(shift.label for shift in site.shifts)
    if twice := [one for one, count in labels.items() if count > 1]:
        yield f"{where}: zmiana {twice[0]} stoi dwa razy; zostaw jedną"
    for shift in site.shifts:
        if not _within(shift, starts, ends):
            yield f"{where}: zmiana {shift.label} wychodzi poza godziny wydarzenia; popraw"


def _within(shift: Shift, starts: datetime, ends: datetime) -> bool:
    begins, over = shift.hours.split("-")
    opens, closes = (f"{local(moment):%H:%M}" for moment in (starts, ends))
    return opens <= begins and over <= closes
