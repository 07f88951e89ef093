"""What is found in the chats of others about somebody, and what can be done about each message."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.office.privacy import in_group
from bot.office.privacy.in_group import InGroup
from bot.storage import receipts
from bot.storage.database import Database
from bot.storage.owned import somebody
from bot.storage.rows import add, change
from bot.storage.tables import outbox, post
from tests.office.privacy.planting import BEFORE, CHAT, GROUP, NOW, TICKET, plant

ADVISOR = 5


def _sent(
    conn: Connection, number: int, operation: str, chat: int, *, old: bool, media: str | None
) -> None:
    at = BEFORE if old else NOW - timedelta(hours=1)
    ident = add(
        conn, outbox, key=f"x{number}", kind="card", operation=operation, lane="group",
        priority=1, to="group", state="sent", created_at=at, params={},
    )  # fmt: skip
    told = None
    if media is not None:
        told = add(
            conn, post, ticket_id=TICKET, side="leader", author="A", chat_id=CHAT,
            message_id=1000 + number, media=media, at=at,
        )  # fmt: skip
    given = {"ticket_id": TICKET, "outbox_id": ident, "post_id": told}
    receipts.record(conn, chat, number, "relay", at, **given)


async def test_each_message_is_taken_away_as_far_as_telegram_lets_it(sqlite: Database) -> None:
    def story(conn: Connection) -> InGroup:
        planted = plant(conn)
        _sent(conn, 1, "card", GROUP, old=False, media=None)
        _sent(conn, 2, "send", GROUP, old=True, media=None)
        _sent(conn, 3, "copy", GROUP, old=True, media="photo")
        _sent(conn, 4, "copy", GROUP, old=True, media="voice")
        _sent(conn, 5, "send", ADVISOR, old=True, media=None)  # an advisor's own chat
        _sent(conn, 6, "copy", ADVISOR, old=True, media="voice")
        _sent(conn, 7, "send", CHAT, old=True, media=None)  # their own chat is theirs
        _sent(conn, 8, "send", GROUP, old=False, media=None)
        receipts.retire(conn, GROUP, 8)
        receipts.record(conn, GROUP, 9, "panel", BEFORE, subject="proxy:981", outbox_id=402)
        receipts.record(conn, GROUP, 10, "panel", BEFORE, subject="proxy:982", outbox_id=402)
        change(conn, outbox, outbox.c.id == 402, operation="send")
        return in_group.found(conn, somebody(conn, planted.person), NOW)

    found = await sqlite.write(story)
    numbers = [
        [(one.chat_id, one.message_id) for one in kind]
        for kind in (found.deleted, found.overwritten, found.replaced, found.left)
    ]
    assert numbers == [
        [(GROUP, 1)],
        [(GROUP, 2), (ADVISOR, 5), (GROUP, 9), (GROUP, 903)],
        [(GROUP, 3)],
        [(GROUP, 4), (GROUP, 901), (GROUP, 902), (GROUP, 905)],
    ]
    assert in_group.link(found.left[0]) == "https://t.me/c/1234567890/4"
