"""What each part has begun for somebody ends when they are forgotten; others are told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.helpdesk import sweeps
from bot.helpdesk.desk import Desk
from bot.office.privacy.work import ErasureWork
from bot.parts import putting_together
from bot.storage import erasures, people, receipts, records, staff
from bot.storage.database import Database
from bot.storage.owned import TABLES
from bot.storage.rows import Person, add, put
from tests.office.privacy.planting import BEFORE, CHAT, GROUP, NOW
from tests.programme.desk import desk, sample

NAME, PHONE = "Zenobia Wymyślona", "+48600700800"
OTHER = 55


@pytest.fixture
def there(tmp_path: Path) -> Desk:
    return desk(sample(tmp_path), NOW)


def _row(conn: Connection, where: str, /, **values: Any) -> int:
    table = TABLES[where]
    for column in ("created_at", "touched_at", "changed_at", "opened_at"):
        if column in table.c:
            values.setdefault(column, BEFORE)
    return add(conn, table, **values)


def _met(conn: Connection) -> Person:
    person = people.meet(conn, CHAT, NAME, BEFORE)
    people.set_fields(conn, person.id, phone=PHONE)
    return people.by_id(conn, person.id)


def _day(conn: Connection) -> None:
    ahead = NOW + timedelta(days=9)
    put(conn, TABLES["occasion"], id="akcja", kind="workshop", title="Dzień pracy", text="",
        mark="", origin="file", starts_at=ahead, ends_at=ahead, taken=2, seats=9,
        changed_at=BEFORE, created_at=BEFORE)  # fmt: skip


async def _forgotten(database: Database, there: Desk, person: int, count: int = 1) -> None:
    await database.write(lambda conn: erasures.ask(conn, person, "RODO-1", BEFORE, NOW))
    work = ErasureWork(database, there.because, putting_together.FAREWELLS)
    done = await work.do() + await work.do()
    assert done == count


def _states(conn: Connection, *names: str) -> list[str]:
    return [one for name in names for one in conn.execute(select(TABLES[name].c.state)).scalars()]


def _column(conn: Connection, name: str, column: str) -> list[Any]:
    table = TABLES[name]
    return list(conn.execute(select(table.c[column]).order_by(table.c.id)).scalars())


async def test_claims_cards_drafts_and_ratings_end(database: Database, there: Desk) -> None:
    def begun(conn: Connection) -> int:
        staff.know(conn, 5, "Ewa")
        person = _met(conn)
        mine = {"person_id": person.id}
        club = _row(conn, "organisation", name="KGW", kind="kgw", commune="", traits=[])
        _row(conn, "membership", organisation_id=club, via="founded", joined_at=BEFORE, **mine)
        _row(conn, "organisation_claim", organisation_id=club, state="asked", **mine)
        card = {"year": 2026, "state": "draft", "month": "2026-11", "advisor_id": 5, "form": "bot",
                "advisor": "Ewa", "topic": "legal", "day": "2026-11-20", "minutes": 30,
                "desk": {}}  # fmt: skip
        _row(conn, "advice_card", person=NAME, **card, **mine)
        ticket = _row(conn, "ticket", address=person.address, topic="legal", state="claimed",
                      advisor_id=5, **mine)  # fmt: skip
        said = {"side": "advisor", "author_id": 6, "author": "Ola", "text": "Można"}
        where = {"chat_id": GROUP, "message_id": 9, "state": "asking", "at": BEFORE}
        post = _row(conn, "post", ticket_id=ticket, **said, **where)
        _row(conn, "draft", ticket_id=ticket, post_id=post, author_id=6, author="Ola")
        put(conn, TABLES["self_assessment"], part="begin", state="begun", **mine)
        return person.id

    ident = await database.write(begun)
    await _forgotten(database, there, ident)
    names = ("organisation_claim", "advice_card", "ticket", "draft", "self_assessment")
    ended = await database.read(lambda conn: _states(conn, *names))
    assert ended == ["dropped", "dropped", "withdrawn", "withdrawn", "declined"]
    left = await database.read(lambda conn: _column(conn, "membership", "left_why"))
    assert left == ["self"]


async def test_who_took_a_case_over_is_forgotten_by_both_rows(
    database: Database, there: Desk
) -> None:
    def begun(conn: Connection) -> tuple[int, str]:
        before = _row(conn, "person", name=NAME, phone=PHONE, source="phone")
        person = people.meet(conn, CHAT, "Zenia", BEFORE)
        ticket = _row(conn, "ticket", address=person.address, topic="legal", state="closed",
                      person_id=person.id, closed_at=BEFORE)  # fmt: skip
        given = {"thread": "group/legal", "author_id": 5, "author": "Ewa", "phone": PHONE}
        _row(conn, "proxy_question", state="opened", person_id=person.id, ticket_id=ticket,
             name=NAME, text="O dotację", **given)  # fmt: skip
        _row(conn, "proxy_question", state="draft", person_id=person.id, name=NAME, **given)
        other = {**given, "phone": "+48600000000"}
        _row(conn, "proxy_question", state="draft", same_id=person.id, name="Zenia", **other)
        actor = f"person:{person.id}"
        records.note(conn, BEFORE, actor, "case_taken", ticket, before=before)
        return person.id, records.make_token(conn, f"case:{ticket}", NOW, timedelta(days=9))

    ident, secret = await database.write(begun)
    await _forgotten(database, there, ident, count=2)

    def left(conn: Connection) -> list[Any]:
        asked = [_column(conn, "proxy_question", name) for name in ("name", "phone", "text")]
        return [*asked, _column(conn, "person", "name"), _column(conn, "person", "phone")]

    empty, nothing = ["", ""], [None, None]
    assert await database.read(left) == [
        [*empty, "Zenia"], [*nothing, "+48600000000"], [*empty, ""], empty, nothing,
    ]  # fmt: skip
    assert await database.read(lambda conn: records.purpose_of(conn, secret, NOW)) is None
    states = await database.read(lambda conn: _column(conn, "proxy_question", "state"))
    assert states == ["opened", "dropped", "draft"]
    same = await database.read(lambda conn: _column(conn, "proxy_question", "same_id"))
    assert same == [None] * 3


async def test_a_need_and_a_team_part_and_a_captains_number_goes(
    database: Database, there: Desk
) -> None:
    def begun(conn: Connection) -> int:
        person, other = _met(conn), people.meet(conn, OTHER, "Ola", BEFORE)
        _day(conn)
        team = _row(conn, "team", occasion_id="akcja", name="Drużyna", firm="Fabryka",
                    captain=NAME, phone=PHONE, person_id=person.id, seats=2)  # fmt: skip
        for name, phone in ((NAME, PHONE), ("Jan Drugi", None)):
            _row(conn, "registration", occasion_id="akcja", team_id=team, state="seated",
                 name=name, phone=phone, channel="list")  # fmt: skip
        need = _row(conn, "office_form", kind="need", about="akcja", number=1, heard={}, done=[],
                    person_id=other.id, state="accepted", said={"what": "Płot"})  # fmt: skip
        _row(conn, "need_match", form_id=need, team_id=team, side="captain", state="agreed",
             proposed_by=person.id)  # fmt: skip
        return person.id

    ident = await database.write(begun)
    await _forgotten(database, there, ident)

    def left(conn: Connection) -> list[Any]:
        people_of = [_column(conn, "registration", name) for name in ("name", "phone", "state")]
        return [*people_of, _column(conn, "team", "captain"), _column(conn, "team", "left_at")]

    assert await database.read(left) == [
        ["", "Jan Drugi"], [None, None], ["seated", "seated"], [""], [None],
    ]  # fmt: skip
    match = await database.read(lambda conn: _column(conn, "need_match", "ended_by"))
    assert match == ["captain"]
    outbox = TABLES["outbox"]
    told = await database.read(
        lambda conn: {(row.to, row.template): str(row.params) for row in conn.execute(
            select(outbox.c.to, outbox.c.template, outbox.c.params)
        )}
    )  # fmt: skip
    assert ("group/coordination", "captain_gone") in told
    assert (f"chat:{OTHER}", "need_match_told") in told
    assert NAME not in str(told) and PHONE not in str(told)


async def test_what_was_written_down_for_a_caller_goes_with_its_panel(
    sqlite: Database, there: Desk
) -> None:
    def begun(conn: Connection) -> int:
        person = _met(conn)
        for number, phone in ((7, PHONE), (8, "+48600000000")):
            fact = {"by": 5, "to": "group/legal", "rev": 1, "at": NOW.isoformat(), "phone": phone}
            records.set_fact(conn, f"caller:{number}", fact)
            receipts.record(conn, GROUP, number, "panel", BEFORE, subject=f"caller:{number}")
        return person.id

    ident = await sqlite.write(begun)
    await _forgotten(sqlite, there, ident)
    assert list(await sqlite.read(lambda conn: records.facts_named(conn, "caller:"))) == [
        "caller:8"
    ]
    outbox = TABLES["outbox"]
    deleted = select(outbox.c.params).where(outbox.c.operation == "delete")
    found = await sqlite.read(lambda conn: list(conn.execute(deleted).scalars()))
    assert found == [{"_message": 7}]


async def test_a_question_that_waited_for_a_choice_becomes_no_ticket(
    database: Database, there: Desk
) -> None:
    def asked(conn: Connection) -> int:
        person = _met(conn)
        for number, state in enumerate(("suggested", "rephrase"), 1):
            _row(conn, "question", person_id=person.id, chat_id=CHAT, message_id=number,
                 text="Co?", state=state, asked_at=BEFORE, until=BEFORE)  # fmt: skip
        return person.id

    await _forgotten(database, there, await database.write(asked))
    await database.write(lambda conn: sweeps.sweep(conn, there))
    assert await database.read(lambda conn: _states(conn, "question", "ticket")) == ["done"] * 2
