"""The values read from `/knowledge`: entries, topics, the organisation, phrases, synonyms.

Frozen and strict: a wrong type is refused, never converted. Reading files is `loading`'s work.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from itertools import pairwise
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    RootModel,
    ValidationInfo,
    model_validator,
)

from bot.knowledge.advice_rules import AdviceRules
from bot.knowledge.complaints import quoted
from bot.knowledge.consultations import Consultations
from bot.knowledge.indicators import Indicators, SelfAssessment
from bot.knowledge.values import (
    Address,
    Audience,
    Day,
    Email,
    Hashtag,
    Line,
    Span,
    Text,
    Username,
)

#: How the id of a topic is written: it stands in buttons, in addresses and in names of folders.
TOPIC_ID = re.compile(r"[a-z]{2,12}")
#: What stands beside ids of topics, in buttons, threads and weights, and means something else.
NO_TOPICS = frozenset(
    ("cancel", "coordination", "bias", "lemmas", "pieces", "votes", "words", "known", "none")
)
MOST_TOPICS = 12
#: What one of the topics cares for besides its questions, and which does where no file says.
Matter = Literal["organisations", "taxes", "grants", "awards"]
USUALLY: Mapping[Matter, str] = MappingProxyType(
    {
        "organisations": "legal",
        "taxes": "accounting",
        "grants": "fundraising",
        "awards": "volunteering",
    }
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST_ANSWER = 3500
#: How a yearly value stands in an answer: its name in `values.yaml`.
PLACEHOLDER = re.compile(r"\{\{ ([a-z0-9][a-z0-9-]*) \}\}")
#: Telegram takes 4096; the rest is for the dates, the notice and the words before the answer.
LONGEST_PAGE = 3700


def _one_of_the_topics(ident: str, info: ValidationInfo) -> str:
    """Refuse a topic that `topics.yaml` does not have, where that is known."""
    topics = (info.context or {}).get("topics", ())
    if topics and ident not in topics:
        raise ValueError(f"nie ma tu {quoted(ident)}; wybierz z: {', '.join(topics)}")
    return ident


TopicId = Annotated[str, AfterValidator(_one_of_the_topics)]


def values_in(text: str) -> tuple[str, ...]:
    """Return the names of the yearly values that stand in a text, each once."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(text)))


class Sheet(BaseModel):
    """A thing people write in a file: frozen, strict, with no unknown fields."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Entry(Sheet):
    """One page of the FAQ: a question, other ways of asking it, and the answer in Markdown."""

    id: str
    topic: TopicId
    question: Line
    also_asked: tuple[Line, ...] = Field(min_length=1)
    sources: tuple[Line, ...] = Field(min_length=1)
    checked: Day
    as_of: Day = Field(default_factory=lambda fields: fields["checked"])
    valid_until: Day | None = None
    volatile: bool = False
    #: Details decide here: it is offered, and sent only to whoever chooses it.
    offer_only: bool = False
    confirm: bool = False
    audience: tuple[Audience, ...] = ()
    related: tuple[str, ...] = ()
    answer: Text
    path: str
    #: The mark of the file: what was said of an entry holds while it is the same.
    digest: str = ""
    #: More ways of asking, from `wordings/`: for matching only, so that pages stay readable.
    rehearsed: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _ages_honestly(self) -> Self:
        if self.volatile and self.valid_until is None and not self.values:
            raise ValueError(
                "volatile: true wymaga valid_until albo wartości {{ ... }} z values.yaml; "
                "dopisz, do kiedy odpowiedź jest pewna"
            )
        if self.valid_until is not None and self.valid_until < self.checked:
            raise ValueError("valid_until jest wcześniej niż checked; popraw jedną z dat")
        if (length := self.length) > LONGEST_PAGE:
            raise ValueError(
                f"sources razem z pytaniem i odpowiedzią mają {length} znaków, a mogą mieć "
                f"{LONGEST_PAGE}; skróć źródła albo odpowiedź"
            )
        return self

    @property
    def length(self) -> int:
        """Return how many letters of one message the page takes at most."""
        return len(self.question) + len(self.answer) + sum(len(one) + 2 for one in self.sources)

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the answer may still be sent by itself on `day`."""
        return self.valid_until is None or day <= self.valid_until

    @property
    def wordings(self) -> tuple[str, ...]:
        """Return the question and every other way of asking it."""
        return (self.question, *self.also_asked, *self.rehearsed)

    @property
    def values(self) -> tuple[str, ...]:
        """Return the names of the yearly values that stand in the answer."""
        return values_in(self.answer)


class Ways(RootModel[tuple[Line, ...]]):
    """Further ways of asking for one entry, as they stand in `wordings/`."""

    model_config = ConfigDict(frozen=True, strict=True)


