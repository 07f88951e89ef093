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
