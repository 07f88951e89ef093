"""Everything that one report tells, read once in one transaction: figures and lists agree.

The exporters and indicators make their tables of it; nothing here is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.advice import rounded
from bot.domain.periods import Period
from bot.helpdesk.desk import Desk
from bot.knowledge.advice_rules import AdviceRules
from bot.office.reports import learning
from bot.office.reports.learning import Learnt
from bot.storage import card_sums, figures, ledgers, months, self_assessments, staff
from bot.storage.card_sums import Card
from bot.storage.figures import Asked, Case, Certified, Held, Opinion, Present, Supported, Told
from bot.storage.months import ClosedMonth


@dataclass(frozen=True, slots=True)
class Hours:
    """What one advisor gave one organisation, or one person, in one month."""

    month: str
    advisor_id: int
    advisor: str
    organisation: str
    cards: tuple[Card, ...]
    minutes: int  # real ones
    accounted: int  # rounded by the rule of the settings

    @property
    def unsigned(self) -> int:
        """Return how many of its cards nobody has confirmed."""
        return sum(card.unsigned for card in self.cards)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What is known of a period."""

    period: Period
    made: datetime
    rules: AdviceRules
    cards: Sequence[Card]  # cancelled ones too
    all_cards: Sequence[Card]  # in force, from the beginning to the end of the period
    hours: Sequence[Hours]
    initiatives: Sequence[Supported]
    meetings: Sequence[Held]
    present: Mapping[str, Sequence[Present]]
    certified: Mapping[str, Certified]
    opinions: Sequence[Opinion]
    learnt: Mapping[str, Learnt]
    practices: Sequence[Told]
    submissions: Sequence[figures.Submitted]
    questions: Sequence[Asked]
    cases: Sequence[Case]
    promises: Sequence[ledgers.Promised]
    reminders: Sequence[ledgers.Reminded]
    announcements: Sequence[ledgers.Announced]
    answers: Sequence[ledgers.Published]
    consents: Sequence[ledgers.Agreed]
    erased: Sequence[tuple[int, datetime]]
    changes: Sequence[ledgers.Noted]
    ratings: Mapping[tuple[str, int], tuple[int, int]]
    closed: Sequence[ClosedMonth]
    advisors: Mapping[str, str]

    @property
    def issued(self) -> list[Card]:
        """Return the cards of the period that count."""
        return [card for card in self.cards if card.in_force]


def read(conn: Connection, desk: Desk, period: Period, *, news: bool = True) -> Ledger:
    """Read everything of a period; without `news` only what figures are made of."""
    rules = desk.base.organisation.advice
    cards = card_sums.numbered(conn, period)
    meetings = figures.held(conn, period, desk.now)
    return Ledger(
        period=period,
        made=desk.now,
        rules=rules,
        cards=cards,
        all_cards=card_sums.in_force(conn, period.last),
        hours=hours_of([card for card in cards if card.in_force], rules),
        initiatives=figures.initiatives(conn, period),
        meetings=meetings,
        present=_by_meeting(figures.present(conn, [one.id for one in meetings])),
        certified=figures.certified(conn),
        opinions=figures.opinions(conn),
        learnt=learning.learnt(conn, meetings) if news else {},
        practices=figures.practices(conn, period.until),
        submissions=figures.submissions(conn, period),
        questions=figures.questions(conn, period),
        cases=figures.cases(conn, period),
        promises=ledgers.open_promises(conn),
        reminders=ledgers.reminders(conn, period) if news else (),
        announcements=ledgers.announcements(conn, period) if news else (),
        answers=ledgers.contest_answers(conn, period) if news else (),
        consents=ledgers.consents(conn, period) if news else (),
        erased=ledgers.erased(conn, period) if news else (),
        changes=ledgers.changes(conn, period) if news else (),
        ratings=self_assessments.ratings(conn),
        closed=[one for one in months.every_closed(conn) if one.month in period.months],
        advisors={f"advisor:{one.telegram_id}": one.name for one in staff.members(conn)},
    )


def hours_of(cards: Sequence[Card], rules: AdviceRules) -> list[Hours]:
    """Return the sums that are accounted for: by month, advisor, and whom they advised."""
    sums: dict[tuple[str, int, str], list[Card]] = defaultdict(list)
    for card in cards:
        sums[card.month, card.advisor_id, card.client].append(card)
    found = [_hours(month, held, rules) for (month, _, _), held in sums.items()]
    return sorted(
        found, key=lambda one: (one.month, one.advisor, one.advisor_id, one.organisation)
    )


def _hours(month: str, cards: Sequence[Card], rules: AdviceRules) -> Hours:
    minutes = sum(card.counted for card in cards)
    last = cards[-1]
    return Hours(
        month,
        last.advisor_id,
        last.advisor,
        last.organisation or last.person,
        tuple(cards),
        minutes,
        rounded(minutes, rules.unit_minutes, rules.rounding),
    )


def _by_meeting(people: Sequence[Present]) -> dict[str, list[Present]]:
    found: dict[str, list[Present]] = defaultdict(list)
    for one in people:
        found[one.occasion_id].append(one)
    return dict(found)
