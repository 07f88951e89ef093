"""The slow work on proposals: what was approved does not wait for the trials of others."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any, cast

import pytest
from sqlalchemy import Connection

from bot.domain.working_hours import WorkingHours
from bot.helpdesk import proposal_work
from bot.helpdesk.desk import Desk
from bot.helpdesk.proposal_work import ProposalWork
from bot.knowledge.amendments import Amendment
from bot.knowledge.library import Library
from bot.knowledge.trial import FILES_WRONG
from bot.storage import proposals
from bot.storage.database import Database
from tests.knowledge.sample import base

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
_CAUSES = count(1)


class _Shelf:
    """A library that only notes what it is to have in force."""

    directory = encoder = None
    left_out = ()
    complaints: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.amendments: tuple[Amendment, ...] = ()

    @property
    def current(self) -> _Shelf:
        return self

    @property
    def base(self) -> _Shelf:
        return self

    @property
    def version(self) -> str:
        return f"v{len(self.amendments)}"

    async def amend(self, amendments: list[Amendment]) -> None:
        self.amendments = tuple(amendments)


def desk(cause: str) -> Desk:
    hours = WorkingHours(base().organisation.office_hours.by_weekday, frozenset())
    return Desk(base(), hours, NOW, f"{cause}.{next(_CAUSES)}")


def offered(conn: Connection) -> int:
    ident = proposals.begin(
        conn, NOW, question="Jak?", topic="legal", author_id=201, author="Ewa",
        thread="group/legal", similar=[],
    )  # fmt: skip
    proposals.move(conn, ident, was=("draft",), state="offered", name=f"haslo-{ident}", text="x")
    return ident


async def test_what_is_approved_during_a_trial_is_in_force_before_the_next(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf, seen = _Shelf(), list[tuple[int, int]]()
    first, second, third = [await database.write(offered) for _ in range(3)]

    async def attempt(
        _directory: Any,
        _cache: Any,
        in_force: tuple[Amendment, ...],
        given: Amendment,
        *_others: Any,
    ) -> dict[str, Any]:
        seen.append((given.ident, len(in_force)))
        if given.ident == first and len(seen) == 1:  # somebody approves another one meanwhile
            approved = {"state": "approved", "decided_at": NOW}
            await database.write(
                lambda conn: proposals.move(conn, third, was=("offered",), **approved)
            )
        return {"complaints": []}

    monkeypatch.setattr(proposal_work, "attempt_apart", attempt)
    await ProposalWork(database, cast("Library", shelf), desk, None).do()
    assert seen[:2] == [(first, 0), (second, 1)]


async def benches(database: Database) -> list[dict[str, Any] | None]:
    found = await database.read(lambda conn: proposals.in_state(conn, "offered"))
    return [one.bench for one in found]


async def test_a_trial_that_wrong_files_prevent_is_made_once_they_are_right(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf, made = _Shelf(), list[int]()
    await database.write(offered)

    async def attempt(*given: Any) -> dict[str, Any]:
        made.append(1)
        return {"complaints": [], "asked": 3}

    monkeypatch.setattr(proposal_work, "attempt_apart", attempt)
    work = ProposalWork(database, cast("Library", shelf), desk, None)
    shelf.complaints = ("plik.md:1: źle",)
    for _ in range(2):
        await work.do()
        assert await benches(database) == [{"failed": True, "files_wrong": True, "over": "v0"}]
    assert made == []

    shelf.complaints = ()
    for _ in range(2):
        await work.do()
        assert await benches(database) == [{"complaints": [], "asked": 3, "over": "v0"}]
    assert made == [1]


@pytest.mark.parametrize(
    ("came", "times"), [(None, proposal_work.MOST_TRIES), (dict(FILES_WRONG), 5)]
)
async def test_a_trial_without_a_result_is_made_again_but_not_for_ever(
    database: Database, monkeypatch: pytest.MonkeyPatch, came: dict[str, Any] | None, times: int
) -> None:
    """Wrong files may be seen by the trial first; it costs little until all see them."""
    made = list[int]()
    await database.write(offered)

    async def attempt(*given: Any) -> dict[str, Any] | None:
        made.append(1)
        return came

    monkeypatch.setattr(proposal_work, "attempt_apart", attempt)
    work = ProposalWork(database, cast("Library", _Shelf()), desk, None)
    for _ in range(5):
        await work.do()
    assert len(made) == times
