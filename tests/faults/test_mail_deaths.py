"""An e-mail comes in and its receipt goes out, and the bot dies on the way: neither is lost.

The servers are real: Dovecot has the mailbox, aiosmtpd takes what is sent.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.channels.email.servers import Imap, Smtp, dovecot, imap, smtp
from tests.faults.nursery import Nursery
from tests.faults.sizes import sized
from tests.faults.story import Beginning, Story, story
from tests.office.mail.post_office import OURS, letter

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(dovecot() is None, reason="Dovecot is NOT installed (dovecot-imapd)"),
]

IN_MAIL = (
    "mid_email_fetch",
    "after_email_fetch",
    "mid_email_arrive",
    "before_email_send",
    "mid_email_send",
)
LEADER, QUESTION = "jan@wies.example", "Czy stary traktor z remizy może jechać w paradzie?"


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Imap, Smtp]]:
    with imap() as box, smtp() as out:
        yield box, out


def _by_mail(told: Story, box: Imap, out: Smtp) -> None:
    secret = told.directory / "mail_password"
    secret.write_text("tajne")
    told.settings |= {
        "mail_address": OURS,
        "mail_imap": f"imap://pomoc@127.0.0.1:{box.port}/INBOX",
        "mail_smtp": f"smtp://pomoc@127.0.0.1:{out.port}",
        "mail_password_file": str(secret),
    }


def _kept(told: Story) -> list[tuple[str, int]]:
    """Return what is stored: e-mails, tickets, and messages that were neither sent nor dropped."""
    query = (
        "SELECT 'mail ' || state, count(*) FROM mail GROUP BY 1"
        " UNION ALL SELECT 'tickets', count(*) FROM ticket"
        " UNION ALL SELECT 'left', count(*) FROM outbox WHERE state NOT IN ('sent', 'cancelled')"
    )
    with closing(sqlite3.connect(f"file:{told.database}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize("number", range(sized(1, 20)))
@pytest.mark.parametrize("point", IN_MAIL)
async def test_a_death_on_the_way_of_an_e_mail_costs_nothing(
    point: str, number: int, tmp_path: Path, servers: tuple[Imap, Smtp], nursery: Nursery,
    linked: Beginning,
) -> None:  # fmt: skip
    box, out = servers
    sender = LEADER.replace("jan", f"jan{IN_MAIL.index(point)}x{number}")
    async with story(tmp_path, nursery, linked, turns=()) as told:
        _by_mail(told, box, out)
        box.put(letter(QUESTION, number=number, sender=sender))
        await told.dies(point)
        async with told.life() as bot, asyncio.timeout(60):
            await bot.ready()
            while not any(to == sender for to, _ in out.handler.taken):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
            await told.quiet()
            assert await bot.terminate() == 0, bot.end_of_log

        assert _kept(told) == [("mail done", 1), ("tickets", 1), ("left", 0)]
        copies = Counter(
            message["Message-ID"] for to, message in out.handler.taken if to == sender
        )
        assert len(copies) == 1  # a repeat says by its number that it is one
        assert copies.total() <= (2 if point == "mid_email_send" else 1)
