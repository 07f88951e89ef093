"""A copy holds the same rows, whichever kinds of databases it is made from and into."""

from __future__ import annotations

from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Float, Table, event, insert, inspect, select, text, update
from sqlalchemy import types as sql

from bot.storage import apart, copying, fingerprints, people, revisions
from bot.storage.database import Database
from bot.storage.every_table import metadata
from bot.storage.single import AnotherCopyRuns
from bot.storage.tables import fact, inbox, person, ticket
from bot.storage.types import UtcDateTime
from tests.postgresql import Databases
from tests.storage.any_rows import NOW, Maker

ODD = "Zażółć „gęślą” \\ \n\t' \" 🙂 \ud7ff"
DIRECTIONS = [(a, b) for a in ("sqlite", "postgresql") for b in ("sqlite", "postgresql")]


def _odd(table: Table, number: int) -> dict[str, Any]:
    """Values that two kinds of databases might keep differently."""
    given: dict[str, Any] = {}
    for one in table.columns:
        if one.primary_key or one.foreign_keys or not one.nullable:
            continue
        if isinstance(one.type, sql.JSON):
            given[one.name] = [None, {"ż": [1, 2.5, True], "a": ODD}, []][number % 3]
        elif isinstance(one.type, UtcDateTime):
            given[one.name] = NOW + timedelta(microseconds=number)
        elif isinstance(one.type, sql.LargeBinary):
            given[one.name] = bytes(range(256))
        elif isinstance(one.type, Float):
            given[one.name] = 0.1 + number
        elif type(one.type) is sql.Text:
            given[one.name] = ODD
    return given


def fill(conn: Connection) -> None:
    """Put odd rows into every table, and such as point at one another."""
    maker = Maker(conn)
    for table in metadata.sorted_tables:
        if table.name not in maker.made:
            maker.made[table.name] = maker.row(table)
    for number in range(3):
        row = maker.row(inbox, chat=f"chat:{number}", **_odd(inbox, number))
        assert row["update_id"]
        maker.row(person, telegram_id=900 + number, **_odd(person, number))
    first = maker.row(ticket)
    second = maker.row(ticket, follows=first["id"])
    conn.execute(update(ticket).where(ticket.c.id == first["id"]).values(follows=second["id"]))
    conn.execute(insert(fact).values(name="nothing", value=None))


class Places:
    """Addresses of empty databases."""

    def __init__(self, request: pytest.FixtureRequest, folder: Path) -> None:
        self._request, self._folder, self._made = request, folder, 0
        self.taken: list[str] = []

    async def new(self, kind: str) -> str:
        self._made += 1
        if kind == "sqlite":
            return f"sqlite:///{self._folder / f'{self._made}.db'}"
        self.taken.append(await self._databases.take())
        return self.taken[-1]

    @property
    def _databases(self) -> Databases:
        found: Databases = self._request.getfixturevalue("postgresql_databases")
        return found

    def give_back(self) -> None:
        for one in self.taken:
            self._databases.leave(one)


@pytest.fixture
def places(request: pytest.FixtureRequest, tmp_path: Path):
    if "postgresql" in str(request.node.name):
        request.getfixturevalue("postgresql_databases")
    made = Places(request, tmp_path)
    yield made
    made.give_back()


async def filled(url: str) -> None:
    database = await Database.open(url)
    try:
        await database.write(fill)
    finally:
        await database.close()


async def copied(source: str, target: str) -> tuple[fingerprints.Prints, fingerprints.Prints]:
    """Copy and return both fingerprints."""
    async with AsyncExitStack() as stack:
        there = await stack.enter_async_context(apart.reading(source))
        here = await stack.enter_async_context(apart.writing(target))
        await apart.within(copying.empty, here)
        await apart.within(copying.copy, there, here)
        before = await apart.within(fingerprints.fingerprint, there)
        return before, await apart.within(fingerprints.fingerprint, here)


