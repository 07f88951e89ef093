"""The mailroom: an e-mail that cannot be dealt with holds up nobody; nothing of it is logged."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from bot.channels.email.mailroom import Mailroom
from bot.clock import SystemClock
from bot.domain.working_hours import WorkingHours
from bot.helpdesk.desk import Desk
from bot.knowledge.decision import Decider, Decision
from bot.knowledge.library import open_snapshot
from bot.storage.database import Database
from bot.storage.mail_tables import mail
from bot.storage.tables import ticket
from tests.knowledge.sample import SAMPLE
from tests.office.mail.post_office import OURS, PostOffice, letter

QUESTION = "Czy stary traktor z remizy może jechać w paradzie przez miasto?"


async def test_a_poisoned_e_mail_goes_to_people_and_holds_up_nobody(
    sqlite: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    base, office, clock = open_snapshot(SAMPLE).base, PostOffice(), SystemClock()
    decider = Decider(base)

    def decide(words: str) -> Decision:
        if "TRUCIZNA" in words:
            raise ValueError(words)
        return decider.decide(words, date(2026, 11, 24))

    def desk(cause: str) -> Desk:
        hours = WorkingHours(base.organisation.office_hours.by_weekday, frozenset())
        return Desk(base, hours, clock.now(), cause, mail=OURS)

    room = Mailroom(sqlite, office, desk, decide, clock, office)
    office.put(letter("TRUCIZNA", sender="zly@wies.example"))
    office.put(letter(QUESTION, number=2))
    assert (await room.fetch_now(), office.read) == (2, [1, 2])
    await room.deal()

    states = select(mail.c.state, mail.c.attempts).order_by(mail.c.id)
    rows = await sqlite.read(lambda conn: [tuple(row) for row in conn.execute(states)])
    assert rows == [("broken", 3), ("done", 0)]
    opened = await sqlite.read(lambda conn: conn.execute(select(ticket.c.channel)).scalars().all())
    assert opened == ["email"]
    logged = "".join(capsys.readouterr())
    assert "mail_failed" in logged
    assert [one for one in ("TRUCIZNA", "zly@", "traktor") if one in logged] == []
