"""Forms, their numbers and files, and the one team of a need; the register of initiatives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.storage import forms, initiatives, needs, occasions, people, rows, teams
from bot.storage.database import Database
from bot.storage.forms import Form, FormFile
from bot.storage.grant_tables import need_match, office_form, office_form_file
from bot.storage.initiatives import Initiative
from bot.storage.needs import Match
from bot.storage.tables import metadata

NOW = datetime(2027, 5, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (Form, office_form),
        (FormFile, office_form_file),
        (Match, need_match),
        (Initiative, metadata.tables["initiative"]),
    ],
)
def test_rows_list_the_columns_of_their_tables(kind: type, table: object) -> None:
    assert rows.columns(kind) == tuple(column.name for column in table.c)  # type: ignore[attr-defined]


async def test_numbers_of_one_contest_count_up_and_never_twice(database: Database) -> None:
    def work(conn: Connection) -> None:
        anna = people.meet(conn, 1, "Anna", NOW)
        for expected in (1, 2):
            number = forms.next_number(conn, "submission", "nagroda")
            assert number == expected
            one = forms.begin(conn, "submission", "nagroda", anna.id, NOW, category="grupa")
            assert (one.said, one.done, one.rev) == ({"category": "grupa"}, ["category"], 0)
            assert forms.move(conn, one.id, was=("draft",), state="sent", number=number)
            assert not forms.move(conn, one.id, was=("draft",), state="sent", number=9)
        assert forms.next_number(conn, "submission", "inna") == 1
        assert forms.find(conn, 1, "report") is None
        with pytest.raises(IntegrityError), rows.attempt(conn):
            forms.move(conn, 2, was=("sent",), state="sent", number=1)

    await database.write(work)


async def test_words_and_files_given_up_are_forgotten(database: Database) -> None:
    def work(conn: Connection) -> None:
        anna = people.meet(conn, 1, "Anna", NOW)
        for state in ("dropped", "sent"):
            one = forms.begin(conn, "report", "1", anna.id, NOW, story="Słowa")
            forms.add_file(
                conn, one.id, "photos", chat_id=1, message_id=one.id, media="photo",
                file={"file_id": "x"}, at=NOW,
            )  # fmt: skip
            forms.move(conn, one.id, was=("draft",), state=state)
        assert forms.forget(conn, NOW - timedelta(days=1), "dropped") == 0
        assert forms.forget(conn, NOW, "dropped") == 1
        assert forms.forget(conn, NOW, "dropped") == 0
        assert (forms.get(conn, 1).said, forms.files(conn, 1)) == ({}, [])
        assert forms.knows_message(conn, 1, 1)  # so that it is never taken twice
        assert forms.get(conn, 2).said and len(forms.files(conn, 2, "photos")) == 1

    await database.write(work)


async def test_a_need_has_one_team_and_a_team_one_need(database: Database) -> None:
    def work(conn: Connection) -> None:
        anna = people.meet(conn, 1, "Anna", NOW)
        occasions.add(
            conn, "dzien", kind="event", title="Dzień", starts_at=NOW, ends_at=NOW, text="",
            mark="", origin="file", changed_at=NOW, created_at=NOW,
        )  # fmt: skip
        for name in ("Młyn", "Tartak"):
            teams.add(conn, occasion_id="dzien", name=name, created_at=NOW)
        for _ in range(2):
            forms.begin(conn, "need", "dzien", anna.id, NOW)
        assert needs.propose(conn, 1, 1, "captain", anna.id, NOW) == 1
        assert needs.propose(conn, 1, 2, "captain", anna.id, NOW) is None
        assert needs.propose(conn, 2, 1, "coordinator", anna.id, NOW) is None
        values = {"form_id": 1, "team_id": 2, "side": "captain", "proposed_by": anna.id}
        with pytest.raises(IntegrityError), rows.attempt(conn):  # by constraint, too
            rows.add(conn, need_match, created_at=NOW, changed_at=NOW, **values)
        assert needs.met_by(conn, 1) is None
        assert needs.move(conn, 1, was=("proposed",), state="agreed", changed_at=NOW)
        met = needs.met_by(conn, 1)
        assert met is not None and met.id == 1
        assert needs.move(conn, 1, was=needs.LIVE, state="over", changed_at=NOW)
        assert needs.propose(conn, 2, 1, "coordinator", anna.id, NOW) is not None

    await database.write(work)


async def test_only_supported_initiatives_count(database: Database) -> None:
    def work(conn: Connection) -> None:
        for title, state in (("Ogród", "settled"), ("Remiza", "resigned")):
            initiatives.add(
                conn, NOW, contest="granty", grantee="KGW", title=title, state=state,
                participants=40, volunteers=5,
            )  # fmt: skip
        assert initiatives.people_engaged(conn) == (40, 5)
        assert initiatives.move(conn, 2, NOW, ("resigned",), "awarded")
        assert initiatives.people_engaged(conn) == (80, 10)
        assert initiatives.get(conn, 2).rev == 1

    await database.write(work)
