"""E-mails as rows: each once, its words forgotten when it is dealt with; addresses and people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.domain.mailing import chat_of
from bot.domain.messages import Kind
from bot.storage import mail, mail_addresses, mail_tables, outbox, people, rows, sending
from bot.storage.database import Database
from bot.storage.mail import Fetched, Mark
from bot.storage.outbox import Owed
from tests.stepped_clock import BEGINNING as NOW


def test_rows_have_the_columns_of_their_tables() -> None:
    for kind, table in (
        (mail.MailRow, mail_tables.mail),
        (mail.MailFile, mail_tables.mail_file),
        (mail.Sent, mail_tables.mail_sent),
    ):
        assert rows.columns(kind) == tuple(column.name for column in table.columns)


def fetched(mark: str, uid: int = 1) -> Fetched:
    return Fetched(uid, 7, mark, b"From: x\0\n\nSlowa", 14)


async def test_an_e_mail_is_stored_once_and_its_words_go_when_it_is_done(
    database: Database,
) -> None:
    first = [fetched("a"), fetched("b", 2)]
    assert await database.write(lambda conn: mail.store(conn, first, NOW)) == 2
    again = [fetched("a", 9), fetched("c", 10)]
    assert await database.write(lambda conn: mail.store(conn, again, NOW)) == 1

    def deal(conn: Connection) -> list[bool]:
        row = mail.next_new(conn)
        assert row is not None and row.raw == b"From: x\0\n\nSlowa"
        ends = [mail.finish(conn, row.id, "done", NOW) for _ in range(2)]
        assert mail.get(conn, row.id).raw is None
        return ends

    assert await database.write(deal) == [True, False]
    row = await database.read(mail.next_new)
    assert row is not None and row.mark == "b"


async def test_how_far_the_mailbox_is_read_is_kept(database: Database) -> None:
    assert await database.read(mail.how_far) is None
    for uid in (5, 8):
        mark = Mark(7, uid, "2026-11-24")
        await database.write(lambda conn, mark=mark: mail.read_to(conn, mark))
    assert await database.read(mail.how_far) == Mark(7, 8, "2026-11-24")


async def test_one_address_is_one_person_however_it_is_written(database: Database) -> None:
    def meet(conn: Connection) -> tuple[int, int]:
        one = mail_addresses.meet(conn, "Jan@Wies.example", "Jan", NOW)
        other = mail_addresses.meet(conn, "jan@wies.example", "Ktoś inny", NOW)
        assert (other.name, other.address, other.source) == ("Jan", f"mail:{one.mail_id}", "email")
        assert people.by_telegram(conn, chat_of(one.mail_id or 0)) == one
        return one.id, other.id

    one, other = await database.write(meet)
    assert one == other


@pytest.mark.parametrize(
    ("carrier", "keys"),
    [("all", ["c", "m"]), ("chats", ["c"]), ("mail", ["m"])],
)
async def test_e_mail_and_chats_are_taken_apart(
    database: Database, carrier: sending.Carrier, keys: list[str]
) -> None:
    def owe(conn: Connection) -> None:
        for key, to in (("c", "chat:1"), ("m", "mail:1")):
            outbox.owe(conn, Owed(key, Kind.NOTICE, "send", to, "talk", {"n": 1}), NOW)

    await database.write(owe)

    def due(conn: Connection) -> list[str]:
        return [row.key for row in sending.next_due(conn, NOW, (), 5, carrier)]

    assert await database.read(due) == keys
    later = NOW + timedelta(days=1)
    assert await database.read(lambda conn: sending.next_moment(conn, later, carrier)) is None
