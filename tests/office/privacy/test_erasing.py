"""Nothing of what somebody said is left in any table; what was counted comes out the same."""

from __future__ import annotations

import re

from sqlalchemy import Connection, func, select

from bot.storage import erasing, exporting
from bot.storage.advice_tables import advice_card
from bot.storage.data_map import MAP
from bot.storage.database import Database
from bot.storage.owned import TABLES, somebody
from bot.storage.programme_tables import registration
from bot.storage.tables import person, question, ticket
from bot.templates.my_data import column_name, table_name
from tests.office.privacy.planting import CHAT, NOW, PAPERS, ROWS, Planted, all_text, plant

WORD = re.compile(r"kanarek\d{3}q")


def erase(conn: Connection, planted: Planted) -> None:
    whose = somebody(conn, planted.person)
    for step in erasing.STEPS:
        erasing.do(conn, whose, step, NOW)


def figures(conn: Connection) -> list[object]:
    """Count what reports count."""
    by = (
        (question, question.c.topic, question.c.state, question.c.entry),
        (ticket, ticket.c.topic, ticket.c.rating, ticket.c.answered_at, ticket.c.channel),
        (person, person.c.commune, person.c.source, person.c.created_at),
        (registration, registration.c.occasion_id, registration.c.commune),
        (advice_card, advice_card.c.month, advice_card.c.topic, advice_card.c.minutes),
    )
    unique = [
        conn.execute(select(func.count(func.distinct(table.c.person_id)))).scalar()
        for table in TABLES.values()
        if "person_id" in table.c and not MAP[table.name].gone
    ]
    counts = [
        [tuple(row) for row in conn.execute(select(*what, func.count()).group_by(*what))]
        for _table, *what in by
    ]
    return [unique, counts]


async def test_every_place_is_emptied_and_every_figure_stays(database: Database) -> None:
    planted = await database.write(plant)
    assert len(planted.words) >= 60
    before, text = await database.read(lambda conn: (figures(conn), all_text(conn)))
    assert set(WORD.findall(text)) == {*planted.words.values(), *planted.papers.values()}

    await database.write(lambda conn: erase(conn, planted))
    after, text = await database.read(lambda conn: (figures(conn), all_text(conn)))
    assert set(WORD.findall(text)) == set(planted.papers.values())
    assert str(CHAT) not in text
    assert after == before

    await database.write(lambda conn: erase(conn, planted))  # a second time changes nothing
    assert await database.read(all_text) == text


async def test_an_export_holds_every_word(database: Database) -> None:
    planted = await database.write(plant)
    found = await database.read(lambda conn: exporting.everything(conn, planted.person))
    words = planted.words | planted.papers
    lacking = {place.split()[0] for place, word in words.items() if word not in repr(found)}
    assert lacking == set()
    assert len(words) >= 60


def test_every_table_that_can_hold_words_is_planted() -> None:
    worded = {
        name
        for name, rows in MAP.items()
        if rows.whose and any(line.what == "content" for line in rows.columns.values())
    }
    planted = {name for name, _values in (*ROWS, *PAPERS)}
    assert sorted(worded - planted) == [], "each needs a row in tests/office/privacy/planting.py"


def test_everything_that_is_shown_has_a_name_in_polish() -> None:
    for name, rows in MAP.items():
        for column, line in rows.columns.items():
            if line.shown:
                assert table_name(name) and column_name(name, column)
