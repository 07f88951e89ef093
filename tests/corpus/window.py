"""Where the corpus is handed in: one bot on one stage for many items, each from somebody new."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.simulator.model import Message
from bot.simulator.people import Person
from bot.storage import inbox, people, posts, questions, tickets
from bot.storage.inbox import InboxRow
from bot.storage.tables import inbox as inbox_table
from bot.storage.tables import question as question_table
from tests.dialogues.scene import COVERED, Scene

#: Stands in every hostile input, and in no line of the log.
CANARY = "kanarek7391"
#: What the log may say about an input that cannot be dealt with.
FAILURES = {
    "handler_failed",
    "update_failed",
    "update_not_done",
    "update_in_quarantine",
    "Invalid HTTP request received.",
}


@dataclass(frozen=True)
class Handed:
    """An update, and who it came from."""

    author: Person
    update: Any


@dataclass(frozen=True)
class Case:
    """What is remembered of somebody: tickets with their words, and the questions asked."""

    tickets: list[list[str]]
    questions: list[tuple[str, str, str | None]]


class Window:
    """Hands things in and looks at what became of them."""

    def __init__(self, scene: Scene, log: io.StringIO) -> None:
        self.scene = scene
        self.log = log

    # -- what people hand in

    def somebody(self, name: str = "Halina") -> Person:
        """Return a person whom the bot has never heard of."""
        return self.scene.newcomer(name)

    def number(self) -> int:
        """Return the number of the next update."""
        updates = self.scene.telegram.world.updates
        updates.next_id += 1
        return updates.next_id - 1

    def message(self, author: Person, content: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """Return a private message as Telegram would describe it, with `changes`."""
        world = self.scene.telegram.world
        kind = next(iter(content), "text")
        posted: Message = world.post(author.chat, author.user, kind, content)
        described = {**posted.json(), **changes}
        return {name: value for name, value in described.items() if value is not ...}

    def update(self, **event: Any) -> dict[str, Any]:
        """Return an update with the next number."""
        return {"update_id": self.number(), **event}

    def said(self, author: Person, words: Any, **changes: Any) -> dict[str, Any]:
        """Return the update of a private message with these words."""
        return self.update(message=self.message(author, {"text": words}, **changes))

    async def hand_in(self, *raws: Any) -> None:
        """Bring updates as a webhook would, all at once, and wait until nothing is open."""
        await self.scene.house.store(list(raws))
        await self.finish()

    async def hand_in_all(self, items: Mapping[str, Callable[[Person], Any]]) -> dict[str, Handed]:
        """Bring all items together, each from somebody new, with a question among them."""
        handed = {}
        for name, make in items.items():
            author = self.somebody()
            handed[name] = Handed(author, make(author))
        bystander = self.somebody("Bożena")
        updates = [one.update for one in handed.values()]
        updates.insert(len(updates) // 2, self.said(bystander, COVERED))
        await self.hand_in(*updates)
        assert "KRS" in self.told(bystander)
        return handed

    async def poll(self, raw: Any) -> None:
        """Let the bot fetch an update, and wait until nothing is open."""
        self.scene.telegram.world.updates.inject(raw)
        await self.finish()

    async def finish(self) -> None:
        """Let the bot try what fails as often as it likes; the clock moves for it."""
        await self.scene.settle()
        for _ in range(3):
            if not await self.scene.house.database.read(inbox.waiting):
                break
            await self.scene.forward(seconds=3)
        assert await self.scene.house.database.read(inbox.waiting) == 0

    # -- what became of it

    async def row(self, update_id: int) -> InboxRow | None:
        """Return the row of an update."""
        return await self.scene.house.database.read(lambda conn: inbox.get(conn, update_id))

    async def newest_row(self) -> InboxRow:
        """Return the row that was stored last."""
        query = select(inbox_table).order_by(inbox_table.c.seq.desc()).limit(1)
        return await self.scene.house.database.read(
            lambda conn: InboxRow(**conn.execute(query).one()._mapping)
        )

    async def states(self, *update_ids: int) -> list[str]:
        """Return the states of updates."""
        rows = [await self.row(update_id) for update_id in update_ids]
        return [row.state if row else "unknown" for row in rows]

    async def quarantined(self) -> int:
        """Return how many updates are in quarantine."""
        return await self.scene.house.database.read(inbox.in_quarantine)

    async def case(self, person: Person) -> Case:
        """Return what is remembered of somebody's words."""

        def read(conn: Any) -> Case:
            known = people.by_telegram(conn, person.id)
            if known is None:
                return Case([], [])
            held = reversed(tickets.of_person(conn, known.id))
            asked = conn.execute(
                select(question_table.c.id).where(question_table.c.person_id == known.id)
            ).scalars()
            found = [questions.by_id(conn, ident) for ident in asked]
            return Case(
                [[post.text for post in posts.of_ticket(conn, ticket.id)] for ticket in held],
                [(one.text, one.state, one.media) for one in found if one],
            )

        return await self.scene.house.database.read(read)

    def told(self, person: Person) -> str:
        """Return all that the bot told somebody."""
        return "\n".join(message.text for message in person.messages if message.from_bot)

    async def serves_others(self) -> None:
        """Ask an ordinary question as somebody else, and get its answer."""
        other = self.somebody("Zbigniew")
        other.send(COVERED)
        await self.scene.settle()
        assert "KRS" in self.told(other), self.told(other)

    async def check_peace(self) -> None:
        """Others are served, nobody's words are logged, and no error beyond the expected."""
        await self.serves_others()
        lines = [json.loads(line) for line in self.log.getvalue().splitlines()]
        assert CANARY not in json.dumps(lines, ensure_ascii=False)
        unexpected = [
            line
            for line in lines
            if line["level"] in ("warning", "error", "critical") and line["event"] not in FAILURES
        ]
        assert not unexpected, unexpected
