"""A coordinator looks at figures, has files sent, closes months; leaders rate themselves."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from python_calamine import CalamineWorkbook
from sqlalchemy import Connection

from bot.domain.callbacks import encode
from bot.storage import months, self_assessments, staff
from bot.storage.advice_tables import advice_card
from bot.storage.booking_tables import absence
from bot.storage.rows import add, change
from bot.storage.tables import ticket
from tests.dialogues.conftest import stage
from tests.dialogues.meeting import file_of
from tests.dialogues.scene import COVERED, Scene
from tests.pdf_text import text_of
from tests.programme.desk import sample

pytestmark = pytest.mark.usefixtures("typing_fast")

STALE = "To już nieaktualne. Odświeżam."


def card(conn: Connection, person: int, number: int, **values: object) -> int:
    """Put an advice card of October into the register."""
    given: dict[str, object] = {
        "year": 2026,
        "number": number,
        "state": "issued",
        "month": "2026-10",
        "advisor_id": 900,
        "advisor": "Zofia",
        "person_id": person,
        "person": "Anna Żuk",
        "organisation": "KGW Łąck",
        "commune": "Łąck",
        "topic": "legal",
        "form": "bot",
        "day": "2026-10-07",
        "minutes": 40,
        "summary": "Pytanie o zarząd.",
        "created_at": datetime(2026, 10, 7, 9, tzinfo=UTC),
        **values,
    }
    return add(conn, advice_card, **given)


@pytest_asyncio.fixture
async def office(scene: Scene) -> AsyncIterator[Scene]:
    """Zofia coordinates and has opened the bot; October holds three cards and one ticket more."""
    scene.zofia.start()
    await scene.zofia.expect("Kto tu odpowiada")
    await scene.answered_ticket("Można, po zgłoszeniu do wójta.")
    anna = await scene.person(scene.anna)

    def fill(conn: Connection) -> None:
        staff.know(conn, 900, "Zofia")
        card(conn, anna.id, 1, confirmed="helped", confirmed_by="button")
        card(conn, anna.id, 2, minutes=570, summary="Długa porada.")
        card(conn, anna.id, 3, minutes=20, confirmed="disputed")
        closed = datetime(2026, 10, 20, 9, tzinfo=UTC)
        given = {"kind": "leave", "first_day": "2026-10-05", "last_day": "2026-10-09"}
        add(conn, absence, advisor_id=900, created_at=closed, **given)
        change(
            conn, ticket, ticket.c.id == 1, state="closed", closed_at=closed, closed_by="advisor"
        )

    await scene.house.database.write(fill)
    scene.zofia.skip()
    scene.anna.skip()
    yield scene


async def test_a_coordinator_has_the_figures_of_a_month_and_its_files(office: Scene) -> None:
    zofia = office.zofia
    zofia.send("/raport")
    menu = await zofia.expect("Raport: listopad 2026")
    zofia.click(menu, "Poprzedni")
    menu = await zofia.expect("Raport: październik 2026")

    zofia.click(menu, "Wskaźniki")
    shown = await zofia.expect("Wskaźniki: październik 2026")
    assert "9. Godziny doradztwa: 10,50 godz. (10,50 z 300)" in shown.text
    assert "z 300) ⚠️ poniżej planu" in shown.text
    zofia.click(shown, "Lista 9")
    rows = await zofia.expect("Źródło: karty porady")
    assert "Karty · Minuty · Godziny\n1. " in rows.text
    assert "10.2026 · Zofia · KGW Łąck · 1/2026, 2/2026, 3/2026 · 630" in rows.text

    sent = {}
    for label, caption in (
        ("Rzut oka", "Rzut oka: październik 2026"),
        ("Eksport XLSX", "Raport: październik 2026"),
        ("Eksport CSV", "Raport: październik 2026"),
        ("Karty PDF", "Rejestr i karty porad"),
        ("Godziny doradców PDF", "Godziny doradców do podpisu"),
    ):
        zofia.click(menu, label)
        came = await zofia.expect(caption)
        assert came.kind == ("photo" if label == "Rzut oka" else "document")
        sent[label] = file_of(office, came) if came.kind == "document" else b""
    book = CalamineWorkbook.from_filelike(io.BytesIO(sent["Eksport XLSX"]))
    register = book.get_sheet_by_name("Rejestr kart").to_python()
    assert [row[0] for row in register[1:4]] == ["1/2026", "2/2026", "3/2026"]
    with zipfile.ZipFile(io.BytesIO(sent["Eksport CSV"])) as files:
        names = files.namelist()
        assert "rejestr-kart_2026-10_utworzono-2026-11-24.csv" in names
        hours = files.read("godziny-doradcow_2026-10_utworzono-2026-11-24.csv").decode("utf-8-sig")
    assert "10.2026;Zofia;KGW Łąck;3;1;630;10,50\r\n" in hours
    assert "Długa porada." in text_of(sent["Karty PDF"])
    assert "Karty do podpisu" in text_of(sent["Godziny doradców PDF"])
    assert (await office.audited("report")).count("report") == 6


async def test_months_are_closed_in_their_order_and_stay_as_they_were(office: Scene) -> None:
    zofia = office.zofia
    zofia.send("/zamknij_miesiac")
    menu = await zofia.expect("Zamknięcie miesiąca: październik 2026")
    assert "• Sprawy bez karty: 1" in menu.text
    assert "• Bez potwierdzenia: 1" in menu.text
    assert "✓ Karty zaczęte: 0" in menu.text

    zofia.click(menu, "Sprawy bez karty")
    lines = await zofia.expect("Sprawy bez karty, październik 2026: 1")
    zofia.click(lines, "^#1$")
    await zofia.expect("/karta 1")
    zofia.click(lines, "Wróć")
    menu = await zofia.expect("Zamknięcie miesiąca")
    zofia.click(menu, "Bez potwierdzenia")
    lines = await zofia.expect("2/2026: Zofia, KGW Łąck, 570 min")
    zofia.click(lines, "^2/2026$")
    await zofia.expect("Długa porada.")
    zofia.click(lines, "Wróć")
    menu = await zofia.expect("Zamknięcie miesiąca")
    zofia.click(menu, "Ponad limit")
    lines = await zofia.expect("KGW Łąck: 10,50 h")
    zofia.click(lines, "KGW Łąck")
    await zofia.expect(r"10,50 h, limit \d+ h")
    zofia.click(lines, "Wróć")
    menu = await zofia.expect("Zamknięcie miesiąca")

    zofia.click(menu, "Na urlopie")
    lines = await zofia.expect("5.10.2026 – 9.10.2026, karty z tych dni: 3")
    zofia.click(lines, "^Zofia$")
    await zofia.expect("Karta 2/2026, 7.10.2026: 570 min")
    zofia.click(lines, "Wróć")
    menu = await zofia.expect("Zamknięcie miesiąca")

    zofia.click(menu, "Zamknij miesiąc")
    asked = await zofia.expect("Zamknąć październik 2026")
    assert not await office.house.database.read(lambda conn: months.is_closed(conn, "2026-10"))
    zofia.click(asked, "Zamykam miesiąc")
    done = await zofia.expect("Zamknięte: październik 2026")
    assert "Karty do podpisu: 1" in done.text
    kept = await office.house.database.read(lambda conn: months.find(conn, "2026-10"))
    assert kept is not None and kept.closer == "Zofia"
    assert (kept.figures["advice_hours"], kept.figures["untold"]) == (10.5, [1])
    assert await office.audited("month_closed") == ["month_closed"]

    again = office.press(
        zofia, done, encode("month_close", (await office.person(zofia)).id, 20261000)
    )
    assert (await again.answered())["text"] == STALE  # an old press closes nothing else
    zofia.send("/zamknij_miesiac")
    await zofia.expect("Nie ma czego zamykać")
    zofia.click(done, "Godziny doradców PDF")
    await zofia.expect("Godziny doradców do podpisu")


async def test_nobody_else_reports_or_closes(office: Scene) -> None:
    anna, zofia = office.anna, office.zofia
    zofia.send("/raport")
    menu = await zofia.expect("Raport: listopad")
    for command in ("/raport", "/zamknij_miesiac"):
        anna.send(command)
        await anna.expect("nie znam|Nie znam|polecenia")
    hers = (await office.person(zofia)).id
    for action in ("rep_xlsx", "rep_rows", "month_close", "month_open_card"):
        given = office.press(anna, menu, encode(action, hers, 20261000))
        assert (await given.answered())["text"] in (STALE, "O tym decyduje koordynator.", "")
    await office.settle()
    assert not await office.house.database.read(months.every_closed)
    assert await office.audited("report", "month_closed") == []


STATEMENTS = """
self_assessment:
  statements: [Znam terminy., Liczę budżet., Piszę wnioski., Mam partnerów., Mam wolontariuszy.]
