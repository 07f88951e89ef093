"""Teams on the list: never beyond a place's capacity, whoever comes at once."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from python_calamine import CalamineWorkbook
from sqlalchemy import Connection

from bot.domain.name_lists import names_in_lines, names_in_table, unfit
from bot.helpdesk.desk import Desk
from bot.knowledge.loading import KnowledgeError, load
from bot.knowledge.programme import Event
from bot.programme import occasions as force
from bot.programme.volunteering import enrolling, form_words, papers
from bot.programme.volunteering.enrolling import Enrolment
from bot.storage import occasions, registrations, teams
from bot.storage.database import Database
from bot.storage.teams import Team
from tests.programme.desk import desk, sample
from tests.programme.workdays import DAY, with_workday

EARLY, LATE = "08:30–11:30", "12:00–15:00"


def names(count: int, of: str = "Anna") -> list[str]:
    return [f"{of} Nowak{'a' * number}" for number in range(count)]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return with_workday(sample(tmp_path), capacity=70, shift=30)


@pytest_asyncio.fixture
async def there(database: Database, files: Path) -> tuple[Database, Desk]:
    given = desk(files)
    await database.write(lambda conn: force.sync(conn, given, lambda *_: None))
    return database, given


def enrolment(site: str, shift: str, count: int, firm: str = "Tartak") -> Enrolment:
    return Enrolment(firm, "Anna Nowak", "+48240000000", site, shift, names(count))


def enrol(given: Desk, one: Enrolment) -> Callable[[Connection], Team | None]:
    event = given.base.programme.events[DAY]

    def work(conn: Connection) -> Team | None:
        row = occasions.get(conn, DAY)
        return enrolling.enrol(conn, given, row, event, one, None, by=900)

    return work


async def counted(database: Database) -> dict[tuple[str, str], int]:
    """Return how many people there are at each place and shift, by the list itself."""

    def work(conn: Connection) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        for team in teams.of_occasion(conn, DAY):
            people = len(teams.members(conn, team.id))
            assert people == team.seats
            key = team.site, team.shift
            found[key] = found.get(key, 0) + people
        seated = registrations.of_occasion(conn, DAY, ("seated",))
        assert len(seated) == occasions.get(conn, DAY).taken == sum(found.values())
        return found

    return await database.read(work)


async def test_two_hundred_people_at_once_never_pass_a_places_capacity(
    there: tuple[Database, Desk],
) -> None:
    database, given = there
    wanted = [("Łąck", EARLY), ("Łąck", LATE), ("Bielsk", "08:30–15:00"), ("Łąck", EARLY)] * 5
    made = await asyncio.gather(
        *(
            database.write(enrol(given, enrolment(site, shift, 10, f"Firma {number}")))
            for number, (site, shift) in enumerate(wanted)
        )
    )
    found = await counted(database)
    assert max(found.values()) <= 30
    assert sum(found.values()) == 70  # the whole day takes fewer than its places together
    assert sum(team is not None for team in made) == 7


async def test_without_the_guard_the_same_rush_is_too_many(
    there: tuple[Database, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    database, given = there
    monkeypatch.setattr(enrolling, "_take", lambda *_: True)
    for number in range(8):
        await database.write(enrol(given, enrolment("Łąck", EARLY, 10, f"Firma {number}")))
    listed = await database.read(lambda conn: teams.taken(conn, DAY, "Łąck", EARLY))
    assert listed == 80 > 30


async def test_a_refused_team_leaves_nothing_behind(there: tuple[Database, Desk]) -> None:
    database, given = there
    for _ in range(3):
        assert await database.write(enrol(given, enrolment("Łąck", EARLY, 10)))
    assert await database.write(enrol(given, enrolment("Łąck", EARLY, 1))) is None
    assert await database.write(enrol(given, enrolment("Łąck", "07:00–08:00", 1))) is None
    assert await database.write(enrol(given, enrolment("Nigdzie", EARLY, 1))) is None
    assert await counted(database) == {("Łąck", EARLY): 30}


async def test_another_list_keeps_who_stays_and_counts_the_rest(
    there: tuple[Database, Desk],
) -> None:
    database, given = there
    team = await database.write(enrol(given, enrolment("Łąck", EARLY, 3)))
    assert team is not None
    event = given.base.programme.events[DAY]
    before = await database.read(lambda conn: teams.members(conn, team.id))
    wanted = [before[1].name, "Ola Nowa", "Ela Nowa", "Ala Nowa", "Ala Nowa"]

    def rename(given_names: list[str]) -> Callable[[Connection], bool]:
        return lambda conn: enrolling.rename(
            conn, given, teams.get(conn, team.id), event, given_names, by=900
        )

    assert await database.write(rename(wanted))
    after = await database.read(lambda conn: teams.members(conn, team.id))
    assert sorted(one.name for one in after) == sorted(wanted)
    assert before[1].id in {one.id for one in after}
    assert await counted(database) == {("Łąck", EARLY): 5}
    assert not await database.write(rename(names(31)))
    assert await counted(database) == {("Łąck", EARLY): 5}
    assert await database.write(rename(["Jan Sam"]))
    assert await counted(database) == {("Łąck", EARLY): 1}

    assert await database.write(
        lambda conn: enrolling.withdraw(conn, given, teams.get(conn, team.id))
    )
    assert not await database.write(
        lambda conn: enrolling.withdraw(conn, given, teams.get(conn, team.id))
    )
    assert await counted(database) == {}


# -- names


def test_only_names_are_taken_from_a_firms_table() -> None:
    table = (
        "Lp.;Imię;Nazwisko;Data urodzenia;PESEL\n1;Anna;Nowak;1990-01-02;90010212345\n2;Jan;Kos;;"
    )
    assert form_words.read_file("lista.csv", table.encode()) == ["Anna Nowak", "Jan Kos"]
    assert names_in_table([["Pracownik", "Dział"], ["Ewa Lis", "kadry"]]) == ["Ewa Lis"]
    assert names_in_table([["Ewa Lis"], [""], ["Jan Kos"]]) == ["Ewa Lis", "Jan Kos"]
    assert form_words.read_file("zdjecie.jpg", b"PK\x03\x04\xff") is None


def test_names_one_a_line_without_what_stands_before_them() -> None:
    assert names_in_lines("1. Anna Nowak\n2) Jan Kos\n\n- Ewa Lis \n") == [
        "Anna Nowak",
        "Jan Kos",
        "Ewa Lis",
    ]
    assert unfit(["Anna Nowak", "Anna", "Jan 1990"]) == ["Anna", "Jan 1990"]


# -- papers


def rows_of(content: bytes) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


async def test_the_insurers_list_holds_what_the_policy_asks_for_and_no_formula(
    there: tuple[Database, Desk],
) -> None:
    database, given = there
    await database.write(enrol(given, enrolment("Łąck", EARLY, 2, "=1+1")))
    read = await database.read(
        lambda conn: papers.collect_insurance(conn, given, {"occasion": DAY})
    )
    made = papers.make_insurance(read or {})
    assert rows_of(made.content)[2:] == [
        ["Lp.", "Imię i nazwisko", "Firma"],
        [1.0, "Anna Nowak", "=1+1"],
        [2.0, "Anna Nowaka", "=1+1"],
    ]


async def test_the_team_lists_show_each_place_with_its_telephone_and_plan(
    there: tuple[Database, Desk],
) -> None:
    database, given = there
    await database.write(enrol(given, enrolment("Łąck", LATE, 2)))
    read = await database.read(lambda conn: papers.collect_lists(conn, given, {"occasion": DAY}))
    assert read is not None
    first, second = read["sites"]
    assert (first["phone"], first["rain_plan"]) == ("+48 24 000 00 01", "sprzątamy świetlicę")
    assert [len(shift["teams"]) for shift in (*first["shifts"], *second["shifts"])] == [0, 1, 0]
    made = papers.make_lists(read)
    assert made.content.startswith(b"%PDF")


# -- the files


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("      host: gmina\n", "", "ma shifts, więc dopisz też host"),
        ('"+48 24 000 00 02"', '"112"', "to nie numer telefonu"),
        ('"08:30-15:00"', '"8-15"', "to nie godziny"),
        ('"08:30-15:00"', '"08:30-16:00"', "wychodzi poza godziny wydarzenia"),
        ('"12:00-15:00"', '"08:30-11:30"', "stoi dwa razy"),
        ("2027-05-12 18:00", "2027-05-14 18:00", "briefing ma być przed początkiem"),
        ("    until: 2027-04-30\n", "    until: 2027-05-20\n", "insurance: until ma być przed"),
        (
            "  insurance:\n    until: 2027-04-30\n    columns: [name, firm]\n",
            "",
            "dopisz insurance",
        ),
        ("    - municipality: Bielsk\n", "    - municipality: Łąck\n", "dopisz im name"),
        ("columns: [name, firm]", "columns: [name, birth]", "wybierz z: name, firm, site, shift"),
        ("  guests: 2\n", "  guests: 5\n", "za dużo (najwyżej 2)"),
    ],
)
def test_what_is_wrong_with_a_place_is_said(
    files: Path, old: str, new: str, complaint: str
) -> None:
    path = files / "programme" / "events.yaml"
    text = path.read_text(encoding="utf-8")
    head, _, own = text.partition("dzien-spoleczny:")
    assert old in own
    path.write_text(f"{head}dzien-spoleczny:{own.replace(old, new)}", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=re.escape(complaint)):
        load(files)


def test_the_places_are_read_back_as_they_were_written(files: Path) -> None:
    from bot.knowledge.programme_text import parsed, written

    event = load(files).programme.events[DAY]
    assert isinstance(event, Event)
    assert parsed("event", DAY, written(event)) == event
