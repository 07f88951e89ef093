"""What the tests of faults share: one nursery and one linked group for all of a worker."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests import postgresql
from tests.faults import rows
from tests.faults.nursery import Nursery
from tests.faults.sizes import IN_FULL, REACHED, figure
from tests.faults.story import Beginning, begin


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """A nursery that has imported the bot."""
    made = Nursery()
    yield made
    made.close()


@pytest.fixture(scope="session", autouse=True)
def _points_counted() -> Iterator[None]:
    """Tell in the end how often each point was reached."""
    yield
    if IN_FULL and REACHED:
        name, least = min(REACHED.items(), key=lambda one: one[1])
        deaths = REACHED.total()
        figure(f"{deaths} deaths at {len(REACHED)} points; {name} least often: {least} times")


@pytest.fixture(scope="session")
def linked(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Beginning:
    """A world whose advisors' group is linked."""
    return asyncio.run(begin(tmp_path_factory.mktemp("linked"), nursery))


@pytest.fixture
def address(postgresql_server: str, postgresql_databases: postgresql.Databases) -> Iterator[str]:
    """The address of an empty database."""
    taken = asyncio.run(postgresql_databases.take())
    yield taken
    rows.let_go(taken)
    postgresql_databases.leave(taken)
