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
from bot.storage import proposals
from bot.storage.database import Database
from tests.knowledge.sample import base

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
_CAUSES = count(1)


class _Shelf:
    """A library that only notes what it is to have in force."""

    directory = encoder = None
    left_out = ()

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
