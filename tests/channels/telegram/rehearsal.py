"""A stage on which every act is taken back: the real handlers over one database in memory.

Two tickets of one leader stand on it, with everything that has buttons. An update goes through the
real Application; what it changed is told, and then undone by a savepoint, so that thousands of
acts need one stage.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache
from itertools import count
from typing import Any

from sqlalchemy import Connection, create_engine, event
from telegram import Update
from telegram.request import BaseRequest

from bot.channels.telegram import application
from bot.channels.telegram.connection import make_bot
from bot.channels.telegram.context import Services
from bot.domain.messages import Kind
from bot.helpdesk import linking, opening, owing
from bot.helpdesk.desk import Desk, Incoming
from bot.knowledge.library import Library
from bot.simulator.people import Telegram
from bot.simulator.request import SimulatedRequest
from bot.storage import (
    drafts,
    gaps,
    inbox,
    people,
    posts,
    practices,
    proposals,
    questions,
    receipts,
    records,
    reviews,
    staff,
    tickets,
)
from bot.storage.outbox import Owed, owe
from bot.storage.rows import change
from bot.storage.tables import metadata, outbox
from bot.templates import Texts
from tests.knowledge.sample import SAMPLE
from tests.stepped_clock import BEGINNING, SteppedClock

ASKER, STRANGER = 101, 102
HOLDER, OTHER, EX, FOREIGNER, LEAD, COORDINATOR = 201, 202, 203, 204, 205, 900
ANONYMOUS, CHANNEL, ROBOT = 1087968824, 136817688, 777
GROUP_ID, FOREIGN_ID = -1_002_000_000_001, -1_002_000_000_002
OLD, MAIN, NOBODYS = 1, 2, 999  # tickets; the last one does not exist
CARD, MENU, ASK, RECEIPT, OWN_WORDS = 500, 501, 502, 600, 510
PRACTICE, PROMPT = 520, 521  # its card, and the question what is to be put right
DRAFT, WAY, OFFERED, WAITING = 540, 541, 542, 543  # proposals: two drafts, two cards
GAPS = 550  # the list of what people asked in a week
AGEING, MORE = 530, 531  # one thing of the monthly list, and the button that turns the page
PEOPLE = (ASKER, STRANGER, HOLDER, COORDINATOR)
#: Who is in the group is asked afresh and remembered: no fact about a ticket.
_VOLATILE = ("inbox", "advisor")
_COMPARED = [table.name for table in metadata.sorted_tables if table.name not in _VOLATILE]
_SHOWN = ("card", "practice", "proposal", "proposal_card")
_ROLE = list(outbox.c.keys()).index("role")


@dataclass
class Ids:
    """The rows that buttons point to."""

    answered: int = 0
    suggested: int = 0
    rephrase: int = 0
    follow_up: int = 0
    answer: int = 0
    asked: int = 0
    drafted: int = 0  # a reply of the holder that somebody else has to send
    draft: int = 0  # asked about the cost; its author's first words are `part`
    part: int = 0
    held: int = 0
    photos: int = 0
    faces: int = 0  # asked about the people in the photos
    agreeing: int = 0
    whole: int = 0
    sent: int = 0
    ageing: int = 0  # on the monthly list; `next` is on its next page
    next: int = 0
    writing: int = 0  # a draft of an entry; `way` is one of a way of asking
    way: int = 0
    offered: int = 0
    waiting: int = 0  # to be published without a second person
    gap: int = 0
    persons: dict[int, int] = field(default_factory=dict)


class _Undone:
    """Stands in for the database: one connection, whose transactions are savepoints."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn

    async def read(self, work: Any) -> Any:
        return work(self.conn)

    async def write(self, work: Any, *, wakes: bool = True) -> Any:
        with self.conn.begin_nested():
            return work(self.conn)


@dataclass(frozen=True)
class Outcome:
    """What one act came to: whether rows changed, and what the doer was told."""

    changed: bool
    told: str | None


@cache
def _library() -> Library:
    return Library(SAMPLE, SteppedClock())


