"""A number on a button proves nothing: every button, pressed by somebody without a right to it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.domain.page_numbers import number_of
from bot.helpdesk.desk import Desk, Press, Toast
from bot.helpdesk.presses import press_in_group, press_in_private
from bot.parts import putting_together as parts
from bot.programme.deadlines import PART, following, inviting, owners, rules
from bot.storage import deadlines, organisations, people, records, staff
from bot.storage.database import Database
from bot.storage.occurrences import of_subject
from bot.storage.rows import Person
from tests.programme.desk import NOW, desk, sample

ANNA, BASIA, MAREK = 101, 102, 103
REVISIONS = (None, 0, 1, 2, number_of("trait", "opp"), number_of("law", "cit-8"))


@pytest.fixture
def there(tmp_path: Path) -> Desk:
    return desk(sample(tmp_path))


def person(conn: Connection, ident: int) -> Person:
    return people.meet(conn, ident, {ANNA: "Anna", BASIA: "Basia", MAREK: "Marek"}[ident], NOW)


def press(conn: Connection, there: Desk, who: int, action: str, ident: int, rev: Any) -> Toast:
    given = Press(who, 5, who, "Ktoś", action, ident, rev)
    return press_in_private(conn, there, given, parts.LEADER, parts.LEADER_MAY)


def set_up(conn: Connection, there: Desk) -> int:
    """Let Anna and Basia keep the deadlines of a circle, and Anna one of her own, and a draft."""
    for ident in (MAREK, ANNA, BASIA):
        person(conn, ident)
    anna = person(conn, ANNA)
    known = organisations.found(conn, anna.id, "Koło", "kgw", NOW)
    inviting._join(conn, there, person(conn, BASIA), known)
    sheets = [one.id for one in following.proposed(there, known)]
    following.choose(conn, there, known, sheets, anna.id)
    for number, (owner, state) in enumerate(
        (("org:1", "draft"), ("org:1", "done"), (f"person:{anna.id}", "open"))
    ):
        values = {"title": "x", "day": "2027-06-30", "days_before": [7], "state": state}
        following.keep(conn, there, owner, f"own:{number}", values, by=anna.id)
    return known.id


def snapshot(conn: Connection) -> object:
    keys = ["org:1", f"person:{person(conn, ANNA).id}"]
    rows = deadlines.of_owners(conn, keys, ("draft", "open", "done", "dropped"))
    waiting = [one for row in rows for one in of_subject(conn, following.subject(row))]
    members = [one.id for one in organisations.members(conn, 1)]
    return rows, waiting, members, asdict(organisations.get(conn, 1))


@pytest.mark.parametrize("action", PART.leader)
async def test_a_strangers_press_changes_nothing(
    sqlite: Database, there: Desk, action: str
) -> None:
    def work(conn: Connection) -> None:
        set_up(conn, there.because("before"))
        mine = person(conn, MAREK).id
        before = snapshot(conn)
        rows = deadlines.of_owners(
            conn, ["org:1", f"person:{person(conn, ANNA).id}"], ("draft", "open", "done")
        )
        idents = {1, 2, 999, *(row.id for row in rows)} - {mine, owners.OWN}
        for ident in sorted(idents):
            for rev in REVISIONS:
                told = press(conn, there, MAREK, action, ident, rev)
                assert told.what == "stale", (ident, rev, told)
        assert snapshot(conn) == before

    await sqlite.write(work)


async def test_a_late_press_of_ones_own_changes_nothing_twice(
    database: Database, there: Desk
) -> None:
    def work(conn: Connection) -> None:
        set_up(conn, there.because("before"))
        (row, *_rest) = deadlines.of_owners(conn, ["org:1"])
        assert press(conn, there, ANNA, "dl_done", row.id, None).what == ""
        assert press(conn, there.because("b"), BASIA, "dl_done", row.id, None).what == ""
        done = deadlines.get(conn, row.id)
        assert (done.state, done.done_by, done.rev) == ("done", person(conn, ANNA).id, row.rev + 1)
        assert of_subject(conn, following.subject(row)) == []
        assert press(conn, there.because("c"), BASIA, "dl_undo", row.id, None).what == ""
        assert press(conn, there.because("d"), ANNA, "dl_undo", row.id, None).what == ""
        assert deadlines.get(conn, row.id).rev == row.rev + 2
        waiting = of_subject(conn, following.subject(row))
        assert {one.person_id for one in waiting} == {person(conn, w).id for w in (ANNA, BASIA)}

    await database.write(work)


async def test_who_founded_an_organisation_is_not_parted_from_it_by_others(
    sqlite: Database, there: Desk
) -> None:
    def work(conn: Connection) -> None:
        set_up(conn, there.because("before"))
        founder = organisations.membership_of(conn, 1, person(conn, ANNA).id)
        guest = organisations.membership_of(conn, 1, person(conn, BASIA).id)
        assert founder is not None and guest is not None
        assert press(conn, there, BASIA, "dl_unjoin", founder.id, None).what == "stale"
        assert press(conn, there, BASIA, "dl_unjoin", guest.id, None).what == "stale"
        assert press(conn, there, ANNA, "dl_unjoin", guest.id, None).what == "saved"
        assert [one.name for one in organisations.members(conn, 1)] == ["Anna"]
        rows = deadlines.of_owners(conn, ["org:1"])
        waiting = [one for row in rows for one in of_subject(conn, following.subject(row))]
        assert waiting
        assert {one.person_id for one in waiting} == {person(conn, ANNA).id}

    await sqlite.write(work)


@pytest.mark.parametrize("action", PART.advisor)
async def test_an_advisor_who_is_no_coordinator_tells_nobody_of_a_change(
    sqlite: Database, there: Desk, action: str
) -> None:
    def work(conn: Connection) -> None:
        set_up(conn, there.because("before"))
        staff.know(conn, MAREK, "Marek", member=True, checked_at=there.now)
        fact = {"cause": "", "title": "x", "changes": [], "state": "asked", "by": None}
        records.set_fact(conn, "deadline_change:1", fact)
        given = Press(-100, 5, MAREK, "Marek", action, 1)
        told = press_in_group(conn, there, given, parts.ADVISOR, parts.ADVISOR_MAY)
        assert told.what == "stale"
        assert records.get_fact(conn, "deadline_change:1") == fact

    await sqlite.write(work)


def test_a_source_names_its_rule() -> None:
    assert rules.rule_of("law:cit-8") == "cit-8"
    assert rules.rule_of("event:zmiany-w-krs:2027-05-20") == "zmiany-w-krs"
    assert rules.rule_of("own:u12") == ""
    assert rules.rule_of("grant:7") == ""
