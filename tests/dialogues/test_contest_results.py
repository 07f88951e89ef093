"""Results from a spreadsheet: checked, shown, approved by a second coordinator, then told."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from sqlalchemy import Connection, select

from bot.domain.callbacks import encode
from bot.programme.contests.result_lines import COLUMNS
from bot.simulator.model import Message
from bot.storage import grantees, staff
from bot.storage.occasions import number_of_occasion
from bot.storage.programme_tables import contest_import, deadline, membership, organisation
from bot.storage.rows import put
from bot.storage.tables import audit
from tests.dialogues.contest_stage import go_to
from tests.dialogues.deadline_stories import payload_of
from tests.dialogues.scene import Scene

pytestmark = pytest.mark.slow
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROSE = ("KGW Róża", "kgw", "", "przyznano", "6000", "2.06.2027", "2027-12-06", "")
LIME = ("OSP  Lipa", "osp", "", "przyznano", "4000", "2.06.2027", "", "")
OAK = ("OSP Dąb", "osp", "", "rezerwa", "", "", "", "")


def workbook(*rows: tuple[object, ...]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((tuple(one.title for one in COLUMNS), *rows)):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, str(cell))
    return made.getvalue()


async def ready(scene: Scene) -> None:
    """Let Marek coordinate as well, and Anna act for an organisation."""
    await go_to(scene, "2027-05-21")
    for one in (scene.zofia, scene.marek):
        one.start()
        one.send("Dzień dobry", chat=scene.group)
    await scene.settle()
    anna = await scene.person(scene.anna)

    def work(conn: Connection) -> None:
        staff.set_fields(conn, scene.marek.id, coordinator=True)
        now = scene.clock.now()
        ident = grantees.add_organisation(conn, now, name="KGW  Róża", kind="kgw")
        put(
            conn, membership, organisation_id=ident, person_id=anna.id, via="founded",
            joined_at=now,
        )  # fmt: skip

    await scene.house.database.write(work)
    for one in (scene.zofia, scene.marek, scene.anna):
        one.skip()


async def sent(scene: Scene, *rows: tuple[object, ...]) -> None:
    """Let Zofia ask for the spreadsheet and send it filled."""
    scene.zofia.send("/wyniki")
    await scene.zofia.expect("Proszę wypełnić ten arkusz")
    scene.zofia.send_document(workbook(*rows), "wyniki.xlsx", XLSX)


async def offered(scene: Scene) -> Message:
    await sent(scene, ROSE, OAK)
    preview = await scene.zofia.expect("Podgląd wyników")
    scene.zofia.click(preview, "Poproś o zatwierdzenie")
    return await scene.group.expect("czekają na drugą osobę", thread=scene.coordination)


async def days(scene: Scene) -> list[tuple[str, str, str]]:
    await scene.settle()
    query = select(deadline.c.source, deadline.c.day, deadline.c.state).order_by(deadline.c.id)
    return await scene.house.database.read(
        lambda conn: [tuple(row) for row in conn.execute(query)]
    )


async def test_results_are_approved_by_a_second_coordinator_and_told(scene: Scene) -> None:
    await ready(scene)
    card = await offered(scene)
    assert "przyznano: 1, rezerwa: 1, nie: 0" in card.text
    assert "Po zatwierdzeniu wiadomość dostanie 1\u00a0osoba" in card.text
    assert "OSP Dąb" in card.text.split("Bez nikogo w bocie")[1]
    assert await days(scene) == []

    told = await scene.zofia.click(card, "Zatwierdź").answered()
    assert told["text"].startswith("To Twój plik")
    told = await scene.ewa.click(card, "Zatwierdź").answered()
    assert told["text"] == "O tym decyduje koordynator."
    assert await days(scene) == []

    scene.marek.click(card, "Zatwierdź")
    await scene.group.expect("Wyniki zatwierdzone: Marek", thread=scene.coordination)
    news = await scene.anna.expect("Dobra wiadomość: KGW Róża dostaje grant, 6000 zł")
    assert "Podpisanie umowy: do środy, 2\u00a0czerwca 2027" in news.text
    assert await days(scene) == [
        ("grant:granty:contract", "2027-06-02", "open"),
        ("grant:granty:report", "2027-12-06", "open"),
    ]
    told = await scene.press(scene.marek, card, encode("results_approve", 1)).answered()
    assert told["text"].startswith("To już nieaktualne")
    assert len([one for one in scene.anna.messages if "Dobra wiadomość" in one.text]) == 1
    names = await scene.house.database.read(
        lambda conn: list(conn.execute(select(organisation.c.name)).scalars())
    )
    assert names == ["KGW  Róża", "OSP Dąb"]
    assert await scene.audited("results_done") == ["results_done"]
    scene.anna.send("/terminy")
    listed = await scene.anna.expect("Podpisanie umowy")
    assert "środa, 2\u00a0czerwca 2027" in listed.text
    assert ["Terminy z przepisów", "Zaproś osobę"] in listed.rows
    await scene.forward(days=6)
    await scene.anna.expect("Zbliża się termin: Podpisanie umowy")


async def test_who_has_a_grant_and_nobody_in_the_bot_is_invited_by_a_link(scene: Scene) -> None:
    await ready(scene)
    await sent(scene, ROSE, LIME)
    scene.zofia.click(await scene.zofia.expect("Podgląd wyników"), "Poproś o zatwierdzenie")
    card = await scene.group.expect("czekają na drugą osobę", thread=scene.coordination)
    scene.marek.click(card, "Zatwierdź")
    own = await scene.zofia.expect("Wyniki zatwierdzone")
    scene.zofia.click(own, "Zaproś do bota")
    listed = await scene.zofia.expect("nie ma nikogo w bocie")
    assert listed.rows == [["OSP Lipa"]]  # the circle has Anna
    scene.zofia.click(listed, "OSP Lipa")
    payload = payload_of(await scene.zofia.expect("Zaproszenie dla jednej osoby"))
    for person, number in ((scene.anna, 2), (scene.zofia, 1)):
        told = await scene.press(person, listed, encode("results_link", number)).answered()
        assert told["text"].startswith("To już nieaktualne")

    lipa = scene.telegram.user(first_name="Jan")
    lipa.start(payload)
    await lipa.expect("Dołączono: OSP Lipa")
    assert "Podpisanie umowy" in (await lipa.expect("Najbliższe terminy")).text
    told = await scene.zofia.click(listed, "OSP Lipa").answered()
    assert told["text"].startswith("To już nieaktualne")
    scene.zofia.skip()
    scene.zofia.click(own, "Zaproś do bota")
    await scene.zofia.expect("Każda organizacja z grantem ma już kogoś w bocie")


async def test_who_coordinates_alone_approves_alone_and_that_is_noted(scene: Scene) -> None:
    await ready(scene)
    away = {"coordinator": False}
    await scene.house.database.write(lambda conn: staff.set_fields(conn, scene.marek.id, **away))
    await sent(scene, ROSE)
    scene.zofia.click(await scene.zofia.expect("Podgląd wyników"), "Poproś o zatwierdzenie")
    card = await scene.group.expect("można zatwierdzić własny plik", thread=scene.coordination)
    told = await scene.marek.click(card, "Zatwierdź").answered()
    assert told["text"] == "O tym decyduje koordynator."
    scene.zofia.click(card, "Zatwierdź")
    await scene.anna.expect("Dobra wiadomość: KGW Róża")
    noted = await scene.house.database.read(
        lambda conn: conn.execute(
            select(audit.c.data).where(audit.c.action == "results_done")
        ).scalar_one()
    )
    assert noted == {"results": 1, "alone": True}


async def test_brought_again_a_changed_day_takes_the_place_of_the_earlier(scene: Scene) -> None:
    await ready(scene)
    scene.marek.click(await offered(scene), "Zatwierdź")
    await scene.group.expect("Wyniki zatwierdzone", thread=scene.coordination)
    await scene.settle()
    scene.zofia.skip()
    await sent(scene, (*ROSE[:5], "4.06.2027", *ROSE[6:]))
    preview = await scene.zofia.expect("Podgląd wyników")
    scene.zofia.click(preview, "Poproś o zatwierdzenie")
    card = await scene.group.expect("czekają na drugą osobę", thread=scene.coordination)
    scene.marek.click(card, "Zatwierdź")
    await scene.group.expect("Wyniki zatwierdzone", thread=scene.coordination)
    assert await days(scene) == [
        ("grant:granty:contract", "2027-06-02", "dropped"),
        ("grant:granty:report", "2027-12-06", "open"),
        ("grant:granty:contract", "2027-06-04", "open"),
    ]


async def test_what_is_wrong_is_told_by_row_and_changes_nothing(scene: Scene) -> None:
    await ready(scene)
    await sent(
        scene,
        ROSE,
        ("KGW róża", "kgw", "", "przyznano", "dużo", "31.06.2027", "", ""),
        ("", "klub", "Atlantyda", "może", "", "2.06.2020", "", ""),
    )
    told = await scene.zofia.expect("Nic nie zmieniono")
    for words in (
        "wiersz 3, Organizacja: to samo jest już w wierszu 2",
        "wiersz 3, Kwota: „dużo” to nie kwota",
        "wiersz 3, Podpisanie umowy: „31.06.2027” to nie dzień",
        "wiersz 4, Organizacja: trzeba coś wpisać",
        "wiersz 4, Rodzaj: nie znam „klub”",
        "wiersz 4, Gmina: nie znam „Atlantyda”",
        "wiersz 4, Wynik: nie znam „może”",
        "wiersz 4, Podpisanie umowy: „2.06.2020” już minął",
    ):
        assert words in told.text
    count = await scene.house.database.read(
        lambda conn: len(list(conn.execute(select(contest_import.c.id))))
    )
    assert count == 0
    scene.zofia.send_document(workbook(ROSE), "wyniki.xlsx", XLSX)
    await scene.zofia.expect("Podgląd wyników")


async def test_what_is_no_spreadsheet_is_refused_kindly(scene: Scene) -> None:
    await ready(scene)
    scene.zofia.send("/wyniki")
    await scene.zofia.expect("Proszę wypełnić ten arkusz")
    scene.zofia.send_document()
    await scene.zofia.expect("Nie umiem otworzyć tego pliku")


async def test_the_command_and_the_buttons_are_the_coordinators(scene: Scene) -> None:
    await ready(scene)
    scene.anna.send("/wyniki")
    await scene.anna.expect("Nie znam takiego polecenia")
    scene.anna.send_document(workbook(ROSE), "wyniki.xlsx", XLSX)
    await scene.anna.expect("Sprawa #1")  # to anybody else it is a file like any other
    assert scene.telegram.requests("getFile") == []
    number = number_of_occasion("granty")
    for message in scene.anna.messages[-1:]:
        await scene.press(scene.anna, message, encode("results_of", number)).answered()
    assert not [one for one in scene.anna.messages if "arkusz" in one.text]
    await offered(scene)
    preview = next(one for one in scene.zofia.messages if "Wyniki czekają" in one.text)
    for action in ("results_offer", "results_drop", "results_approve"):
        await scene.press(scene.anna, preview, encode(action, 1)).answered()
    found = await scene.house.database.read(lambda conn: grantees.find(conn, 1))
    assert found is not None and found.state == "offered"
