"""What has been kept for long enough goes at night; an unusual list is shown a night before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from bot.helpdesk import surroundings
from bot.helpdesk.desk import Desk, Press
from bot.office.privacy import retention
from bot.storage import erasures, receipts, records, staff
from bot.storage import retention as stored
from bot.storage.database import Database
from bot.storage.rows import change
from bot.storage.tables import post, question, ticket
from tests.office.privacy.planting import NOW, Planted, all_text, plant
from tests.programme.desk import desk, sample

NIGHT = datetime(2027, 7, 1, 1, 30, tzinfo=UTC)  # 3:30 in Poland
GROUP, COORDINATOR = -100500, 900


def _closed(conn: Connection) -> Planted:
    planted = plant(conn)
    change(conn, ticket, ticket.c.id == 9001, state="closed", closed_at=NOW)
    staff.know(conn, COORDINATOR, "Zofia", coordinator=True)
    return planted


def _words(conn: Connection) -> list[str]:
    rows = conn.execute(post.select().order_by(post.c.id)).mappings().all()
    return [row["text"] for row in rows] + [
        row["text"] for row in conn.execute(question.select()).mappings()
    ]


def _states(conn: Connection) -> list[str]:
    return [run.state for run in stored.latest(conn)][::-1]


async def test_the_first_list_waits_for_a_night_and_can_be_stopped(
    database: Database, tmp_path: Path
) -> None:
    files = sample(tmp_path)

    def at(days: float) -> Desk:
        return desk(files, NIGHT + timedelta(days=days), f"night{days}")

    def press(conn: Connection, who: int, ident: int, days: float) -> str:
        given = Press(GROUP, 77, who, "Zofia", "prv_night_stop", ident)
        return retention.stop(conn, at(days), given).what

    def story(conn: Connection) -> list[object]:
        _closed(conn)
        whole = _words(conn)
        told: list[object] = []
        retention.nightly(conn, at(0.4))  # at noon nothing happens
        told.append(_states(conn))
        records.set_fact(conn, surroundings.CLOCK, True)
        retention.nightly(conn, at(0))  # nor by a clock that is wrong
        records.set_fact(conn, surroundings.CLOCK, False)
        told.append(_states(conn))
        retention.nightly(conn, at(0))
        retention.nightly(conn, at(0.01))
        run = stored.latest(conn)[0]
        told.append((run.state, run.found, _words(conn) == whole))
        told.append(press(conn, COORDINATOR, run.id, 0.1))  # not on its card
        subject = f"{retention.PANEL}:{run.id}"
        receipts.record(conn, GROUP, 77, "panel", NIGHT, subject=subject)
        told.append(press(conn, 5, run.id, 0.1))
        told.append(press(conn, COORDINATOR, run.id, 0.1))
        told.append(press(conn, COORDINATOR, run.id, 0.2))
        retention.nightly(conn, at(1))
        told.append(_states(conn))
        retention.nightly(conn, at(8))
        told.append((_states(conn), _words(conn) == whole))
        retention.nightly(conn, at(9))
        told.append((_states(conn), set(_words(conn))))
        retention.nightly(conn, at(10))
        told.append(_states(conn))
        return told

    assert await database.write(story) == [
        [],
        [],
        ("shown", {"tickets": 1}, True),
        "stale",
        "not_coordinator",
        "saved",
        "stale",
        ["stopped"],
        (["stopped", "shown"], True),
        (["stopped", "done", "done"], {""}),
        ["stopped", "done", "done", "done"],
    ]


async def test_documents_go_after_their_years_and_never_under_a_hold(database: Database) -> None:
    soon = stored.limits(datetime(2031, 12, 31, tzinfo=UTC), 180, 5)
    late = stored.limits(datetime(2032, 1, 1, tzinfo=UTC), 180, 5)

    def story(conn: Connection) -> tuple[list[object], str, Planted]:
        planted = _closed(conn)
        told: list[object] = [stored.counts(conn, soon)]
        erasures.hold(conn, planted.person, "kontrola", COORDINATOR, NOW)
        told.append(stored.counts(conn, late))
        erasures.release(conn, planted.person, COORDINATOR, NOW)
        told.append(stored.counts(conn, late))
        told.append({kind: len(rows) for kind, rows in stored.old(conn, late).items()})
        stored.empty(conn, late)
        told.append(stored.counts(conn, late))
        return told, all_text(conn), planted

    told, text, planted = await database.write(story)
    everything = {"tickets": 1, "list": 1, "certificate": 1, "card": 1}
    assert told == [{"tickets": 1}, {}, everything, everything, {}]
    assert [place for place, word in planted.papers.items() if word in text] == []
    assert [one for one in planted.words if one.startswith("person.name")] != []


async def test_the_card_of_an_old_case_says_that_its_words_are_gone(
    sqlite: Database, tmp_path: Path
) -> None:
    files = sample(tmp_path)

    def story(conn: Connection) -> list[str]:
        _closed(conn)
        for day in (0, 1):
            retention.nightly(conn, desk(files, NIGHT + timedelta(days=day), f"n{day}"))
        query = "SELECT template FROM outbox WHERE template = 'retention_card'"
        return list(conn.exec_driver_sql(query).scalars())

    assert await sqlite.write(story) == ["retention_card"]


async def test_words_of_a_case_go_wherever_they_stand(database: Database) -> None:
    tied = ("post", "question", "proxy_question", "draft", "mail", "mail_file")

    def story(conn: Connection) -> list[str]:
        planted = _closed(conn)
        stored.empty(conn, stored.limits(datetime(2027, 12, 1, tzinfo=UTC), 180, 5))
        text = all_text(conn)
        said = [place for place, word in planted.words.items() if word in text]
        kept = ("post.author", "post.file_", "mail.message_id")  # who they are stays
        return [one for one in said if one.startswith(tuple(f"{name}." for name in tied))
                and not one.startswith(kept)]  # fmt: skip

    assert await database.write(story) == []
