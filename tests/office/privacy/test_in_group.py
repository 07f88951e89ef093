"""What is found in the chats of others about somebody, and what can be done about each message."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, select

from bot.office.privacy import in_group
from bot.office.privacy.in_group import InGroup
from bot.parts import putting_together
from bot.programme import panels
from bot.programme.attendance import boards
from bot.programme.signups import calls
from bot.programme.volunteering import rain
from bot.storage import receipts
from bot.storage.data_map import MAP
from bot.storage.database import Database
from bot.storage.owned import TABLES, somebody
from bot.storage.rows import add, change
from bot.storage.tables import outbox, post
from tests.office.privacy.planting import BEFORE, CHAT, GROUP, NOW, TICKET, plant
from tests.programme.desk import desk, sample

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


#: Panels of the programme and of the office itself: they show no leader.
OF_NOBODY = frozenset(
    ("absence", "announcement", "approval", "brought", "dlchange", "duty", "dutyown",
     "dutyweek", "initiative", "results", "retention", "staff", "staffer")
)  # fmt: skip
#: Panels that show many: they are brought up to date (`redraw`), or go by themselves ("caller").
OF_MANY = frozenset((*boards.OF_ALL, calls.PANEL, rain.PANEL, "caller"))


def test_every_panel_is_taken_away_or_shows_nobody() -> None:
    mapped = {word for rows in MAP.values() for word in f"{rows.panel} {rows.redrawn}".split()}
    unknown = putting_together.PANELS.keys() - mapped - OF_MANY - OF_NOBODY
    assert sorted(unknown) == [], "say in the map of data whose rows such a panel shows"


async def test_lists_and_cards_of_many_are_shown_anew(sqlite: Database, tmp_path: Path) -> None:
    there = desk(sample(tmp_path), NOW)
    words = ("calls:w01", "attp:w01.2", "booking:41", "attr:301", "advice:31", "attp:w02.1")

    def story(conn: Connection) -> dict[str, list[str]]:
        planted = plant(conn)
        change(conn, TABLES["booking"], TABLES["booking"].c.state == "done", id=41)
        change(conn, TABLES["advice_card"], TABLES["advice_card"].c.state == "issued", id=31)
        change(conn, outbox, outbox.c.id == 402, operation="panel", to="group/legal")
        for number, word in enumerate(("calls:w01", *words), 20):
            receipts.record(conn, GROUP, number, "panel", BEFORE + timedelta(minutes=number),
                            subject=word, outbox_id=402)  # fmt: skip
        panels.show(conn, there, "group/legal", "advice:31")
        whose = somebody(conn, planted.person)
        in_group.clear(conn, there, whose)
        in_group.redraw(conn, there, whose)
        pending = select(outbox.c.operation, outbox.c.params).where(outbox.c.state == "pending")
        found: dict[str, list[str]] = {}
        for operation, params in conn.execute(pending):
            found.setdefault(operation, []).append(params.get("subject") or params.get("_message"))
        return found

    found = await sqlite.write(story)
    assert sorted(found["panel"]) == ["attp:w01.2", "attr:301", "booking:41", "calls:w01"]
    assert {20, 25} <= set(found["edit"])  # the older list, and the card of advice


async def test_what_advisors_reply_to_panels_is_listed(sqlite: Database) -> None:
    def story(conn: Connection) -> set[int]:
        planted = plant(conn)
        for number, word in enumerate(("proxy:981", "proxy:982", "submission:951"), 50):
            receipts.record(conn, GROUP, number, receipts.SAID, BEFORE, subject=word)
        found = in_group.found(conn, somebody(conn, planted.person), NOW)
        return {one.message_id for one in found.left}

    left = await sqlite.write(story)
    assert left >= {50, 52} and 51 not in left
