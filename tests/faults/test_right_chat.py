"""Very many answers, and all that may happen between an advisor's word and its sending.

Tickets are claimed, given back, passed on and merged, leaders change their names and ask more, all
before the bot looks. Each answer carries its leader's mark: none is ever read by anybody else.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.callbacks import encode
from bot.simulator.model import Message
from bot.simulator.people import Person
from bot.storage import sqlite as sqlite_files
from tests.faults import mutants
from tests.faults.ledger import card_number
from tests.faults.sizes import figure, sized
from tests.faults.town import Town, new_town

pytestmark = pytest.mark.slow

ANSWERS, LEADERS, ADVISORS = sized(120, 20_000), sized(30, 300), 12
AT_ONCE = 24
MARK = re.compile(r"znak L(\d+)-(\d+)\b")
#: What is pressed on a card meanwhile; of many presses nothing comes, as in life.
PRESSES = ("claim", "claim", "release", "pass_volunteering", "pass_legal", "wait", "undo", "merge")
HOLDER = re.compile(r"prowadzi: Ewa(\d+)\b")


@pytest_asyncio.fixture
async def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    quickly = [one.replace("=FULL", "=OFF") for one in sqlite_files._WRITING]
    monkeypatch.setattr(sqlite_files, "_WRITING", tuple(quickly))  # nobody pulls the plug here
    async with new_town(tmp_path) as ready:
        yield ready


class Office:
    """Leaders with a ticket each, advisors, and what has been answered."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town, self.dice = town, random.Random(seed)
        self.leaders = [town.newcomer(f"Lider{number}") for number in range(LEADERS)]
        self.advisors = [town.telegram.user(first_name=f"Ewa{n}") for n in range(ADVISORS)]
        for advisor in self.advisors:
            town.group.add(advisor)
        self.owner: dict[int, int] = {}  # by ticket: which leader
        self.confirmed: set[int] = set()  # messages that asked whether to send
        self.said = 0

    async def open(self) -> None:
        """Let everybody ask."""
        for start in range(0, LEADERS, 10):
            for number, leader in enumerate(self.leaders[start : start + 10], start=start):
                leader.send(f"Proszę sprawdzić nasz wniosek, {number}. pismo.")
            await self.town.look(minutes=1)
        self.owner |= self._tickets()
        assert len(self.owner) == LEADERS

    def _tickets(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for number, leader in enumerate(self.leaders):
            for message in leader.messages:
                if message.from_bot and (receipt := re.match(r"Sprawa #(\d+)", message.text)):
                    found[int(receipt[1])] = number
        return found

    def cards(self) -> dict[int, Message]:
        """Return the newest card of each ticket."""
        found = ((card_number(one), one) for one in self.town.group.messages() if one.from_bot)
        return {number: card for number, card in found if number in self.owner}

    def answer(self, ticket: int, card: Message) -> None:
        """Let somebody answer, and others press and ask before the bot has looked."""
        holder = HOLDER.search(card.text)
        advisor = self.advisors[int(holder[1])] if holder else self.dice.choice(self.advisors)
        self._disturb(ticket, card)
        self.said += 1
        advisor.send(f"Odpowiedź, znak L{self.owner[ticket]}-{self.said}", reply_to=card)
        self._disturb(ticket, card)

    def _disturb(self, ticket: int, card: Message) -> None:
        other, leader = self.dice.choice(self.advisors), self.leaders[self.owner[ticket]]
        found = HOLDER.search(card.text)
        holder = self.advisors[int(found[1])] if found else None
        drawn = self.dice.random()
        if drawn < 0.25:
            presser = other if self.dice.random() < 0.5 or not holder else holder
            self.town.press(presser, card, encode(self.dice.choice(PRESSES), ticket))
        elif drawn < 0.35:
            leader.user.first_name = f"Zmienione{self.dice.randrange(9)}"
        elif drawn < 0.4:
            self._somebody_else(leader).send("Jeszcze jedno pytanie w tej sprawie.")

    def _somebody_else(self, leader: Person) -> Person:
        return self.dice.choice([one for one in self.leaders if one is not leader])

    def confirm(self) -> None:
        """Let whoever was asked whether to send an answer say yes."""
        for message in self.town.group.messages():
            if message.id in self.confirmed or not message.from_bot:
                continue
            for button in message.buttons:
                if button["text"].startswith("Wyślij"):
                    self.confirmed.add(message.id)
                    named = [one for one in self.advisors if one.user.name in message.text]
                    for advisor in named[-1:]:
                        advisor.press_button(message, button)

    def read(self) -> tuple[Counter[str], list[str]]:
        """Return which answers were read, and by whom one was that was not theirs."""
        came: Counter[str] = Counter()
        wrong = []
        for number, leader in enumerate(self.leaders):
            for message in leader.messages:
                found = MARK.search(message.text) if message.from_bot else None
                if found:
                    came[found[2]] += 1
                    wrong += [] if int(found[1]) == number else [message.text]
        return came, wrong


async def _answered(office: Office, answers: int) -> tuple[Counter[str], list[str]]:
    await office.open()
    while office.said < answers:
        cards = office.cards()
        for ticket in office.dice.sample(sorted(cards), min(AT_ONCE, len(cards))):
            office.answer(ticket, cards[ticket])
        await office.town.look(minutes=1)
        office.confirm()
        await office.town.look(seconds=30)
    return office.read()


async def test_no_answer_is_read_by_anybody_else(town: Town) -> None:
    office = Office(town, seed=6)
    came, wrong = await _answered(office, ANSWERS)

    figure(f"{office.said} answers, {LEADERS} leaders: {len(came)} read, {len(wrong)} by others")
    assert wrong == []
    assert len(came) >= 0.5 * office.said
    assert max(came.values()) == 1


async def test_an_answer_addressed_when_it_is_sent_would_be_read_by_others(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mutants.preparing, "resolve", mutants.preparing.resolve)  # put back after
    mutants.MUTANTS["recipient_at_send"]()
    office = Office(town, seed=6)
    _, wrong = await _answered(office, AT_ONCE)

    assert wrong != []
