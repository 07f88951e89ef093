"""What indicators count, one query each: the rows behind a number, never the number alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, or_, select

from bot.domain.periods import Period
from bot.storage.advice_tables import initiative
from bot.storage.draft_tables import draft
from bot.storage.grant_tables import office_form
from bot.storage.programme_tables import certificate, occasion, registration, survey_answer, team
from bot.storage.rows import every
from bot.storage.tables import person, post, practice, practice_part, question, ticket


@dataclass(frozen=True, slots=True)
class Supported:
    """A local initiative that got a grant; amounts in grosze."""

    id: int
    contest: str
    grantee: str
    seat: str
    commune: str
    title: str
    scope: str
    agreement: str
    starts_on: str | None
    ends_on: str | None
    awarded: int
    paid: int
    settled: int
    returned: int
    participants: int | None
    volunteers: int | None
    state: str


def initiatives(conn: Connection, period: Period) -> list[Supported]:
    """Return the initiatives that begin in a period, given up ones too, by contest and number.

    One without a day counts when it was entered.
    """
    days = (f"{period.first_day}", f"{period.last_day}")
    entered = and_(initiative.c.created_at >= period.since, initiative.c.created_at < period.until)
    begun = or_(
        initiative.c.starts_on.between(*days), and_(initiative.c.starts_on.is_(None), entered)
    )
    columns = (initiative.c[name] for name in Supported.__slots__)
    query = select(*columns).where(begun).order_by(initiative.c.contest, initiative.c.id)
    return every(conn, Supported, query)


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that took place, with who was put down for it and who came (guests included)."""

    id: str
    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    registered: int
    seated: int
    waiting: int
    present: int


def held(conn: Connection, period: Period, now: datetime) -> list[Held]:
    """Return the meetings that ended in a period and by now, called off ones not."""
    seats = 1 + registration.c.guests

    def sum_of(*conditions: object) -> object:
        return func.coalesce(func.sum(seats).filter(*conditions), 0)

    query = (
        select(
            *(
                occasion.c[name]
                for name in ("id", "kind", "title", "starts_at", "ends_at", "place")
            ),
            func.count(registration.c.id),
            sum_of(registration.c.state.in_(("seated", "offered"))),
            sum_of(registration.c.state == "waiting"),
            sum_of(registration.c.present_at.is_not(None), registration.c.state != "left"),
        )  # type: ignore[call-overload]
        .outerjoin(registration, registration.c.occasion_id == occasion.c.id)
        .where(
            occasion.c.kind.in_(("workshop", "event")),
            occasion.c.state == "open",
            occasion.c.ends_at >= period.since,
            occasion.c.ends_at < min(period.until, now),
        )
        .group_by(occasion.c.id)
        .order_by(occasion.c.starts_at, occasion.c.id)
    )
    return every(conn, Held, query)


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who came to a meeting; with guests, who have no names."""

    id: int
    occasion_id: str
    person_id: int | None
    name: str
    organisation: str
    commune: str
    guests: int
    team_id: int | None
    team: str | None
    firm: str | None
    site: str | None
    shift: str | None
    present_at: datetime

    @property
    def whom(self) -> str:
        """Return who it is, as one word: the same for the same person."""
        if self.person_id is not None:
            return f"p{self.person_id}"
        return f"i{self.name.casefold()}/{self.organisation.casefold()}"


def present(conn: Connection, occasions: Collection[str]) -> list[Present]:
    """Return who came to these meetings, in order of meeting and list."""
    columns = ("id", "occasion_id", "person_id", "name", "organisation", "commune", "guests")
    query = (
        select(
            *(registration.c[name] for name in columns),
            registration.c.team_id,
            team.c.name,
            team.c.firm,
            team.c.site,
            team.c.shift,
            registration.c.present_at,
        )
        .outerjoin(team, team.c.id == registration.c.team_id)
        .where(
            registration.c.occasion_id.in_(sorted(occasions)),
            registration.c.present_at.is_not(None),
            registration.c.state != "left",
        )
        .order_by(registration.c.occasion_id, registration.c.id)
    )
    return every(conn, Present, query)


@dataclass(frozen=True, slots=True)
class Certified:
    """What the certificates in force of one meeting say."""

    occasion_id: str
    count: int
    hours: int


def certified(conn: Connection) -> dict[str, Certified]:
    """Return by meeting how many certificates are in force, and for how many hours."""
    query = (
        select(registration.c.occasion_id, func.count(), func.max(certificate.c.hours))
        .join(registration, registration.c.id == certificate.c.registration_id)
        .where(certificate.c.cancelled_at.is_(None))
        .group_by(registration.c.occasion_id)
    )
    return {one.occasion_id: one for one in every(conn, Certified, query)}


@dataclass(frozen=True, slots=True)
class Opinion:
    """What people gave one question of a meeting's survey or test."""

    occasion_id: str
    part: str
    question: int
    answers: int
    total: int


