"""The stage of the dialogue tests: the real bot over a small Telegram, and its people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.app import House
from bot.simulator.clock import MovableClock
from bot.simulator.model import Message
from bot.simulator.people import Group, Person, Telegram, Topic
from bot.simulator.records import Callback
from bot.simulator.watching import Press
from bot.storage import people, receipts, staff, tickets
from bot.storage.rows import Person as PersonRow
from bot.storage.rows import Place, Ticket
from bot.storage.tables import audit

#: Answered by itself; offered with suggestions; known to nobody.
COVERED = "Jak zarejestrować stowarzyszenie w KRS?"
UNCERTAIN = "zmiany w sądzie"
UNCOVERED = "Czy stary traktor z remizy może jechać w paradzie przez miasto?"


class Scene:
    """One bot, one group of advisors, one leader who has read the notice."""

    def __init__(
        self, telegram: Telegram, clock: MovableClock, house: House, group: Group
    ) -> None:
        self.telegram = telegram
        self.clock = clock
        self.house = house
        self.group = group
        self.anna: Person = telegram.user(first_name="Anna")
        self.ewa: Person = telegram.user(first_name="Ewa")
        self.marek: Person = telegram.user(first_name="Marek")
        self.zofia: Person = telegram.user(id=900, first_name="Zofia")

    # -- setting the stage

    async def link(self, topics: int) -> None:
        """Let the coordinator link the group, and wait until its threads are there."""
        self.zofia.send("/polacz", chat=self.group)
        await self.group.expect("Grupa połączona")
        assert len(self.group.topics) == topics
        self.group.skip()

    async def meet_anna(self) -> None:
        """Let Anna read the welcome and the notice, so that tests begin after them."""
        self.anna.start()
        await self.anna.expect("Kto tu odpowiada")
        self.anna.skip()

    def newcomer(self, name: str) -> Person:
        """Return somebody who has opened the bot and said nothing yet."""
        person = self.telegram.user(first_name=name)
        person.user.started = True
        return person

    # -- letting time pass

    async def settle(self) -> None:
        """Wait until the bot has nothing left to do."""
        await self.house.settle()

    async def forward(self, **span: float) -> None:
        """Move the clock and let everything that became due happen."""
        await self.settle()
        self.clock.advance(timedelta(**span))
        await self.house.sweep_now()
        await self.settle()

    # -- short stories

    async def rephrasing(self) -> Message:
        """Bring Anna to the point where she is asked for other words."""
        self.anna.send(COVERED)
        answer = await self.anna.expect("siedmiu założycieli")
        self.anna.click(answer, "Nie o to chodzi")
        following = await self.anna.expect("Czy chodzi o|innymi słowami")
        if "Czy chodzi o" in following.text:
            self.anna.click(following, "Żadne z tych")
            following = await self.anna.expect("innymi słowami")
        return following

    async def card(self) -> Message:
        """Let Anna ask something that needs a human; return its card."""
        self.anna.send(UNCOVERED)
        await self.anna.expect("Sprawa #1")
        return await self.group.expect("#1 🔵")

    async def answered_ticket(self, words: str) -> Message:
        """Let Ewa claim Anna's ticket and answer it; return its card."""
        card = await self.card()
        self.ewa.click(card, "Biorę")
        await self.group.expect("prowadzi: Ewa")
        self.ewa.send(words, reply_to=card)
        await self.anna.expect(words)
        await self.group.expect("Ostatnia odpowiedź: wysłana")
        await self.settle()
        return card

    # -- looking around

    @property
    def coordination(self) -> Topic:
        """Return the thread of the coordinators."""
        return self.group.topic("Koordynacja")

    async def anna_last(self, words: str) -> Message:
        """Return Anna's newest message with these words, read or not."""
        found = [m for m in self.anna.messages if m.from_bot and words in m.text]
        assert found, [m.text for m in self.anna.messages]
        return found[-1]

    async def group_message(self, message: Message) -> Message:
        """Return a message of the group as it stands now."""
        await self.settle()
        assert not message.deleted
        return message

    def seen(self, words: str) -> bool:
        """Tell whether these words stand anywhere in the group."""
        return any(words in message.text for message in self.group.messages())

    def press(self, person: Person, message: Message, data: str) -> Press:
        """Press a button as an app would that still shows an older state of the message."""
        world, number = self.telegram.world, str(self.telegram.world.number("callback"))
        callback = Callback(number, person.user, message, data, world.clock.now())
        world.callbacks[number] = callback
        update: dict[str, Any] = {
            "id": number,
            "from": person.user.json(),
            "message": message.json(),
            "chat_instance": "1",
            "data": data,
        }
        world.updates.push("callback_query", update)
        return Press(world, callback)

    async def forget(self, message: Message) -> None:
        """Let the bot not know a message of its own, as after a crash right after sending."""
        await self.settle()
        chat_id, message_id = message.chat.id, message.message_id
        await self.house.database.write(lambda conn: receipts.forget(conn, chat_id, message_id))

    async def person(self, who: Person) -> PersonRow:
        """Return what is remembered of somebody."""
        await self.settle()
        found = await self.house.database.read(lambda conn: people.by_telegram(conn, who.id))
        assert found is not None
        return found

    async def ticket(self, number: int) -> Ticket:
        """Return a ticket as it stands."""
        await self.settle()
        return await self.house.database.read(lambda conn: tickets.get(conn, number))

    async def ticket_count(self) -> int:
        """Return how many tickets there are."""
        await self.settle()
        counts = await self.house.database.read(tickets.count_by_state)
        return sum(counts.values())

    async def place(self, alias: str) -> Place | None:
        """Return where an alias of the group points now."""
        return await self.house.database.read(lambda conn: staff.where(conn, alias))

    async def audited(self, *actions: str) -> list[str]:
        """Return which of these actions the audit trail holds, in their order."""
        query = select(audit.c.action).where(audit.c.action.in_(actions)).order_by(audit.c.id)
        return await self.house.database.read(lambda conn: list(conn.execute(query).scalars()))

    async def pairing_link(self) -> str:
        """Return the payload of the one-time link for the first coordinator."""
        return await self.house.pairing_secret()
