"""Days come into sight for everybody, a few organisations in each sweep, and never twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.programme.deadlines import changes, following, rules
from bot.storage import deadlines, organisations, people
from bot.storage.database import Database
from tests.knowledge.sample import base
from tests.programme.desk import NOW, desk, sample

MANY = following.PORTION * 2 + 3


@pytest.fixture
def there(tmp_path: Path) -> Desk:
    return desk(sample(tmp_path))


def counts(conn: Connection) -> list[int]:
    return [
        len(deadlines.of_owners(conn, [f"org:{one.id}"]))
        for one in organisations.after(conn, 0, 100)
    ]


async def test_every_organisation_is_rolled_on_in_portions_once_a_day(
    sqlite: Database, there: Desk
) -> None:
    def found(conn: Connection) -> None:
        person = people.meet(conn, 1, "Anna", NOW)
        for _ in range(MANY):
            known = organisations.found(conn, person.id, "", "kgw", NOW)
            organisations.set_fields(conn, known.id, NOW, follows=["skladki", "gone"])

    await sqlite.write(found)
    seen = []
    for _ in range(4):
        await sqlite.write(lambda conn: following.roll(conn, there))
        seen.append(sum(1 for one in await sqlite.read(counts) if one))
    assert seen == [following.PORTION, following.PORTION * 2, MANY, MANY]
    assert set(await sqlite.read(counts)) == {13}
    later = replace(there, now=NOW + timedelta(days=31))
    for _ in range(3):
        await sqlite.write(lambda conn: following.roll(conn, later))
    assert set(await sqlite.read(counts)) == {14}


CALENDAR = list(base().programme.calendar.values())


@given(st.sampled_from(CALENDAR), st.dates(date(2026, 1, 1), date(2040, 12, 31)))
def test_no_day_is_left_out_or_comes_twice_whenever_one_looks(sheet: object, today: date) -> None:
    assert isinstance(sheet, type(CALENDAR[0]))
    days = rules.days_ahead(sheet, today)
    assert days == sorted(set(days))
    assert all(today <= day <= today + rules.AHEAD for day in days)
    by_hand = [
        day
        for year in range(today.year - 1, today.year + 3)
        for day in sheet.days_in(year)
        if today <= day <= today + rules.AHEAD
    ]
    assert days == by_hand
    tomorrow = rules.days_ahead(sheet, today + timedelta(days=1))
    assert [day for day in days if day > today] == tomorrow[: len([d for d in days if d > today])]


@given(st.sampled_from(CALENDAR), st.dates(date(2026, 1, 1), date(2040, 12, 31)))
def test_the_day_kept_is_never_later_than_the_law_allows(sheet: object, event: date) -> None:
    assert isinstance(sheet, type(CALENDAR[0]))
    days = [sheet.counted_from(event)] if sheet.after or sheet.before else []
    for day in [*days, *sheet.days_in(event.year)]:
        later = sheet.later_than(day)
        assert later is None or day < later <= day + timedelta(days=5)
        values = rules.values_of(sheet, day)
        assert values["day"] == day.isoformat()
        assert values["later"] is None or values["sure"]


async def test_a_change_is_one_panel_however_many_sweeps_find_it(
    sqlite: Database, there: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "PORTION", 4)

    def found(conn: Connection) -> None:
        person = people.meet(conn, 1, "Anna", NOW)
        for _ in range(10):
            known = organisations.found(conn, person.id, "", "kgw", NOW)
            following.choose(conn, there, known, ["cit-8"], person.id)

    await sqlite.write(found)
    file = there.base  # what was in force before
    calendar = tmp_path / "knowledge" / "programme" / "calendar.yaml"
    text = calendar.read_text(encoding="utf-8")
    calendar.write_text(text.replace("yearly: 03-31", "yearly: 04-30", 1), encoding="utf-8")
    after = desk(tmp_path / "knowledge", cause="after")
    assert file.version != after.base.version
    for number in range(5):
        sweep = after.because(f"sweep {number}")
        await sqlite.write(lambda conn, sweep=sweep: changes.follow_calendar(conn, sweep))

    def shown(conn: Connection) -> tuple[object, object, list[str]]:
        first = changes.draw(conn, after, "1")
        assert first is not None
        days = [
            row.day
            for one in organisations.after(conn, 0, 20)
            for row in deadlines.of_owners(conn, [f"org:{one.id}"])
        ]
        return first.values["owners"], changes.draw(conn, after, "2"), days

    owners, second, days = await sqlite.read(shown)
    assert (owners, second) == (10, None)
    assert days == ["2027-04-30"] * 10
