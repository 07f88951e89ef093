"""What the programme invites to: workshops, events and advice on the spot, with days and places.

Contests and their stages are in `contests`, days set by law in `statutory`; the files are read,
and compared with each other and with the FAQ, in `programme_reading`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.knowledge.contests import Contest
from bot.knowledge.handover import HandoverTask
from bot.knowledge.models import Sheet, TopicId
from bot.knowledge.moments import Moment, Reminders, Since, Until
from bot.knowledge.places import Point
from bot.knowledge.rewards import Rewarding
from bot.knowledge.rosters import Roster
from bot.knowledge.sites import Insurance, Site, objection
from bot.knowledge.statutory import StatutoryDate, Trait
from bot.knowledge.values import Day, Line

Capacity = Annotated[int, Field(ge=1, le=10_000)]
#: How many per cent more people than seats may be put down, for some of them do not come.
Overbooking = Annotated[int, Field(ge=0, le=50)]


class Occasion(Sheet):
    """Something that begins and ends, to which people may come.

    `unconfirmed` is shown with it, in its own words, as long as its day or place is not certain.
    """

    id: str
    title: Line
    summary: Line
    starts: Moment
    ends: Moment
    unconfirmed: Line | None = None
    note: Line | None = None
    related: tuple[str, ...] = ()
    point: Point | None = None
    accessibility: Line | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.ends <= self.starts:
            raise ValueError("ends ma być później niż starts; popraw dzień albo godzinę")
        return self


class Workshop(Occasion, Rewarding):
    """A workshop with a limited number of seats and a waiting list."""

    topic: TopicId
    municipality: Line
    venue: Line
    capacity: Capacity
    overbooking: Overbooking = 0
    per_organisation: Capacity | None = None
    waitlist: int = Field(default=0, ge=0, le=10_000)
    register_until: Until
    trainer: Line
    cost: Line
    agenda: tuple[Line, ...] = Field(min_length=1)
    required_for: Line | None = None
    contest: str | None = None
    reminders: Reminders = (7, 2)

    @model_validator(mode="after")
    def _closes_registration_in_time(self) -> Self:
        _require_before(self.register_until, self.starts, "warsztatu")
        return self


def _require_before(closes: datetime, starts: datetime, what: str) -> None:
    if closes >= starts:
        raise ValueError(f"register_until ma być przed początkiem {what}; podaj wcześniej")


class Duty(Occasion):
    """Hours when an advisor waits for people in their own municipality.

    Where the advisor is named, as in Telegram, consultations there can be booked.
    """

    municipality: Line
    venue: Line
    advisor: Line | None = None
    topics: tuple[TopicId, ...] = ()


class Milestone(Sheet):
    """Something to be done some days before an event or after it."""

    what: Line
    days_before: int | None = Field(default=None, ge=0, le=400)
    days_after: int | None = Field(default=None, ge=0, le=400)

    @model_validator(mode="after")
    def _is_counted_one_way(self) -> Self:
        if (self.days_before is None) == (self.days_after is None):
            raise ValueError("podaj albo days_before, albo days_after, nie oba naraz")
        return self

    def on(self, event: date) -> date:
        """Return the day of the milestone, given the day of the event."""
        return event + timedelta(days=(self.days_after or 0) - (self.days_before or 0))


class Event(Occasion, Rewarding):
    """A meeting on the spot or online, or a greeting that the programme sends on a day.

    `guests`: how many people each may bring along.
    """

    kind: Literal["meeting", "online", "greeting"]
    starts: Since
    ends: Until
    municipality: Line | None = None
    venue: Line | None = None
    sites: tuple[Site, ...] = ()
    insurance: Insurance | None = None
    guests: int = Field(default=0, ge=0, le=2)
    capacity: Capacity | None = None
    overbooking: Overbooking = 0
    per_organisation: Capacity | None = None
    waitlist: int = Field(default=0, ge=0, le=10_000)
    register_until: Until | None = None
    team_size: Capacity | None = None
    agenda: tuple[Line, ...] = ()
    partners: tuple[Line, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    contest: str | None = None

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        if self.kind == "meeting" and self.venue is None and not self.sites:
            raise ValueError("kind: meeting wymaga miejsca; dopisz venue albo sites")
        return self

    @model_validator(mode="after")
    def _has_places_that_work(self) -> Self:
        if wrong := objection(self.sites, self.insurance, self.starts, self.ends):
            raise ValueError(wrong)
        return self

    @model_validator(mode="after")
    def _closes_registration_in_time(self) -> Self:
        if self.register_until is not None:
            _require_before(self.register_until, self.starts, "wydarzenia")
        return self


class Municipalities(Sheet):
    """The municipalities where the programme works, and where their list is from."""

    sources: tuple[Line, ...] = Field(min_length=1)
    checked: Day
    names: tuple[Line, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Programme:
    """All occasions of the programme by id, and the calendar that the law sets."""

    workshops: Mapping[str, Workshop] = field(default_factory=dict)
    contests: Mapping[str, Contest] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    duties: Mapping[str, Duty] = field(default_factory=dict)
    calendar: Mapping[str, StatutoryDate] = field(default_factory=dict)
    traits: Mapping[str, Trait] = field(default_factory=dict)
    handover: Mapping[str, HandoverTask] = field(default_factory=dict)
    municipalities: tuple[str, ...] = ()
    rosters: Mapping[str, Roster] = field(default_factory=dict)

    @property
    def meetings(self) -> tuple[Workshop | Event | Duty, ...]:
        """Return everything that people may come to, the soonest first."""
        return tuple(sorted(self._meetings(), key=lambda one: (one.starts, one.id)))

    def _meetings(self) -> Iterator[Workshop | Event | Duty]:
        yield from self.workshops.values()
        yield from self.duties.values()
        yield from (one for one in self.events.values() if one.kind != "greeting")
