"""Who is on duty: weeks from the files, mobile duties, and what absences leave of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.domain.warsaw import local
from bot.helpdesk.desk import Desk
from bot.knowledge.complaints import KnowledgeError
from bot.knowledge.loading import load
from bot.parts import sweeps
from bot.programme.consultations import openings, rota
from bot.storage import rosters, staff
from bot.storage.database import Database
from tests.programme.desk import NOW, desk, sample

EWA, MAREK = 301, 302
#: NOW is Monday, 1 February 2027.
WEEKLY = """
ewa-prawo:
  advisor: ewa  żak
  topics: [legal]
  where: office
  tuesday: ["09:00-12:00", "13:00-15:00"]
nikt:
  advisor: Kto Inny
  monday: ["09:00-12:00"]
"""


@pytest.fixture
def there(tmp_path: Path) -> Desk:
    files = sample(tmp_path)
    (files / "programme" / "rosters.yaml").write_text(WEEKLY.replace("  żak", " Żak"))
    duty = files / "programme" / "duties.yaml"
    duty.write_text(duty.read_text() + "  advisor: Marek\n  topics: [promotion]\n")
    return desk(files)


def _meet(conn: Connection, there: Desk) -> None:
    staff.know(conn, EWA, "Ewa Żak", member=True)
    staff.know(conn, MAREK, "Marek", member=True)
    sweeps.follow_files(conn, there)


def _shown(conn: Connection, there: Desk, topic: str, first: date, last: date) -> list[str]:
    found = rota.duties(conn, there, topic, first, last)
    return [f"{one.name} {local(one.starts):%d.%m %H:%M}-{local(one.ends):%H:%M}" for one in found]


async def test_duties_come_from_files_and_the_chat_less_absences(
    sqlite: Database, there: Desk
) -> None:
    first, last = date(2027, 2, 1), date(2027, 2, 7)

    def work(conn: Connection) -> tuple[list[str], list[str], list[str]]:
        _meet(conn, there)
        whole = _shown(conn, there, "legal", first, last)
        rosters.add_absence(
            conn, advisor_id=EWA, kind="free", first_day="2027-02-02", last_day="2027-02-02",
            starts="10:00", ends="13:30", created_at=NOW,
        )  # fmt: skip
        cut = _shown(conn, there, "legal", first, last)
        staff.set_fields(conn, EWA, member=False)
        return whole, cut, _shown(conn, there, "legal", first, last)

    whole, cut, without_her = await sqlite.write(work)
    assert whole == ["Ewa Żak 02.02 09:00-12:00", "Ewa Żak 02.02 13:00-15:00"]
    assert cut == ["Ewa Żak 02.02 09:00-10:00", "Ewa Żak 02.02 13:30-15:00"]
    assert without_her == []


async def test_a_mobile_duty_with_its_advisor_can_be_booked_on_the_spot(
    sqlite: Database, there: Desk
) -> None:
    sheet = there.base.programme.duties["dyzur-lack"]
    day = local(sheet.starts).date()
    then = Desk(there.base, there.hours, sheet.starts.replace(day=1), "then")

    def work(conn: Connection) -> tuple[list[str], list[str], set[str]]:
        _meet(conn, there)
        found = openings.free(conn, then, "promotion", "office")
        only = _shown(conn, there, "promotion", day, day)
        return only, _shown(conn, there, "legal", day, day), {one.where for one in found}

    promotion, legal, where = await sqlite.write(work)
    assert [one.split()[0] for one in promotion] == ["Marek"]
    assert legal == []
    assert len(where) == 1 and "Łąck" in where.pop()


async def test_holidays_have_no_duties_and_patterns_of_the_chat_count_too(
    sqlite: Database, there: Desk
) -> None:
    def work(conn: Connection) -> list[str]:
        _meet(conn, there)
        rosters.add_pattern(
            conn, advisor_id=MAREK, weekday=0, starts="09:00", ends="11:00", topics=[],
            created_at=NOW,
        )  # fmt: skip
        return _shown(conn, there, "legal", date(2027, 3, 22), date(2027, 4, 5))

    # 29 March is Easter Monday
    assert [one for one in await sqlite.write(work) if "Marek" in one] == [
        "Marek 22.03 09:00-11:00", "Marek 05.04 09:00-11:00",
    ]  # fmt: skip


def test_a_roster_without_hours_is_refused_with_its_line(tmp_path: Path) -> None:
    files = sample(tmp_path)
    (files / "programme" / "rosters.yaml").write_text("pusty:\n  advisor: Ewa\n")
    with pytest.raises(KnowledgeError, match=r"rosters\.yaml:1.*ani jednej godziny"):
        load(files)


def test_notice_longer_than_the_horizon_is_refused(tmp_path: Path) -> None:
    files = sample(tmp_path)
    organisation = files / "programme" / "organisation.yaml"
    organisation.write_text(organisation.read_text() + "  notice_hours: 48\n  days_ahead: 2\n")
    with pytest.raises(KnowledgeError, match="niczego nie można umówić"):
        load(files)