"""


async def test_a_leader_rates_herself_once_and_namelessly(moved_in: Path) -> None:
    files = sample(moved_in)
    said = files / "programme/organisation.yaml"
    said.write_text(said.read_text(encoding="utf-8") + STATEMENTS, encoding="utf-8")
    async with stage(moved_in, forum=True, knowledge=files) as scene:
        await scene.link(topics=7)
        await scene.meet_anna()
        anna, database = scene.anna, scene.house.database
        for _ in range(3):
            anna.send(COVERED)
            await anna.expect("siedmiu założycieli")
        await scene.forward(days=1)
        assert not any("Pięć krótkich" in one.text for one in anna.messages)
        await scene.forward(days=7)
        offered = await anna.expect("Pięć krótkich zdań")
        await scene.forward(minutes=1)  # nobody is asked twice
        assert sum("Pięć krótkich" in one.text for one in anna.messages) == 1

        anna.click(offered, "Zaczynam")
        first = await anna.expect("Znam terminy")
        anna.click(first, "^4$")
        second = await anna.expect("Liczę budżet")
        person = (await scene.person(anna)).id
        old = scene.press(anna, second, encode("assess_e", person, 0))  # the first, once more
        assert (await old.answered())["text"] == STALE
        stranger = scene.press(scene.ewa, second, encode("assess_e", person, 1))
        assert (await stranger.answered())["text"] == STALE
        for statement, mark in (
            ("Liczę", 1),
            ("Piszę", 2),
            ("partnerów", 3),
            ("wolontariuszy", 5),
        ):
            await scene.settle()
            anna.click(await scene.anna_last(statement), f"^{mark}$")
        await anna.expect("bez nazwiska")
        ratings = await database.read(self_assessments.ratings)
        assert ratings == {("begin", at): (1, mark) for at, mark in enumerate((4, 1, 2, 3, 5))}
        anna.send("/samoocena")
        await anna.expect("jest już wypełniona")
