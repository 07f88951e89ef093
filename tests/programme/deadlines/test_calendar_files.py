"""Deadlines as a calendar, read line by line as the standard has it, not by what wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.programme.deadlines import calendar_files, following
from bot.storage import deadlines, organisations, people, records
from bot.storage.database import Database
from tests.programme.desk import NOW, desk, sample

TITLE = "raport, gmina; „Łąck”\\nowy " + "bardzo długi tytuł " * 6


@pytest.fixture
def there(tmp_path: Path) -> Desk:
    return desk(sample(tmp_path))


def unfolded(content: bytes) -> list[str]:
    """Return the lines of a calendar, put together as RFC 5545 says (3.1)."""
    assert content.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    return content.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")


def kept(conn: Connection, there: Desk) -> int:
    anna = people.meet(conn, 101, "Anna", NOW)
    known = organisations.found(conn, anna.id, "Koło", "kgw", NOW)
    values = {"title": TITLE, "days_before": [7], "sure": True}
    whole = {**values, "day": "2027-06-30", "basis": "art. 1"}
    hour = {**values, "day": "2027-07-01", "hour": "15:00", "title": "oferta", "sure": False}
    done = {**values, "day": "2027-07-02", "title": "zrobione"}
    for number, one in enumerate((whole, hour, done)):
        following.keep(conn, there, f"org:{known.id}", f"own:{number}", one, by=anna.id)
    row = deadlines.known(conn, f"org:{known.id}", "own:2", "2027-07-02")
    assert row is not None
    deadlines.move(conn, row.id, ("open",), state="done")
    return anna.id


async def test_the_file_holds_what_is_open_as_days_and_hours(
    sqlite: Database, there: Desk
) -> None:
    def work(conn: Connection) -> bytes:
        person = people.by_id(conn, kept(conn, there))
        return calendar_files.written(calendar_files.of_person(conn, there, person))

    lines = unfolded(await sqlite.write(work))
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2
    escaped = TITLE.strip().replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    assert any(line.startswith(f"SUMMARY:{escaped}") for line in lines)
    assert "DTSTART;VALUE=DATE:20270630" in lines
    assert "DTEND;VALUE=DATE:20270701" in lines
    assert "DTSTART;TZID=Europe/Warsaw:20270701T140000" in lines
    assert "DTEND;TZID=Europe/Warsaw:20270701T150000" in lines
    assert [line for line in lines if line.startswith("STATUS")] == [
        "STATUS:CONFIRMED",
        "STATUS:TENTATIVE",
    ]
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(set(uids)) == 2
    assert not any("zrobione" in line for line in lines)


async def test_a_moved_day_keeps_its_name_and_counts_the_change(
    sqlite: Database, there: Desk
) -> None:
    def work(conn: Connection) -> tuple[list[str], list[str]]:
        person = people.by_id(conn, kept(conn, there))
        before = unfolded(calendar_files.written(calendar_files.of_person(conn, there, person)))
        row = deadlines.known(conn, "org:1", "own:0", "2027-06-30")
        assert row is not None
        assert deadlines.move(conn, row.id, ("open",), state="open", day="2027-06-29")
        return before, unfolded(
            calendar_files.written(calendar_files.of_person(conn, there, person))
        )

    before, after = await sqlite.write(work)
    assert (
        before[before.index("SEQUENCE:0") - 2 :][:1] == after[after.index("SEQUENCE:1") - 2 :][:1]
    )
    assert "DTSTART;VALUE=DATE:20270629" in after


async def test_a_feed_is_found_by_its_secret_only_until_it_is_closed(
    database: Database, there: Desk
) -> None:
    def work(conn: Connection) -> None:
        ident = kept(conn, there)
        secret = records.make_token(conn, f"feed:{ident}", NOW, calendar_files._LASTS)
        other = records.make_token(conn, "org:1", NOW, calendar_files._LASTS)
        found = calendar_files.feed(conn, there, secret)
        assert found is not None
        assert "oferta" in found.decode()
        assert calendar_files.feed(conn, there, secret) is not None  # it is no one-time secret
        for wrong in ("", secret[:-1], secret.swapcase(), other, "feed:1"):
            assert calendar_files.feed(conn, there, wrong) is None
        records.revoke_tokens(conn, f"feed:{ident}")
        assert calendar_files.feed(conn, there, secret) is None

    await database.write(work)