class Value(Sheet):
    """An amount or a date that ages by itself, and what stands in its place when it has aged."""

    what: Line
    text: Line
    valid_until: Day
    sources: tuple[Line, ...] = Field(min_length=1)
    checked: Day
    digest: str = ""  # the mark of what its author wrote

    def on(self, day: date) -> str:
        """Return what an answer says on `day`."""
        if self.is_valid_on(day):
            return self.text
        return f"{self.what} na {day.year} potwierdzi doradca"

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the value may be said on `day`."""
        return day <= self.valid_until


class Topic(Sheet):
    """One of the areas of advice, with the words that point to it."""

    id: TopicId
    name: Text
    emoji: Text
    hashtag: Hashtag
    words: tuple[Text, ...] = Field(min_length=1)
    target_days: int = Field(ge=1, le=60)
    #: What people had better have with them when they meet an advisor.
    prepare: tuple[Line, ...] = Field(default=(), max_length=8)
    #: What its advisors look after besides questions.
    cares_for: tuple[Matter, ...] = ()


class Privacy(Sheet):
    """What we tell people about their data."""

    purpose: Text
    legal_basis: Text
    retention: Text
    rights: Text


class Retention(Sheet):
    """How long things are kept; what people are told about it has to say the same."""

    content_days: int = Field(default=180, ge=30, le=3650)  # words, from the closing of a case
    documents_years: int = Field(default=5, ge=1, le=20)  # lists, certificates, cards


class Hours(Sheet):
    """When the office answers, by weekday; a day left out is a day off."""

    monday: tuple[Span, ...] = ()
    tuesday: tuple[Span, ...] = ()
    wednesday: tuple[Span, ...] = ()
    thursday: tuple[Span, ...] = ()
    friday: tuple[Span, ...] = ()
    saturday: tuple[Span, ...] = ()
    sunday: tuple[Span, ...] = ()

    @model_validator(mode="after")
    def _can_be_counted(self) -> Self:
        if not any(self.by_weekday.values()):
            raise ValueError(
                "żaden dzień nie ma godzin; podaj choć jeden, bo inaczej nie ma obietnic"
            )
        for name in WEEKDAYS:
            spans = getattr(self, name)
            if any(before[1] > after[0] for before, after in pairwise(spans)):
                raise ValueError(f"{name}: godziny mają iść po kolei i nie zachodzić na siebie")
        return self

    @property
    def by_weekday(self) -> Mapping[int, tuple[tuple[time, time], ...]]:
        """Return the spans by weekday as `date.weekday()` counts it, Monday being 0."""
        return MappingProxyType({n: getattr(self, name) for n, name in enumerate(WEEKDAYS)})


class OrganisationRules(Sheet):
    """How long a former board may object to a new one."""

    objection_days: int = Field(default=7, ge=1, le=60)


class Duties(Sheet):
    """Which stages of a contest for grants become a grantee's own days, by the ids of stages."""

    changes: Text = "zmiany"
    report: Text = "raport"
    returns: Text = "zwrot"


class Grants(Sheet):
    """What was promised of grants and contests, and the rules for what leaders send."""

    #: How many initiatives are to be supported, and how many people engaged in them.
    initiatives: int | None = Field(default=None, ge=1, le=1000)
    people: int | None = Field(default=None, ge=1, le=100_000)
    duties: Duties = Duties()
    #: For how long something returned may be put right after a call has closed.
    days_to_fix: int = Field(default=7, ge=1, le=60)
    #: How many submissions make one file for the jury.
    in_packet: int = Field(default=4, ge=1, le=20)


class Organisation(Sheet):
    """Who runs the programme, how to reach them, when, and what they do with personal data."""

    name: Text
    programme: Text
    administrator: Text
    data_contact: Text
    phone: Text
    email: Email
    office: Text
    bot_username: Username
    #: Where the bot's own web server is reached from outside; without it there are no feeds.
    bot_address: Address | None = None
    office_hours: Hours
    closed: tuple[Day, ...] = ()
    privacy: Privacy
    #: How organisations change hands.
    organisations: OrganisationRules = OrganisationRules()
    advice: AdviceRules = AdviceRules()
    indicators: Indicators = Indicators()
    self_assessment: SelfAssessment | None = None
    consultations: Consultations = Consultations()
    grants: Grants = Grants()
    retention: Retention = Retention()

    @model_validator(mode="after")
    def _says_what_it_does(self) -> Self:
        if "retention" not in self.model_fields_set:
            return self
        kept, told = self.retention, " ".join(self.privacy.retention.split())
        wanted = (f"{kept.content_days} dni", f"{kept.documents_years} lat")
        if lacking := [words for words in wanted if words not in told]:
            words = "” ani „".join(lacking)
            raise ValueError(
                f"privacy.retention nie mówi „{words}”, a tyle stoi w retention; "
                "popraw tekst albo liczbę"
            )
        return self

    @model_validator(mode="after")
    def _promises_enough_hours(self) -> Self:
        most, planned = self.advice.hours_per_organisation, self.indicators.plan.advice_hours
        if most is not None and planned is not None and most > planned:
            raise ValueError(
                f"advice.hours_per_organisation ({most}) to więcej niż cała umowa: "
                f"indicators.plan.advice_hours ({planned}); popraw jedną z liczb"
            )
        return self

    def promised(self, key: str) -> int | None:
        """Return the planned level of an indicator; None where none was promised."""
        found: int | None = getattr(self.indicators.plan, key, None)
        elsewhere = {
            "initiatives": self.grants.initiatives,
            "people_in_initiatives": self.grants.people,
        }
        return elsewhere.get(key) if found is None else found

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
