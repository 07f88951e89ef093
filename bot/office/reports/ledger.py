"""Everything that one report tells, read once in one transaction: figures and lists agree.

The exporters and indicators make their tables of it; nothing here is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.domain.advice import rounded
from bot.domain.periods import Period
from bot.helpdesk.desk import Desk
from bot.knowledge.advice_rules import AdviceRules
from bot.office.reports import learning
from bot.office.reports.learning import Learnt
from bot.storage import card_sums, figures, ledgers, months, self_assessments, staff
from bot.storage.card_sums import CONFIDENTIAL, Card, Share
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
    taken_back: tuple[Card, ...]  # they tell of somebody else what a closed month told of these
    minutes: int  # real ones
    accounted: int  # rounded by the rule of the settings

    @property
    def signs(self) -> str:
        """Return the numbers of all cards that it is made of."""
        return ", ".join(card.sign for card in (*self.cards, *self.taken_back))

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

    @property
    def lasting(self) -> list[Card]:
        """Return the cards by which people are counted, each advice by what is said of it last."""
        return lasting(self.issued)


def read(conn: Connection, desk: Desk, period: Period, *, news: bool = True) -> Ledger:
    """Read everything of a period; without `news` only what figures are made of."""
    rules = desk.base.organisation.advice
    cards = card_sums.numbered(conn, period)
    closed = [one for one in months.every_closed(conn) if one.month in period.months]
    meetings = figures.held(conn, period, desk.now)
    return Ledger(
        period=period,
        made=desk.now,
        rules=rules,
        cards=cards,
        all_cards=card_sums.in_force(conn, period.last),
        hours=hours_of([card for card in cards if card.in_force], rules, closed),
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
        closed=closed,
        advisors={f"advisor:{one.telegram_id}": one.name for one in staff.members(conn)},
    )


def hours_of(
    cards: Sequence[Card], rules: AdviceRules, closed: Sequence[ClosedMonth] = ()
) -> list[Hours]:
    """Return the sums that are accounted for: by month, advisor, and whom they advised.

    Those of a closed month are what they were at its closing, whoever has become one since.
    """
    here = {card.month for card in cards}
    kept = {
        one.month: one.figures["hours"]
        for one in closed
        if one.month in here and "hours" in one.figures
    }
    known = {card.id: card for card in cards}
    found = [_kept(known, sums) for told in kept.values() for sums in told]
    sums: dict[tuple[str, int, str], list[Share]] = defaultdict(list)
    for share in card_sums.shares([card for card in cards if card.month not in kept]):
        sums[share.card.month, share.card.advisor_id, share.client].append(share)
    found += [_hours(held, rules) for held in sums.values()]
    return sorted(
        found, key=lambda one: (one.month, one.advisor, one.advisor_id, one.organisation)
    )


def _hours(held: Sequence[Share], rules: AdviceRules) -> Hours:
    minutes = sum(share.minutes for share in held)
    own = tuple(share.card for share in held if not share.takes_back)
    taken = tuple(share.card for share in held if share.takes_back)
    accounted = rounded(minutes, rules.unit_minutes, rules.rounding)
    return _sum(own, taken, minutes, accounted)


def _kept(known: Mapping[int, Card], told: Mapping[str, Any]) -> Hours:
    """Return a sum as it stands in the figures of its month, by the numbers of its cards."""
    own, taken = (tuple(known[ident] for ident in told[what]) for what in ("cards", "taken"))
    return _sum(own, taken, told["minutes"], told["accounted"])


def _sum(own: tuple[Card, ...], taken: tuple[Card, ...], minutes: int, accounted: int) -> Hours:
    last = (own or taken)[-1]
    names = [card.name for card in own if card.name != CONFIDENTIAL]
    if not own and last.standing is not None:
        names = [last.standing.name]
    name = names[-1] if names else last.name
    return Hours(last.month, last.advisor_id, last.advisor, name, own, taken, minutes, accounted)


def lasting(cards: Sequence[Card]) -> list[Card]:
    """Return the cards in force with minutes that none of the others corrects."""
    gone = {card.standing.card_id for card in cards if card.standing is not None}
    return [card for card in cards if card.in_force and card.minutes and card.id not in gone]


def given(cards: Sequence[Card]) -> list[Card]:
    """Return the lasting cards of advice that these tell of first, if only to correct it then."""
    idents = {card.id for card in cards}
    return [
        card for card in lasting(cards) if card.standing is None or card.standing.card_id in idents
    ]


def to_keep(hours: Sequence[Hours]) -> list[dict[str, Any]]:
    """Return what the figures of a closed month keep of its sums: numbers, nobody's name."""
    return [
        {
            "cards": [card.id for card in one.cards],
            "taken": [card.id for card in one.taken_back],
            "minutes": one.minutes,
            "accounted": one.accounted,
        }
        for one in hours
    ]


def _by_meeting(people: Sequence[Present]) -> dict[str, list[Present]]:
    found: dict[str, list[Present]] = defaultdict(list)
    for one in people:
        found[one.occasion_id].append(one)
    return dict(found)