class Rehearsal:
    """The stage; open it with `rehearsal`."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.clock = SteppedClock()
        self.telegram = Telegram(self.clock)
        group = self.telegram.group("Doradcy", forum=True, id=GROUP_ID)
        foreign = self.telegram.group("Obca", forum=True, id=FOREIGN_ID)
        for place in (group, foreign):
            place.add_bot(admin=True, can_manage_topics=True)
        for ident in (HOLDER, OTHER, LEAD):
            group.add(self.telegram.user(id=ident))
        foreign.add(self.telegram.user(id=FOREIGNER))
        carrier: BaseRequest = SimulatedRequest(self.telegram.world)
        self.bot = make_bot(self.telegram.token, "https://example.org", carrier)
        self.services = Services(
            _Undone(conn),
            _library(),
            Texts(),
            self.clock,  # type: ignore[arg-type]
        )
        self.application = application.build(self.bot, self.services)
        self.ids = Ids()
        self._numbers = count(1_000)
        self._state: str | None = None
        self._left: tuple[int, dict[str, list[Any]]] | None = None  # after how many changes

    async def open(self) -> None:
        await self.application.initialize()
        _build(self.conn, self.desk, self.ids)

    @property
    def desk(self) -> Desk:
        return self.services.desk("stage")

    def put_into(self, state: str) -> None:
        """Bring the main ticket into a state; the holder has it, unless it is queued."""
        held = state in ("claimed", "waiting", "closed")
        tickets.set_fields(
            self.conn,
            MAIN,
            state=state,
            advisor_id=HOLDER if held else None,
            closed_at=BEGINNING if state in ("closed", "withdrawn") else None,
            waiting_since=BEGINNING if state == "waiting" else None,
        )

    def snapshot(self) -> dict[str, list[Any]]:
        """Return all rows that an act may not touch without a right; cards only show the truth."""
        driver: Any = (
            self.conn.connection.driver_connection
        )  # ten times faster than through layers
        found = {name: driver.execute(f"SELECT * FROM {name}").fetchall() for name in _COMPARED}
        found["outbox"] = [row for row in found["outbox"] if row[_ROLE] not in _SHOWN]
        return found

    def _before(self) -> dict[str, list[Any]]:
        """Return the rows as they stand: what the last act left when nothing came between."""
        if self._left is None or self._left[0] != self._changes:
            return self.snapshot()
        return self._left[1]

    @property
    def _changes(self) -> int:
        driver: Any = self.conn.connection.driver_connection
        return int(driver.total_changes)

    async def act(self, update: dict[str, Any]) -> Outcome:
        """Let an update be dealt with, tell what came of it, and take it back."""
        number = next(self._numbers)
        raw = {"update_id": number, **update}
        self.telegram.forget_history()
        self.services.limits.__init__()  # type: ignore[misc] - each act is the first of its person
        before = self._before()
        self.conn.exec_driver_sql("SAVEPOINT act")
        try:
            inbox.store(self.conn, [raw], self.clock.now())
            read = Update.de_json(raw, self.bot)
            await self.application.process_update(read)
            assert not inbox.is_open(self.conn, number), update
            return Outcome(self.snapshot() != before, self._told())
        finally:
            self.conn.exec_driver_sql("ROLLBACK TO act")
            self.conn.exec_driver_sql("RELEASE act")  # else each write looks at all that were
            self._left = self._changes, before

    async def play(self, updates: list[dict[str, Any]], *, unlimited: bool = True) -> set[str]:
        """Let updates be dealt with for good; return what their doers were told."""
        raws = [{"update_id": next(self._numbers), **update} for update in updates]
        inbox.store(self.conn, raws, self.clock.now())
        told = set()
        for raw in raws:
            if unlimited:
                self.services.limits.__init__()  # type: ignore[misc]
            await self.application.process_update(Update.de_json(raw, self.bot))
            words = self._told()
            told |= {words} if words else set()
            self.telegram.forget_history()
        assert inbox.waiting(self.conn) == 0
        return told

    def _told(self) -> str | None:
        answers = self.telegram.requests("answerCallbackQuery")
        return str(answers[-1].params.get("text")) if answers else None


@contextmanager
def stage() -> Iterator[Rehearsal]:
    """Open a database in memory for one rehearsal."""
    engine = create_engine("sqlite://")

    @event.listens_for(engine, "connect")
    def _no_own_begin(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    with engine.connect() as conn:
        metadata.create_all(conn)
        yield Rehearsal(conn)
    engine.dispose()


# -- what stands on the stage


def _said(number: int, text: str, sender: int = ASKER, chat: int = ASKER) -> Incoming:
    return Incoming(chat, number, sender, f"Osoba {sender}", text, BEGINNING)


def _build(conn: Connection, desk: Desk, ids: Ids) -> None:
    linking.link(conn, desk, GROUP_ID, "Doradcy", True)
    for ident in (HOLDER, OTHER, LEAD, EX, COORDINATOR):
        member = ident in (HOLDER, OTHER, LEAD)
        staff.know(conn, ident, f"Osoba {ident}", member=member, checked_at=desk.now)
    for ident in (LEAD, COORDINATOR):
        staff.set_fields(conn, ident, coordinator=True)
    for ident in PEOPLE:
        person = people.meet(conn, ident, f"Osoba {ident}", desk.now)
        people.set_fields(conn, person.id, notice_shown_at=desk.now, phone="600100200")
        ids.persons[ident] = person.id
    asker = people.by_id(conn, ids.persons[ASKER])
    for number in (1, 2):
        question = opening.save_question(conn, asker, _said(number, "Jak?"), topic="legal")
        opening.open_ticket(conn, desk, asker, question)
    tickets.set_fields(conn, MAIN, delivered="2026-11-20", letter=True)
    _questions(conn, ids, asker)
    _words(conn, desk, ids)
    _practices(conn, desk, ids, asker)
    _ageing(conn, desk, ids)
    _proposals(conn, desk, ids)
    _gaps(conn, desk, ids)
    _messages(conn, desk)
    records.set_fact(
        conn,
        f"flood:{MAIN}",
        {"first": ids.follow_up, "last": ids.follow_up, "count": 1, "shown": None,
         "at": desk.now.isoformat()},
    )  # fmt: skip


def _questions(conn: Connection, ids: Ids, asker: Any) -> None:
    entries = sorted(_library().current.base.entries)
    offered = [{"entry": entry, "confidence": 0.5} for entry in entries[:3]]
    for number, state in ((3, "answered"), (4, "suggested"), (5, "rephrase")):
        question = opening.save_question(
            conn, asker, _said(number, "Co?"), topic="legal", candidates=offered
        )
        questions.set_fields(conn, question.id, state=state)
        setattr(ids, state, question.id)


def _words(conn: Connection, desk: Desk, ids: Ids) -> None:
    ticket = tickets.get(conn, MAIN)
    ids.follow_up = opening.add_post(conn, ticket, _said(6, "i jeszcze"), side="leader")
    ids.answer = opening.add_post(
        conn, ticket, _said(OWN_WORDS, "tak", HOLDER, GROUP_ID), side="advisor"
    )
    answer = posts.by_id(conn, ids.answer)
    assert answer is not None
    row = owing.pass_on(conn, desk, ticket.address, answer, role="answer")
    change(conn, outbox, outbox.c.id == row, state="uncertain", finished_at=desk.now)
    posts.set_fields(conn, ids.answer, state="owed", outbox_id=row)
    ids.asked = opening.add_post(
        conn, ticket, _said(511, "może", HOLDER, GROUP_ID), side="advisor", state="asking"
    )
    post = opening.add_post(
        conn, ticket, _said(512, "chyba", HOLDER, GROUP_ID), side="advisor", state="asking"
    )
    written = {"post_id": post, "author_id": HOLDER, "author": "Ewa", "text": "chyba"}
    ids.drafted = drafts.begin(conn, ticket_id=MAIN, created_at=desk.now, **written).id


def _practices(conn: Connection, desk: Desk, ids: Ids, asker: Any) -> None:
    numbers = count(700)
    decision = asdict(_library().current.decider.decide("Jak?", desk.today))

    def part(practice: int, field: str) -> int:
        said = {"chat_id": ASKER, "message_id": next(numbers), "at": desk.now}
        media = "photo" if field == "photo" else None
        return practices.keep(
            conn, practice, field, text="Ławka", media=media, decision=decision, **said
        )

    texts = ["title", "story", "place"]
    for name, behind, state, photos in (
        ("draft", texts, "draft", 0),
        ("photos", [*texts, "extra"], "draft", 2),
        ("faces", [*texts, "extra", "photos"], "draft", 1),
        ("agreeing", [*texts, "extra", "photos"], "draft", 0),
        ("whole", [*texts, "extra", "photos", "consent"], "draft", 0),
        ("sent", [*texts, "extra", "photos", "people", "consent"], "sent", 1),
    ):
        ident = practices.begin(conn, asker.id, desk.now).id
        setattr(ids, name, ident)
        agree = True if "people" in behind else None
        practices.set_fields(
            conn, ident, done=behind, state=state, people_agree=agree, consent_at=desk.now
        )
        parts = [part(ident, field) for field in [*texts, *["photo"] * photos]]
        if name == "draft":
            ids.part, ids.held = parts[0], part(ident, "held")
    for number, role in ((PRACTICE, "practice"), (PROMPT, "practice_words")):
        receipts.record(conn, GROUP_ID, number, role, desk.now, practice_id=ids.sent)


def _ageing(conn: Connection, desk: Desk, ids: Ids) -> None:
    mark = _library().current.base.entries["cit-8-termin"].digest
    ids.ageing = reviews.put_on_list(conn, "2026-11", "entry", "cit-8-termin", mark)
    ids.next = reviews.put_on_list(conn, "2026-11", "entry", "plakat", mark)
    reviews.set_fields(conn, ids.ageing, asked_at=desk.now)
    for number, key in ((AGEING, f"upkeep:{ids.ageing}:"), (MORE, f"upkeep-more:{ids.next}")):
        owed = Owed(key, Kind.CARD, "send", owing.COORDINATION, "upkeep_item")
        row = owe(conn, owed, desk.now)
        receipts.record(conn, GROUP_ID, number, "upkeep", desk.now, outbox_id=row)


def _proposals(conn: Connection, desk: Desk, ids: Ids) -> None:
    near = [{"entry": "plakat", "percent": 60}]
    words = {"question": "Czy wolno?", "answer": "Wolno.", "similar": near, "topic": "legal"}
    who = {"author_id": HOLDER, "author": "Osoba 201", "thread": "group/legal"}
    for name, number, role, values in (
        ("writing", DRAFT, "proposal", {}),
        ("way", WAY, "proposal", {"kind": "wording", "name": "plakat"}),
        ("offered", OFFERED, "proposal_card", {"state": "offered"}),
        ("waiting", WAITING, "proposal_card", {"state": "offered", "publish_at": desk.now}),
    ):
        ident = proposals.begin(conn, desk.now, **words, **who)
        bench = {"bench": {"asked": 3} if role == "proposal_card" else None}
        proposals.move(conn, ident, was=("draft",), **values, **bench)
        setattr(ids, name, ident)
        receipts.record(conn, GROUP_ID, number, role, desk.now, content_id=ident)


def _gaps(conn: Connection, desk: Desk, ids: Ids) -> None:
    words = {"text": "Czy wolno?", "topic": "legal", "people": 2, "questions": [1]}
    ids.gap = gaps.put_on_list(conn, "2026-11-23", **words)
    told = gaps.put_on_list(conn, "2026-11-16", **words | {"questions": [ids.answered]})
    gaps.move(conn, told, was="open", state="written", revision_id=ids.way)
    owed = Owed("gaps:2026-11-23", Kind.CARD, "send", owing.COORDINATION, "gaps")
    row = owe(conn, owed, desk.now)
    receipts.record(conn, GROUP_ID, GAPS, "gaps", desk.now, outbox_id=row)


def _messages(conn: Connection, desk: Desk) -> None:
    for number, role in ((CARD, "card"), (MENU, "menu"), (ASK, "ask")):
        receipts.record(conn, GROUP_ID, number, role, desk.now, ticket_id=MAIN)
    receipts.record(conn, ASKER, RECEIPT, "receipt", desk.now, ticket_id=MAIN)
    change(conn, outbox, outbox.c.state == "pending", state="sent", finished_at=desk.now)


# -- updates as Telegram sends them


def user(ident: int) -> dict[str, Any]:
    robot = ident in (ANONYMOUS, CHANNEL, ROBOT)
    return {"id": ident, "is_bot": robot, "first_name": f"Osoba {ident}"}


def chat(ident: int) -> dict[str, Any]:
    if ident > 0:
        return {"id": ident, "type": "private", "first_name": "X"}
    return {"id": ident, "type": "supergroup", "title": "Grupa", "is_forum": True}


def press(who: int, where: int, message: int, data: str | None) -> dict[str, Any]:
    """Return a press of a button with any data, on any message."""
    on = {"message_id": message, "date": int(BEGINNING.timestamp()), "chat": chat(where)}
    return {
        "callback_query": {
            "id": "7",
            "from": user(who),
            "chat_instance": "1",
            "message": on | {"text": "karta"},
            **({"data": data} if data is not None else {}),
        }
    }


def message(
    who: int, where: int, text: str, reply_to: int | None = None, number: int = 900
) -> dict[str, Any]:
    """Return a message; a command is marked as one."""
    sent: dict[str, Any] = {
        "message_id": number,
        "date": int(BEGINNING.timestamp()),
        "chat": chat(where),
        "from": user(who),
        "text": text,
    }
    if who in (ANONYMOUS, CHANNEL):
        sent["sender_chat"] = chat(where)
    if text.startswith("/"):
        length = len(text.split()[0])
        sent["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    if reply_to is not None:
        sent["reply_to_message"] = {
            "message_id": reply_to,
            "date": int(BEGINNING.timestamp()),
            "chat": chat(where),
            "text": "x",
        }
    return {"message": sent}