@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
async def test_every_row_comes_over_as_it_was(source: str, target: str, places: Places) -> None:
    old, new = await places.new(source), await places.new(target)
    await filled(old)

    before, after = await copied(old, new)

    assert after == before
    assert set(after) == set(metadata.tables)
    assert min(one.rows for one in after.values()) >= 1
    database = await Database.open(new)  # it is of this version, and goes on
    met = await database.write(lambda conn: people.meet(conn, 12345, "Nowa", NOW))
    tables = await database.read(lambda conn: set(inspect(conn).get_table_names()))
    null = text("SELECT value FROM fact WHERE name = 'nothing'")
    assert await database.read(lambda conn: str(conn.execute(null).scalar())) in ("null", "None")
    revision = await database.read(revisions.revision_of)
    await database.close()
    assert met.id > before["person"].rows and revision == revisions.NEWEST
    assert tables == {*metadata.tables, "alembic_version"}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_fingerprint_sees_one_letter_one_row_and_one_moment(
    kind: str, places: Places
) -> None:
    url = await places.new(kind)
    await filled(url)
    seen = []
    for change in (
        update(person).where(person.c.telegram_id == 900).values(name="Zofią"),
        update(person).where(person.c.telegram_id == 901).values(under_18=True),
        update(inbox).where(inbox.c.chat == "chat:1").values(received_at=NOW + NOW.resolution),
        insert(fact).values(name="one", value=[1]),
        update(fact).where(fact.c.name == "one").values(value=["1"]),
    ):
        async with apart.reading(url) as before:
            was = await apart.within(fingerprints.fingerprint, before)
        async with apart.writing(url) as conn:
            await apart.within(conn.execute, change)
            now = await apart.within(fingerprints.fingerprint, conn)
        seen.append(fingerprints.differing(was, now))
    assert seen == [["person"], ["person"], ["inbox"], ["fact"], ["fact"]]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_reader_sees_one_moment_however_long_it_reads(kind: str, places: Places) -> None:
    url = await places.new(kind)
    await filled(url)
    count = select(inbox.c.update_id)
    async with apart.reading(url) as conn:
        first = len((await apart.within(conn.execute, count)).all())
        async with apart.writing(url) as other:
            await apart.within(lambda c: Maker(c).row(inbox, update_id=5), other)
        assert len((await apart.within(conn.execute, count)).all()) == first
    async with apart.reading(url) as conn:
        assert len((await apart.within(conn.execute, count)).all()) == first + 1


async def test_what_does_not_fit_names_the_table_and_leaves_the_server_empty(
    places: Places, postgresql_databases: Databases
) -> None:
    old, new = await places.new("sqlite"), await places.new("postgresql")
    await filled(old)
    async with apart.writing(old) as conn:
        long = update(person).values(name="x" * 5000)  # SQLite does not count letters
        await apart.within(conn.execute, long)
    with pytest.raises(copying.CannotCopy, match=r"^person$"):
        await copied(old, new)
    async with apart.reading(new) as conn:
        assert await apart.within(copying.is_empty, conn)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_nobody_else_uses_a_database_that_one_has_alone(kind: str, places: Places) -> None:
    url = await places.new(kind)
    database = await Database.open(url)
    with pytest.raises(AnotherCopyRuns):
        async with apart.alone(url):
            pass
    await database.close()
    async with apart.alone(url):
        with pytest.raises(AnotherCopyRuns):
            await Database.open(url)
    async with apart.alone(url):
        pass


async def test_whoever_is_only_connected_to_a_server_is_company_too(
    places: Places, postgresql_databases: Databases
) -> None:
    url = await places.new("postgresql")
    looking = await Database.open(url, alone=False)
    await looking.read(lambda conn: conn.execute(select(1)).scalar())
    with pytest.raises(AnotherCopyRuns):
        async with apart.alone(url):
            pass
    await looking.close()
    async with apart.alone(url):
        pass


async def test_copying_holds_few_rows_at_a_time(places: Places) -> None:
    url = await places.new("sqlite")
    await filled(url)
    async with apart.writing(url) as conn:
        many = [{"name": f"n{number}", "value": "x" * 200_000} for number in range(40)]
        await apart.within(conn.execute, insert(fact), many)
    sizes: list[int] = []
    async with apart.reading(url) as there, apart.writing(await places.new("sqlite")) as here:
        await apart.within(copying.empty, here)

        def note(_c: Any, _cur: Any, statement: str, given: Any, *_: Any) -> None:
            if statement.startswith("INSERT INTO fact"):
                sizes.append(sum(len(str(one)) for one in given))

        event.listen(here.engine, "before_cursor_execute", note)
        await apart.within(copying.copy, there, here)
    assert len(sizes) >= 7 and max(sizes) < 1.5 * copying.MOST_AT_ONCE


def test_a_password_is_never_shown() -> None:
    assert "tajne" not in apart.shown("postgresql://bot:tajne@db.example.org/bot")
