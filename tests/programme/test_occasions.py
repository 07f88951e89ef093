"""Occasions follow their files; what was changed in the chat holds, and nobody wins silently."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.programme import occasions as following
from bot.programme.occasions import Change, meeting_of, sheet_of
from bot.storage import occasions
from bot.storage.database import Database
from tests.programme.desk import desk, sample

DAY = "2027-03-13"


def nothing_follows(conn: Connection, given: object, change: Change) -> None: ...


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return sample(tmp_path)


def edit(files: Path, old: str, new: str) -> None:
    path = files / "programme" / "workshops.yaml"
    text, count = re.subn(old, new, path.read_text(encoding="utf-8"), count=1)
    assert count == 1
    path.write_text(text, encoding="utf-8")


async def sync(database: Database, files: Path) -> list[Change]:
    changes: list[Change] = []
    there = desk(files)
    await database.write(
        lambda conn: following.sync(conn, there, lambda conn, desk, one: changes.append(one))
    )
    return changes


async def test_all_occasions_but_greetings_get_their_rows(database: Database, files: Path) -> None:
    assert await sync(database, files) == []
    rows = await database.read(occasions.every_one)
    programme = desk(files).base.programme
    expected = {*programme.workshops, *programme.contests, *programme.duties} | {
        one.id for one in programme.events.values() if one.kind != "greeting"
    }
    assert {row.id for row in rows} == expected
    assert await sync(database, files) == []
    assert all(sheet_of(row).id == row.id for row in rows)


async def test_another_day_in_the_file_is_a_move_and_another_word_is_not(
    sqlite: Database, files: Path
) -> None:
    await sync(sqlite, files)
    edit(files, "title: .*", "title: Inny tytuł")
    (renamed,) = await sync(sqlite, files)
    assert (renamed.moved, renamed.after.seq) == (False, 0)
    edit(files, "venue: .*", "venue: inna sala")
    (moved,) = await sync(sqlite, files)
    assert (moved.moved, moved.after.seq) == (True, 1)


async def test_files_that_take_over_what_the_chat_changed_have_the_word_again(
    sqlite: Database, files: Path
) -> None:
    await sync(sqlite, files)
    there = desk(files)
    sheet = there.base.programme.workshops["ksiegi"].model_copy(update={"venue": "remiza"})
    row = await sqlite.read(lambda conn: occasions.get(conn, "ksiegi"))
    await sqlite.write(
        lambda conn: following.amend(conn, there, row, sheet, nothing_follows, by=900)
    )
    edit(files, "venue: świetlica", "venue: remiza")
    assert await sync(sqlite, files) == []
    edit(files, "venue: remiza", "venue: szkoła")
    (change,) = await sync(sqlite, files)
    assert (meeting_of(change.after).venue, change.after.origin) == ("szkoła", "file")


async def test_what_the_chat_changed_holds_over_the_file(sqlite: Database, files: Path) -> None:
    await sync(sqlite, files)
    there = desk(files)
    ident = next(iter(there.base.programme.workshops))
    sheet = there.base.programme.workshops[ident].model_copy(update={"venue": "remiza"})
    row = await sqlite.read(lambda conn: occasions.get(conn, ident))
    await sqlite.write(
        lambda conn: following.amend(conn, there, row, sheet, nothing_follows, by=900)
    )
    edit(files, "venue: .*", "venue: szkoła")
    assert await sync(sqlite, files) == []
    row = await sqlite.read(lambda conn: occasions.get(conn, ident))
    assert (meeting_of(row).venue, row.origin) == ("remiza", "chat")


async def test_what_is_gone_from_the_files_is_gone_and_can_come_back(
    sqlite: Database, files: Path
) -> None:
    await sync(sqlite, files)
    path = files / "programme" / "workshops.yaml"
    before = path.read_text(encoding="utf-8")
    path.write_text("{}\n", encoding="utf-8")
    gone = await sync(sqlite, files)
    assert {one.after.state for one in gone} == {"gone"}
    path.write_text(before, encoding="utf-8")
    back = await sync(sqlite, files)
    assert {one.after.state for one in back} == {"open"}
