"""The values read from `/knowledge`: entries, topics, the organisation, phrases, synonyms.

Frozen and strict: a wrong type is refused, never converted. Reading files is `loading`'s work.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.knowledge.complaints import Complaint

TopicId = Literal[
    "legal", "accounting", "fundraising", "partnerships", "promotion", "volunteering"
]
TOPIC_IDS: tuple[TopicId, ...] = (
    "legal",
    "accounting",
    "fundraising",
    "partnerships",
    "promotion",
    "volunteering",
)
AUDIENCES = (
    "stowarzyszenie",
    "stowarzyszenie-zwykle",
    "fundacja",
    "kgw",
    "osp",
    "grupa-nieformalna",
    "szkola",
    "wolontariusz",
    "firma",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST_ANSWER = 3500

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_HOURS = re.compile(r"(\d{2}:\d{2})\s*[-–]\s*(\d{2}:\d{2})")


def _day(value: object) -> object:
    """Read an ISO day; leave anything else for the strict type to refuse."""
    if not isinstance(value, str):
        return value
    if not _ISO_DAY.fullmatch(value):
        raise ValueError(f"„{value}” nie jest datą; napisz RRRR-MM-DD, na przykład 2026-11-22")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"nie ma takiego dnia: {value}; popraw datę") from None


def _known_audience(tag: str) -> str:
    if tag not in AUDIENCES:
        raise ValueError(f"nie ma grupy „{tag}”; wybierz z: {', '.join(AUDIENCES)}")
    return tag


def _written(text: str) -> str:
    if not text.strip():
        raise ValueError("puste; wpisz tekst albo usuń to pole")
    return text.strip()


def _span(value: object) -> object:
    """Read `08:00-16:00` as two times."""
    if not isinstance(value, str):
        return value
    found = _HOURS.fullmatch(value)
    try:
        begins, ends = (
            (time.fromisoformat(part) for part in found.groups()) if found else (None,) * 2
        )
    except ValueError:
        begins = ends = None
    if begins is None or ends is None or begins >= ends:
        raise ValueError(f'„{value}” to nie godziny; napisz na przykład "08:00-16:00"')
    return begins, ends


Text = Annotated[str, AfterValidator(_written)]
Day = Annotated[date, BeforeValidator(_day)]
Span = Annotated[tuple[time, time], BeforeValidator(_span)]


class Sheet(BaseModel):
    """A thing people write in a file: frozen, strict, with no unknown fields."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Entry(Sheet):
    """One page of the FAQ: a question, other ways of asking it, and the answer in Markdown."""

    id: str
    topic: TopicId
    question: Text
    also_asked: tuple[Text, ...] = Field(min_length=1)
    sources: tuple[Text, ...] = Field(min_length=1)
    checked: Day
    as_of: Day
    valid_until: Day | None = None
    volatile: bool = False
    confirm: bool = False
    audience: tuple[Annotated[str, AfterValidator(_known_audience)], ...] = ()
    related: tuple[str, ...] = ()
    answer: Text
    path: str

    @model_validator(mode="before")
    @classmethod
    def _legal_state_is_as_checked(cls, fields: object) -> object:
        if isinstance(fields, dict) and "as_of" not in fields and "checked" in fields:
            return fields | {"as_of": fields["checked"]}
        return fields

    @model_validator(mode="after")
    def _ages_honestly(self) -> Self:
        if self.volatile and self.valid_until is None:
            raise ValueError(
                "volatile: true wymaga valid_until; dopisz, do kiedy odpowiedź jest pewna"
            )
        if self.valid_until is not None and self.valid_until < self.checked:
            raise ValueError("valid_until jest wcześniej niż checked; popraw jedną z dat")
        return self

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the answer may still be sent by itself on `day`."""
        return self.valid_until is None or day <= self.valid_until

    @property
    def wordings(self) -> tuple[str, ...]:
        """Return the question and every other way of asking it."""
        return (self.question, *self.also_asked)


class Topic(Sheet):
    """One of the six areas, with the words that point to it."""

    id: TopicId
    name: Text
    emoji: Text
    hashtag: Annotated[str, Field(pattern=r"^\w+$")]
    words: tuple[Text, ...] = Field(min_length=1)
    target_days: int = Field(ge=1, le=60)


class Privacy(Sheet):
    """What we tell people about their data."""

    purpose: Text
    legal_basis: Text
    retention: Text
    rights: Text


class Hours(Sheet):
    """When the office answers, by weekday; a day left out is a day off."""

    monday: tuple[Span, ...] = ()
    tuesday: tuple[Span, ...] = ()
    wednesday: tuple[Span, ...] = ()
    thursday: tuple[Span, ...] = ()
    friday: tuple[Span, ...] = ()
    saturday: tuple[Span, ...] = ()
    sunday: tuple[Span, ...] = ()

    @property
    def by_weekday(self) -> Mapping[int, tuple[tuple[time, time], ...]]:
        """Return the spans by weekday as `date.weekday()` counts it, Monday being 0."""
        return MappingProxyType({n: getattr(self, name) for n, name in enumerate(WEEKDAYS)})


class Organisation(Sheet):
    """Who runs the programme, how to reach them, when, and what they do with personal data."""

    name: Text
    programme: Text
    administrator: Text
    data_contact: Text
    phone: Text
    email: Text
    office: Text
    bot_username: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{4,31}$")]
    office_hours: Hours
    closed: tuple[Day, ...] = ()
    privacy: Privacy

    def hours_on(self, day: date) -> tuple[tuple[time, time], ...]:
        """Return when the office answers on `day`; nothing when it is closed."""
        return () if day in self.closed else self.office_hours.by_weekday[day.weekday()]


class Foreign(Sheet):
    """Words by which we recognise a message in another language."""

    uk: tuple[Text, ...] = ()
    en: tuple[Text, ...] = ()


class Phrases(Sheet):
    """What people say that is not a question: greetings, thanks, a wish to talk to a person."""

    greeting: tuple[Text, ...] = ()
    thanks: tuple[Text, ...] = ()
    goodbye: tuple[Text, ...] = ()
    denial: tuple[Text, ...] = ()
    confirmation: tuple[Text, ...] = ()
    human: tuple[Text, ...] = ()
    resolved: tuple[Text, ...] = ()
    urgent: tuple[Text, ...] = ()
    letter: tuple[Text, ...] = ()
    personal: tuple[Text, ...] = ()
    complaint: tuple[Text, ...] = ()
    abuse: tuple[Text, ...] = ()
    smalltalk: tuple[Text, ...] = ()
    foreign: Foreign = Foreign()


class Synonyms(Sheet):
    """Groups of words and expressions that mean the same to the people who ask."""

    groups: tuple[Annotated[tuple[Text, ...], Field(min_length=2)], ...] = ()


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """Everything read from one directory: whole, checked, never changed."""

    entries: Mapping[str, Entry]
    topics: Mapping[TopicId, Topic]
    organisation: Organisation
    phrases: Phrases
    synonyms: Synonyms
    version: str
    warnings: tuple[Complaint, ...] = ()
