"""Files that are made: one that cannot be made holds up neither the others nor its chat."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.programme import documents
from bot.programme.documents import Document, DocumentWork, Made
from bot.storage import made_files, outbox
from bot.storage.database import Database
from tests.programme.desk import desk, sample


def _nothing(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> Any:
    raise KeyError("whose list it was is not known any more")


def _empty(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> str:
    return ""


def _refused(given: str) -> Made:
    raise ValueError("a name that no file can have")


GOOD = Document(_empty, lambda given: Made("lista.txt", b"lista"))


@pytest.mark.parametrize("bad", [Document(_nothing, _refused), Document(_empty, _refused)])
async def test_a_file_that_cannot_be_made_fails_alone(
    sqlite: Database, tmp_path: Path, bad: Document
) -> None:
    there = desk(sample(tmp_path))
    work = DocumentWork(sqlite, there.because, {"bad": bad, "good": GOOD})

    def ask(conn: Connection) -> None:
        for what in ("bad", "good"):
            documents.send(conn, there, "chat:5", what, {"of": 1})

    await sqlite.write(ask)
    assert await work.do() == 2

    def became(conn: Connection) -> list[tuple[str, bool]]:
        rows = reversed(outbox.latest(conn, 10))
        return [(row.state, made_files.content_of(conn, row.id) is not None) for row in rows]

    assert await sqlite.read(became) == [("failed", False), ("pending", True)]


def _listed(given: documents.WithFiles) -> Made:
    return Made("lista.txt", ",".join(sorted(given.files)).encode())


WANTS = Document(_empty, _listed, lambda given: ["big", "gone", "small"])


async def test_a_file_waits_while_what_goes_into_it_cannot_be_had(
    sqlite: Database, tmp_path: Path
) -> None:
    there, away = desk(sample(tmp_path)), [True]

    async def fetch(file_id: str) -> bytes | None:
        if away:
            raise documents.NotNow
        size = documents.MOST_FETCHED - 10 if file_id == "big" else 10
        return None if file_id == "gone" else b"x" * size

    work = DocumentWork(sqlite, there.because, {"wants": WANTS}, fetch)
    await sqlite.write(lambda conn: documents.send(conn, there, "chat:5", "wants", {"of": 1}))

    def became(conn: Connection) -> tuple[str, tuple[str, bytes] | None]:
        (row,) = outbox.latest(conn, 10)
        return row.state, made_files.content_of(conn, row.id)

    await work.do()
    assert await sqlite.read(became) == ("pending", None)
    away.clear()
    await work.do()
    assert await sqlite.read(became) == ("pending", ("lista.txt", b"big,small"))


async def test_what_is_too_much_for_one_file_is_left_out(sqlite: Database, tmp_path: Path) -> None:
    there = desk(sample(tmp_path))

    async def fetch(file_id: str) -> bytes | None:
        return b"x" * (documents.MOST_FETCHED - 9 if file_id == "big" else 10)

    work = DocumentWork(sqlite, there.because, {"wants": WANTS}, fetch)
    await sqlite.write(lambda conn: documents.send(conn, there, "chat:5", "wants", {"of": 1}))
    await work.do()

    def content(conn: Connection) -> tuple[str, bytes] | None:
        return made_files.content_of(conn, outbox.latest(conn, 1)[0].id)

    assert await sqlite.read(content) == ("lista.txt", b"big")