def opinions(conn: Connection) -> list[Opinion]:
    """Return how many answered each question of each survey, and what their marks add up to."""
    by = (survey_answer.c.occasion_id, survey_answer.c.part, survey_answer.c.question)
    query = (
        select(*by, func.count(survey_answer.c.value), func.sum(survey_answer.c.value))
        .where(survey_answer.c.part == "opinion", survey_answer.c.value.is_not(None))
        .group_by(*by)
        .order_by(*by)
    )
    return every(conn, Opinion, query)


@dataclass(frozen=True, slots=True)
class Told:
    """A good practice that somebody told of and that was accepted."""

    id: int
    slug: str | None
    title: str | None
    decided_at: datetime | None


def practices(conn: Connection, until: datetime) -> list[Told]:
    """Return the good practices accepted before a moment, in order of decision."""
    title = practice_part.c.practice_id == practice.c.id, practice_part.c.field == "title"
    columns = (practice.c.id, practice.c.slug, practice_part.c.text, practice.c.decided_at)
    query = (
        select(*columns)
        .outerjoin(practice_part, and_(*title))
        .where(practice.c.state == "accepted", practice.c.decided_at < until)
        .order_by(practice.c.decided_at, practice.c.id)
    )
    return every(conn, Told, query)


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of a question; never its words."""

    id: int
    person_id: int
    state: str
    zone: str | None
    kind: str | None
    topic: str | None
    entry: str | None
    feedback: str | None
    ticket_id: int | None
    asked_at: datetime

    @property
    def by_itself(self) -> bool:
        """Tell whether the bot answered it and nobody else did: information, never advice."""
        answered = self.state in ("answered", "done") and self.entry is not None
        return answered and self.ticket_id is None

    @property
    def outcome(self) -> str:
        """Return helped, not_helped, human or unknown: only what somebody said counts."""
        if self.ticket_id is not None:
            return "human"
        if self.feedback == "helped":
            return "helped"
        return "not_helped" if self.feedback in ("other", "none_of") else "unknown"


def questions(conn: Connection, period: Period) -> list[Asked]:
    """Return what was asked in a period, small talk and what was withdrawn left out."""
    columns = (question.c[name] for name in Asked.__slots__)
    query = select(*columns).where(
        question.c.asked_at >= period.since,
        question.c.asked_at < period.until,
        question.c.state.not_in(("kind", "withdrawn")),
    )
    return every(conn, Asked, query.order_by(question.c.id))


@dataclass(frozen=True, slots=True)
class Case:
    """A ticket with the moment of its first answer."""

    id: int
    person_id: int
    topic: str
    state: str
    promised_at: datetime | None
    opened_at: datetime
    closed_at: datetime | None
    rating: int | None
    advisor_id: int | None
    commune: str | None
    first_answer: datetime | None


def cases(conn: Connection, period: Period) -> list[Case]:
    """Return the tickets opened in a period, withdrawn ones not.

    What a trainee wrote is an answer once somebody else has sent it.
    """
    given = func.coalesce(draft.c.decided_at, post.c.at)
    answers = (
        select(post.c.ticket_id, func.min(given).label("first"))
        .outerjoin(draft, and_(draft.c.post_id == post.c.id, draft.c.state == "sent"))
        .where(post.c.side == "advisor", post.c.state.in_(("shown", "owed")))
        .group_by(post.c.ticket_id)
        .subquery()
    )
    query = (
        select(
            *(ticket.c[name] for name in Case.__slots__[:9]),
            person.c.commune,
            answers.c.first,
        )
        .join(person, person.c.id == ticket.c.person_id)
        .outerjoin(answers, answers.c.ticket_id == ticket.c.id)
        .where(
            ticket.c.opened_at >= period.since,
            ticket.c.opened_at < period.until,
            ticket.c.state != "withdrawn",
        )
        .order_by(ticket.c.id)
    )
    return every(conn, Case, query)


@dataclass(frozen=True, slots=True)
class Submitted:
    """A submission to a contest that has a number; nothing of who is in it."""

    id: int
    about: str
    number: int
    state: str
    sent_at: datetime


def submissions(conn: Connection, period: Period) -> list[Submitted]:
    """Return the submissions sent in a period, those taken back not, by contest and number."""
    columns = (office_form.c[name] for name in Submitted.__slots__)
    query = select(*columns).where(
        office_form.c.kind == "submission",
        office_form.c.number.is_not(None),
        office_form.c.state.in_(("sent", "returned", "accepted", "rejected")),
        office_form.c.sent_at >= period.since,
        office_form.c.sent_at < period.until,
    )
    return every(conn, Submitted, query.order_by(office_form.c.about, office_form.c.number))
