"""Cards issued, corrected, cancelled, months closed, in any order: the register stays true."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import combinations, count
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.domain import advice
from bot.helpdesk.desk import Desk, Press
from bot.office.register import cards, correcting, issuing, rules
from bot.office.register.cards import Given
from bot.storage import advice_cards, advice_sums, people, staff
from bot.storage.advice_cards import AdviceCard
from bot.storage.advice_tables import advice_card, closed_month
from bot.storage.database import Database
from bot.storage.rows import every, put
from tests.programme.desk import NOW, desk, sample

ADVISORS = (201, 202)
OFTEN = (201, 201, 201, 202)
ACTS = 90


@dataclass
class Year:
    """The register, and beside it what it should say."""

    conn: Connection
    desk: Desk
    chance: random.Random
    told: dict[int, int] = field(default_factory=dict)  # by the card in force: its minutes
    reported: dict[str, int] = field(default_factory=dict)  # by closed month
    refused: int = 0
    causes: count[int] = field(default_factory=count)

    def act(self) -> None:
        doing = (self.give, self.give, self.give, self.correct, self.correct, self.cancel,
                 self.wait, self.close)  # fmt: skip
        self.chance.choice(doing)()

    def at(self) -> Desk:
        return self.desk.because(f"act{next(self.causes)}")

    def press(self, card: AdviceCard, action: str, by: int | None = None) -> Press:
        return Press(-1, 1, by or card.advisor_id, "x", action, card.id, rev=card.rev)

    def issue(self, card: AdviceCard) -> bool:
        toast = issuing.issue(self.conn, self.at(), self.press(card, "adv_issue"))
        self.refused += toast.what != "advice_issued"
        return toast.what == "advice_issued"

    def give(self) -> None:
        day = self.desk.today - timedelta(days=self.chance.randrange(3))
        starts = NOW.replace(month=day.month, day=day.day, year=day.year) + timedelta(
            minutes=15 * self.chance.randrange(6)
        )
        minutes = self.chance.choice((5, 15, 40, 75))
        called = self.chance.random() < 0.6
        given = Given(
            advisor_id=self.chance.choice(OFTEN), to="group/legal", topic="legal", day=day,
            form="phone" if called else "bot", minutes=minutes,
            hours=(starts, starts + timedelta(minutes=minutes)) if called else None,
            person=people.by_telegram(self.conn, 101),
        )  # fmt: skip
        card = cards.draft(self.conn, self.at(), given)
        if self.issue(card):
            self.told[card.id] = minutes

    def some(self) -> AdviceCard | None:
        found = sorted(self.told)
        return advice_cards.get(self.conn, self.chance.choice(found)) if found else None

    def correct(self) -> None:
        card = self.some()
        if card is None:
            return
        correcting.correct(self.conn, self.at(), self.press(card, "adv_fix"))
        better = advice_cards.begun_for(self.conn, card.id)
        assert better is not None
        minutes = self.chance.randrange(better.minutes + 1)
        advice_cards.move(self.conn, better, minutes=minutes)
        assert self.issue(replace(better, rev=better.rev + 1))
        del self.told[card.id]
        self.told[better.id] = minutes

    def cancel(self) -> None:
        card = self.some()
        if card is None:
            return
        closed = card.month in self.reported
        toast = correcting.ask(self.conn, self.at(), self.press(card, "adv_cancel"))
        assert (toast.what == "advice_closed_month") == closed
        card = advice_cards.get(self.conn, card.id)
        correcting.taken(self.conn, self.at(), card, card.advisor_id, "pomyłka")
        if not closed:
            del self.told[card.id]
            before = card.corrects_id
            while before is not None:  # what it corrected in a closed month stands again
                was = advice_cards.get(self.conn, before)
                if was.state == "issued":
                    self.told[was.id] = was.minutes
                    break
                before = was.corrects_id

    def wait(self) -> None:
        self.desk = replace(self.desk, now=self.desk.now + timedelta(days=7))

    def close(self) -> None:
        last = self.desk.today.replace(day=1) - timedelta(days=1)
        month = f"{last:%Y-%m}"
        if month not in self.reported:
            said = {"closed_by": 900, "closer": "Z", "closed_at": self.desk.now, "figures": {}}
            put(self.conn, closed_month, month=month, **said)
            self.reported[month] = self.months()[month]

    def months(self) -> dict[str, int]:
        sums: dict[str, int] = defaultdict(int)
        for card in self.in_force():
            before = advice_sums.standing(self.conn, card.corrects_id)
            sums[card.month] += card.minutes - (before.minutes if before is not None else 0)
        return sums

    def in_force(self) -> list[AdviceCard]:
        query = select(advice_card).where(advice_card.c.state == "issued")
        return every(self.conn, AdviceCard, query)

    def check(self) -> None:
        sums = self.months()
        assert {month: sums[month] for month in self.reported} == self.reported
        assert sum(sums.values()) == sum(self.told.values())
        numbers: dict[int, list[int]] = defaultdict(list)
        for card in every(self.conn, AdviceCard, select(advice_card)):
            if card.number is not None:
                numbers[card.year].append(card.number)
        assert all(sorted(one) == list(range(1, len(one) + 1)) for one in numbers.values())
        standing = [one for one in self.in_force() if one.id in self.told and one.minutes]
        for one, other in combinations(standing, 2):
            mine, theirs = rules.span(one), rules.span(other)
            if mine and theirs and one.advisor_id == other.advisor_id:
                assert not advice.overlap(mine, theirs)


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_is_done_with_cards_the_sums_and_numbers_are_true(
    sqlite: Database, tmp_path: Path, seed: int
) -> None:
    at = desk(sample(tmp_path))

    def work(conn: Connection) -> None:
        people.meet(conn, 101, "Anna", NOW)
        for ident in ADVISORS:
            staff.know(conn, ident, f"Osoba {ident}", member=True)
        year = Year(conn, at, random.Random(seed))
        for _ in range(ACTS):
            year.act()
            year.check()
        assert len(year.reported) > 1
        assert year.refused > 0  # some minutes were told already

    await sqlite.write(work)
