"""The programme's dates as the site lists them: what is near, what is over, whom it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.warsaw import WARSAW
from bot.knowledge.contests import Contest, Stage
from bot.knowledge.programme import Duty, Event, Workshop
from bot.knowledge.statutory import StatutoryDate
from bot.templates.polish import plural
from bot.website import addresses
from bot.website.site import Site

YEAR = timedelta(days=365)
AUDIENCES = {
    "stowarzyszenie": "stowarzyszenia",
    "stowarzyszenie-zwykle": "stowarzyszenia zwykłe",
    "fundacja": "fundacje",
    "kgw": "koła gospodyń",
    "osp": "straże OSP",
    "grupa-nieformalna": "grupy nieformalne",
    "szkola": "szkoły",
    "wolontariusz": "wolontariusze",
    "firma": "firmy",
}


@dataclass(frozen=True, slots=True)
class Meeting:
    """Something that people may come to, with its page and what the site calls its kind."""

    sheet: Workshop | Event | Duty
    kind: str
    address: str

    @property
    def place(self) -> str:
        """Return where it is, as people write it on a poster."""
        sheet = self.sheet
        if isinstance(sheet, Event) and sheet.kind == "online":
            return "przez internet"
        if isinstance(sheet, Event) and sheet.sites:
            return ", ".join(site.municipality for site in sheet.sites)
        return ", ".join(part for part in (sheet.municipality, sheet.venue) if part)

    @property
    def named(self) -> str:
        """Return its title, with its kind where the title does not say it."""
        event = isinstance(self.sheet, Event)
        return self.sheet.title if event else f"{self.kind}: {self.sheet.title}"

    @property
    def online(self) -> bool:
        """Tell whether there is no place to go to."""
        return isinstance(self.sheet, Event) and self.sheet.kind == "online"

    def is_over(self, day: date) -> bool:
        """Tell whether it has ended before `day`."""
        return self.sheet.ends.date() < day

    def takes_names(self, day: date) -> bool:
        """Tell whether people may still put their names down; for a duty nobody has to."""
        if isinstance(self.sheet, Duty):
            return False
        return day <= (self.sheet.register_until or self.sheet.starts).date()


def meetings(site: Site) -> list[Meeting]:
    """Return everything that people may come to, the soonest first."""
    return [_meeting(sheet) for sheet in site.base.programme.meetings]


def _meeting(sheet: Workshop | Event | Duty) -> Meeting:
    if isinstance(sheet, Workshop):
        return Meeting(sheet, "Warsztat", addresses.workshop(sheet.id))
    if isinstance(sheet, Duty):
        return Meeting(sheet, "Dyżur doradczy", addresses.duty(sheet.id))
    kind = "Spotkanie online" if sheet.kind == "online" else "Wydarzenie"
    return Meeting(sheet, kind, addresses.event(sheet.id))


def stage_now(contest: Contest, day: date) -> Stage | None:
    """Return the stage a contest is in on `day`, or the next one; None when all have passed."""
    main = [stage for stage in contest.stages if not stage.alongside]
    return next((stage for stage in main if stage.ends.date() >= day), None)


def deadline(contest: Contest, day: date) -> Stage | None:
    """Return the stage whose end nobody may miss, when it is not over."""
    hard = (stage for stage in contest.stages if stage.hard_deadline)
    return next((stage for stage in hard if stage.ends.date() >= day), None)


@dataclass(frozen=True, slots=True)
class Statutory:
    """The calendar that the law sets, as seen on a day."""

    yearly: tuple[tuple[date, StatutoryDate], ...]
    monthly: tuple[StatutoryDate, ...]
    counted: tuple[StatutoryDate, ...]

    def days(self, site: Site) -> Iterator[tuple[date, StatutoryDate]]:
        """Yield every day within a year, the monthly ones too."""
        yield from self.yearly
        for sheet in self.monthly:
            yield from ((day, sheet) for day in _within_a_year(sheet, site.day))


def statutory(site: Site) -> Statutory:
    """Return the days set by law, the next ones first."""
    sheets = site.base.programme.calendar.values()
    yearly = [
        (day, sheet)
        for sheet in sheets
        if sheet.yearly is not None
        for day in _within_a_year(sheet, site.day)[:1]
    ]
    return Statutory(
        tuple(sorted(yearly, key=lambda one: (one[0], one[1].id))),
        tuple(sheet for sheet in sheets if sheet.monthly is not None),
        tuple(sheet for sheet in sheets if sheet.after is not None or sheet.before is not None),
    )


def monthly(sheet: StatutoryDate) -> str:
    """Return "do 20. dnia miesiąca"."""
    return f"do\u00a0{sheet.monthly}. dnia miesiąca"


def distance(sheet: StatutoryDate) -> str:
    """Return "30 dni po: koniec zadania", or before."""
    counted = sheet.after or sheet.before
    assert counted is not None
    word = "po" if sheet.after is not None else "przed"
    return f"{plural(counted.days, 'dzień', 'dni', 'dni')} {word}: {counted.event}"


def _within_a_year(sheet: StatutoryDate, day: date) -> list[date]:
    found = (on for year in (day.year - 1, day.year, day.year + 1) for on in sheet.in_year(year))
    return [on for on in found if day <= on < day + YEAR]


def audiences(site: Site) -> list[tuple[str, str]]:
    """Return who has days in the calendar of the law: the tag, and the word for it."""
    known = {tag for _, sheet in statutory(site).days(site) for tag in sheet.audience}
    return [(tag, word) for tag, word in AUDIENCES.items() if tag in known]


def midnight(day: date) -> datetime:
    """Return when a day begins in Warsaw."""
    return datetime(day.year, day.month, day.day, tzinfo=WARSAW)


def more_about(meeting: Meeting) -> dict[str, Any]:
    """Return what only some kinds of meetings have; nothing in the place of what is lacking."""
    names = ("agenda", "capacity", "cost", "trainer", "required_for", "register_until", "sites",
             "partners", "topic", "contest")  # fmt: skip
    return {name: getattr(meeting.sheet, name, None) for name in names}
