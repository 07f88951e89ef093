"""The monthly list of knowledge that ages: when it is posted, and what the words on it change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.domain.working_hours import WorkingHours
from bot.helpdesk import linking, upkeep
from bot.helpdesk.desk import Desk, Press
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.decision import Decider
from bot.knowledge.finding import Finder
from bot.knowledge.library import Library, reviewed
from bot.knowledge.library import Snapshot as Knowledge
from bot.knowledge.loading import load
from bot.knowledge.reviews import Review, with_reviews
from bot.storage import receipts, records, reviews
from bot.storage.database import Database
from bot.storage.tables import outbox
from tests.knowledge.sample import base, copy_of_sample, decider
from tests.stepped_clock import SteppedClock

GROUP_ID = -1_002_000_000_001
#: Working days by the office hours of the sample; the first of February 2027 is a Monday.
FEBRUARY = datetime(2027, 2, 1, 10, 0, tzinfo=UTC)
CIT = "cit-8-termin"  # valid until 31 March 2027
ASKED = "Do kiedy składa się CIT-8?"
_CAUSES = count(1)
VALUE = """\
{name}:
  what: stawkę
  text: {text}
  valid_until: 2026-12-31
  sources: [rozporządzenie]
  checked: 2026-11-22
"""


def desk(now: datetime, known: KnowledgeBase | None = None) -> Desk:
    known = known or base()
    hours = WorkingHours(known.organisation.office_hours.by_weekday, frozenset())
    return Desk(known, hours, now, f"u{next(_CAUSES)}")


def with_values(tmp_path: Path, count: int, text: str = "1,15 zł") -> KnowledgeBase:
    directory = copy_of_sample(tmp_path)
    values = "".join(VALUE.format(name=f"stawka-{n:02}", text=text) for n in range(count))
    (directory / "values.yaml").write_text(values, encoding="utf-8")
    return load(directory)


async def link(database: Database, month: str | None = "2026-11") -> None:
    def work(conn: Connection) -> None:
        linking.link(conn, desk(FEBRUARY), GROUP_ID, "Doradcy", True)
        if month is not None:
            records.set_fact(conn, upkeep.LISTED, month)

    await database.write(work)


async def owed(database: Database, template: str) -> list[dict[str, Any]]:
    sent = outbox.c.template == template, outbox.c.operation == "send"
    query = select(outbox.c.params).where(*sent).order_by(outbox.c.id)
    return await database.read(lambda conn: list(conn.execute(query).scalars()))


async def listed(database: Database, now: datetime, known: KnowledgeBase | None = None) -> int:
    """Let a sweep happen; return how many things have been put on lists by then."""
    await database.write(lambda conn: upkeep.post_list(conn, desk(now, known)))
    return len(await owed(database, "upkeep_item"))


async def receive(database: Database) -> list[str]:
    """Let all that is owed stand in the group; return the keys, in order."""

    def work(conn: Connection) -> list[str]:
        rows = conn.execute(select(outbox.c.id, outbox.c.key).order_by(outbox.c.id)).all()
        for ident, _key in rows:
            receipts.record(conn, GROUP_ID, ident, "upkeep", FEBRUARY, outbox_id=ident)
        return [key for _ident, key in rows]

    return await database.write(work)


async def press(
    database: Database,
    action: str,
    ident: int,
    now: datetime,
    known: KnowledgeBase | None = None,
    on: str | None = None,
) -> str:
    """Press a button under the message that was owed under a key; return what is told."""
    await receive(database)
    key = on or ("upkeep-more:{}" if action == "upkeep_more" else "upkeep:{}:").format(ident)
    query = select(outbox.c.id).where(outbox.c.key.startswith(key))
    message = await database.read(lambda conn: conn.execute(query).scalars().first())
    act: Callable[[Connection, Desk, Press], Any]
    act = upkeep.turn_page if action == "upkeep_more" else upkeep.decide
    given = Press(GROUP_ID, message or 0, 201, "Ewa", action, ident)
    toast = await database.write(lambda conn: act(conn, desk(now, known), given))
    return str(toast.what)


async def in_force(database: Database) -> list[Review]:
    return await database.read(upkeep.in_force)


# -- when


async def test_the_list_comes_on_the_first_working_day_in_working_hours(
    database: Database,
) -> None:
    await link(database)
    for early in (
        datetime(2027, 1, 29, 10, tzinfo=UTC),  # January's list; nothing ends within 60 days
        datetime(2027, 1, 31, 10, tzinfo=UTC),  # a Sunday
        datetime(2027, 2, 1, 4, tzinfo=UTC),
    ):
        assert await listed(database, early) == 0
    assert await listed(database, FEBRUARY) == 1
    [item] = await owed(database, "upkeep_item")
    assert (item["title"], item["ends"]) == (ASKED, "2027-03-31")


async def test_the_first_working_day_is_not_a_holiday(database: Database, tmp_path: Path) -> None:
    await link(database, "2026-12")
    known = with_values(tmp_path, 1)
    assert await listed(database, datetime(2027, 1, 1, 10, tzinfo=UTC), known) == 0  # New Year
    assert await listed(database, datetime(2027, 1, 2, 10, tzinfo=UTC), known) == 0  # Saturday
    assert await listed(database, datetime(2027, 1, 4, 10, tzinfo=UTC), known) == 1


async def test_the_list_comes_once_a_month_whatever_restarts(database: Database) -> None:
    await link(database)
    assert [await listed(database, FEBRUARY + timedelta(minutes=n)) for n in range(3)] == [1, 1, 1]
    assert await listed(database, FEBRUARY + timedelta(days=7)) == 1
    assert await listed(database, datetime(2027, 3, 1, 10, tzinfo=UTC)) == 2


async def test_a_list_that_an_outage_delayed_comes_late(database: Database) -> None:
    await link(database)
    assert await listed(database, FEBRUARY + timedelta(days=10)) == 1


async def test_a_bot_that_is_new_in_the_middle_of_a_month_waits_for_the_next(
    database: Database,
) -> None:
    await link(database, None)
    assert await listed(database, FEBRUARY + timedelta(days=10)) == 0
    assert await listed(database, datetime(2027, 3, 1, 10, tzinfo=UTC)) == 1


async def test_without_a_group_nothing_is_listed_and_the_month_is_not_lost(
    database: Database,
) -> None:
    assert await listed(database, FEBRUARY) == 0
    await link(database, None)
    assert await listed(database, FEBRUARY + timedelta(hours=1)) == 1


async def test_where_nothing_ends_nothing_is_said(database: Database) -> None:
    await link(database)
    await listed(database, datetime(2026, 12, 1, 10, tzinfo=UTC))
    assert await owed(database, "upkeep_list") == []


# -- pages


async def test_ten_things_come_at_once_and_the_rest_by_the_page(
    database: Database, tmp_path: Path
) -> None:
    await link(database)
    known, now = with_values(tmp_path, 23), datetime(2026, 12, 1, 10, tzinfo=UTC)
    assert await listed(database, now, known) == 10
    assert [more["left"] for more in await owed(database, "upkeep_more")] == [13]

    assert await press(database, "upkeep_more", 11, now, known) == ""
    assert await press(database, "upkeep_more", 11, now, known) == "stale"
    assert await press(database, "upkeep_more", 21, now, known) == ""
    items = await owed(database, "upkeep_item")
    assert [one["name"] for one in items] == [f"stawka-{n:02}" for n in range(23)]


# -- what is said


async def test_still_right_counts_as_checked_that_day_for_another_period(
    database: Database,
) -> None:
    await link(database)
    await listed(database, FEBRUARY)
    assert await press(database, "upkeep_current", 1, FEBRUARY) == "saved"

    snapshot = reviewed(Knowledge(base(), decider(), Finder(decider())), await in_force(database))
    entry = snapshot.base.entries[CIT]
    assert (entry.checked, entry.as_of) == (date(2027, 2, 1), date(2027, 2, 1))
    assert entry.valid_until == date(2027, 2, 1) + (date(2027, 3, 31) - date(2026, 11, 22))
    april = date(2027, 4, 10)
    assert decider().decide(ASKED, april).zone == "suggest"
    assert snapshot.decider.decide(ASKED, april).entry == CIT
    assert base().entries[CIT].valid_until == date(2027, 3, 31)


async def test_who_said_it_and_when_is_kept(database: Database) -> None:
    await link(database)
    await listed(database, FEBRUARY)
    await press(database, "upkeep_current", 1, FEBRUARY)
    row = await database.read(lambda conn: reviews.find(conn, 1))
    assert row is not None
    assert (row.decided_by, row.decider, row.decided_at) == (201, "Ewa", FEBRUARY)


async def test_switched_off_is_not_sent_by_itself(database: Database) -> None:
    await link(database)
    await listed(database, FEBRUARY)
    await press(database, "upkeep_off", 1, FEBRUARY)

    snapshot = reviewed(Knowledge(base(), decider(), Finder(decider())), await in_force(database))
    assert decider().decide(ASKED, FEBRUARY.date()).zone == "answer"
    assert snapshot.decider.decide(ASKED, FEBRUARY.date()).zone == "suggest"
    assert not snapshot.base.entries[CIT].is_valid_on(FEBRUARY.date())


async def test_a_value_switched_off_is_not_said(database: Database, tmp_path: Path) -> None:
    await link(database)
    known, now = with_values(tmp_path, 1), datetime(2026, 12, 1, 10, tzinfo=UTC)
    await listed(database, now, known)
    await press(database, "upkeep_off", 1, now, known)
    silent = with_reviews(known, await in_force(database))
    assert silent.said("{{ stawka-00 }}", now.date()) == "stawkę na 2026 potwierdzi doradca"


async def test_a_changed_file_makes_a_word_void(database: Database, tmp_path: Path) -> None:
    await link(database)
    now = datetime(2026, 12, 1, 10, tzinfo=UTC)
    known = with_values(tmp_path / "old", 2)
    changed = with_values(tmp_path / "new", 2, text="1,20 zł")
    await listed(database, now, known)
    await press(database, "upkeep_off", 1, now, known)
    assert with_reviews(changed, await in_force(database)) is changed

    assert await press(database, "upkeep_current", 2, now, changed) == "file_changed"
    assert [word.name for word in await in_force(database)] == ["stawka-00"]


async def test_a_changed_page_makes_a_word_void(database: Database, tmp_path: Path) -> None:
    await link(database)
    directory = copy_of_sample(tmp_path)
    page = directory / f"faq/accounting/{CIT}.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nNowe zdanie.\n", encoding="utf-8")
    changed = load(directory)
    await listed(database, FEBRUARY)
    await press(database, "upkeep_off", 1, FEBRUARY)
    assert with_reviews(base(), await in_force(database)) is not base()
    assert with_reviews(changed, await in_force(database)) is changed


async def test_the_latest_word_counts(database: Database) -> None:
    await link(database)
    await listed(database, FEBRUARY)
    await press(database, "upkeep_off", 1, FEBRUARY)
    await press(database, "upkeep_current", 1, FEBRUARY + timedelta(minutes=1))
    [word] = await in_force(database)
    assert word.until is not None


async def test_what_is_off_is_not_listed_again_but_counted(
    database: Database, tmp_path: Path
) -> None:
    await link(database)
    known, now = with_values(tmp_path, 2), datetime(2026, 12, 1, 10, tzinfo=UTC)
    await listed(database, now, known)
    await press(database, "upkeep_off", 1, now, known)
    assert await listed(database, datetime(2027, 1, 4, 10, tzinfo=UTC), known) == 3
    assert [one["off"] for one in await owed(database, "upkeep_list")] == [0, 1]


async def test_what_was_off_is_listed_again_when_its_file_changed(
    database: Database, tmp_path: Path
) -> None:
    await link(database)
    known, now = with_values(tmp_path / "old", 1), datetime(2026, 12, 1, 10, tzinfo=UTC)
    changed = with_values(tmp_path / "new", 1, text="1,20 zł")
    await listed(database, now, known)
    await press(database, "upkeep_off", 1, now, known)
    assert await listed(database, datetime(2027, 1, 4, 10, tzinfo=UTC), changed) == 2


async def test_what_is_still_right_is_not_listed_next_month(database: Database) -> None:
    await link(database)
    await listed(database, FEBRUARY)
    await press(database, "upkeep_current", 1, FEBRUARY)
    assert await listed(database, datetime(2027, 3, 1, 10, tzinfo=UTC)) == 1


async def test_who_will_put_it_right_is_reminded_in_a_week_once(database: Database) -> None:
    await link(database)
    await listed(database, FEBRUARY)
    await press(database, "upkeep_fixing", 1, FEBRUARY)
    assert await in_force(database) == []

    for days in (6, 7, 8):
        now = FEBRUARY + timedelta(days=days)
        await database.write(lambda conn: upkeep.remind(conn, desk(now)))  # noqa: B023
    items = await owed(database, "upkeep_item")
    assert [one["again"] for one in items] == [False, True]
    on = f"upkeep:1:{(FEBRUARY + timedelta(days=7)).date()}"
    assert await press(database, "upkeep_current", 1, FEBRUARY, on=on) == "saved"


async def test_nobody_is_reminded_of_what_was_put_right(
    database: Database, tmp_path: Path
) -> None:
    await link(database)
    now = datetime(2026, 12, 1, 10, tzinfo=UTC)
    known = with_values(tmp_path / "old", 1)
    await listed(database, now, known)
    await press(database, "upkeep_fixing", 1, now, known)
    changed = with_values(tmp_path / "new", 1, text="1,20 zł")
    later = desk(now + timedelta(days=8), changed)
    await database.write(lambda conn: upkeep.remind(conn, later))
    assert len(await owed(database, "upkeep_item")) == 1


async def test_what_is_off_stays_off_while_somebody_puts_it_right(database: Database) -> None:
    await link(database)
    await listed(database, FEBRUARY)
    await press(database, "upkeep_off", 1, FEBRUARY)
    await press(database, "upkeep_fixing", 1, FEBRUARY)
    [word] = await in_force(database)
    due = await database.read(lambda conn: reviews.due(conn, FEBRUARY + timedelta(days=8)))
    assert (word.until, [row.verdict for row in due]) == (None, ["off"])


async def test_a_double_press_is_kept_once(database: Database) -> None:
    await link(database)
    await listed(database, FEBRUARY)
    for _ in range(2):
        assert await press(database, "upkeep_current", 1, FEBRUARY) == "saved"
    notes = await database.read(
        lambda conn: list(conn.exec_driver_sql("SELECT action FROM audit").scalars())
    )
    assert notes.count("upkeep_current") == 1


@pytest.mark.parametrize("on", ["upkeep-list:2027-02", "thread:group/legal"])
async def test_a_button_counts_only_on_its_own_message(database: Database, on: str) -> None:
    await link(database)
    await listed(database, FEBRUARY)
    for ident in (1, 999):
        assert await press(database, "upkeep_off", ident, FEBRUARY, on=on) == "stale"
    assert await in_force(database) == []


async def test_words_stay_in_force_over_files_that_are_read_again(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    library = Library(directory, SteppedClock())
    mark = library.current.base.entries[CIT].digest
    day = date(2026, 11, 24)
    library.review([Review("entry", CIT, mark, day, None)])
    before = library.current
    library.review([Review("entry", CIT, mark, day, None)])
    assert library.current is before

    other = directory / "faq/promotion/plakat.md"
    other.write_text(other.read_text(encoding="utf-8") + "\nNowe.\n", encoding="utf-8")
    assert await library.reload_if_changed() == []
    assert not library.current.base.entries[CIT].is_valid_on(day)
    assert library.written.base.entries[CIT].is_valid_on(day)


def test_a_decider_over_other_dates_is_the_same_otherwise() -> None:
    other = Decider.over(decider(), base())
    assert other.decide(ASKED, FEBRUARY.date()) == decider().decide(ASKED, FEBRUARY.date())
