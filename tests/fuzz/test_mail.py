"""Spoilt e-mails through the whole mailroom: none is broken, and a good one is answered."""

from __future__ import annotations

import random
from datetime import date

import pytest
from sqlalchemy import func, select

from bot.channels.email.mailroom import Mailroom
from bot.clock import SystemClock
from bot.domain.working_hours import WorkingHours
from bot.helpdesk.desk import Desk
from bot.knowledge.decision import Decision
from bot.storage.database import Database
from bot.storage.mail_tables import mail
from bot.storage.tables import ticket
from tests.channels.email.fuzz import SEEDS, mutated
from tests.fuzz.amount import TIMES
from tests.knowledge.sample import base, decider
from tests.office.mail.post_office import OURS, PostOffice, letter

pytestmark = pytest.mark.slow
MANY = 150 * TIMES
QUESTION = "Czy stary traktor z remizy może jechać w paradzie przez miasto?"


async def test_no_spoilt_e_mail_is_broken_or_holds_up_another(
    sqlite: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    office, clock = PostOffice(), SystemClock()

    def decide(words: str) -> Decision:
        return decider().decide(words, date(2026, 11, 24))

    def desk(cause: str) -> Desk:
        hours = WorkingHours(base().organisation.office_hours.by_weekday, frozenset())
        return Desk(base(), hours, clock.now(), cause, mail=OURS)

    room = Mailroom(sqlite, office, desk, decide, clock, office)
    first = 0 if TIMES == 1 else random.randrange(2**31)
    for seed in range(first, first + MANY):
        office.put(mutated(seed))
    for raw in SEEDS:
        office.put(raw)
    office.put(letter(QUESTION, sender="dobra@wies.example", number=MANY))
    while await room.fetch_now():
        await room.deal()

    states = select(mail.c.state, func.count()).group_by(mail.c.state)
    rows = await sqlite.read(lambda conn: {row[0]: row[1] for row in conn.execute(states)})
    assert set(rows) <= {"done", "ignored"}, (first, rows)
    assert "mail_failed" not in "".join(capsys.readouterr())
    opened = await sqlite.read(lambda conn: conn.execute(select(ticket.c.channel)).scalars().all())
    assert set(opened) == {"email"}
