"""The register of supported initiatives: filled by results and by files, kept by coordinators."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import Connection, select

from bot.domain.callbacks import encode
from bot.office.initiatives.lines import HEADS
from bot.simulator.model import Message
from bot.storage import grantees, initiatives
from bot.storage.initiatives import Initiative
from bot.storage.programme_tables import deadline, membership
from bot.storage.rows import put
from tests.dialogues.contest_stage import go_to
from tests.dialogues.scene import Scene

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINE = {
    "name": "KGW Róża", "kind": "kgw", "commune": "Łąck", "result": "przyznano",
    "amount": "6000 zł", "days": {"report": "2027-12-01"}, "title": "", "agreement": "",
    "starts_on": None, "ends_on": None,
}  # fmt: skip
MOVED, STALE = "Coś się tu zmieniło. Odświeżam.", "To już nieaktualne. Odświeżam."


def workbook(*rows: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(
            [HEADS, *([row.get(h, "") for h in HEADS] for row in rows)]
        ):
            for place, cell in enumerate(cells):
                sheet.write_string(number, place, cell)
    return made.getvalue()


async def granted(scene: Scene, **more: object) -> None:
    """Let results be in force, by which Anna's circle has a grant."""
    await go_to(scene, "2027-05-21")
    scene.zofia.start()
    await scene.settle()
    anna = await scene.person(scene.anna)

    def work(conn: Connection) -> None:
        now = scene.clock.now()
        ident = grantees.add_organisation(conn, now, name="KGW  Róża", kind="kgw")
        put(conn, membership, organisation_id=ident, person_id=anna.id, via="founded",
            joined_at=now)  # fmt: skip
        grantees.add(
            conn, contest="granty", lines=[{**LINE, **more}], state="done", author_id=900,
            author="Zofia", created_at=now, decided_at=now,
        )  # fmt: skip

    await scene.house.database.write(work)
    await scene.forward(seconds=15)
    scene.zofia.skip()
    scene.anna.skip()


async def register(scene: Scene) -> list[Initiative]:
    await scene.settle()
    return await scene.house.database.read(initiatives.all_of)


async def days(scene: Scene) -> list[tuple[str, str]]:
    await scene.settle()
    query = select(deadline.c.source, deadline.c.day).where(deadline.c.state == "open")
    return await scene.house.database.read(
        lambda conn: [tuple(row) for row in conn.execute(query.order_by(deadline.c.day))]
    )


async def opened(scene: Scene) -> Message:
    scene.zofia.send("/inicjatywy")
    scene.zofia.click(await scene.zofia.expect("Dofinansowane inicjatywy"), "KGW Róża")
    return await scene.zofia.expect("Umowa: ")


async def answer(scene: Scene, card: Message, button: str, words: str) -> Message:
    """Press a field of the card, write its value, and return the card as it is then."""
    scene.zofia.click(card, button)
    await scene.zofia.expect("teraz|\\?")
    scene.zofia.send(words)
    return await scene.zofia.expect("Umowa: ")


async def test_results_fill_the_register_and_coordinators_keep_it(scene: Scene) -> None:
    await granted(scene)
    (one,) = await register(scene)
    assert (one.title, one.awarded, one.state) == ("Granty na próbę", 600_000, "awarded")
    assert one.organisation_id is not None
    # The report has no day of its own in these results, so the contest's rules give one.
    assert await days(scene) == [
        ("grant:granty:changes", "2027-10-29"),
        ("grant:granty:report", "2027-12-06"),
    ]
    await scene.forward(minutes=1)
    assert len(await register(scene)) == 1  # the same results fill nothing twice

    scene.zofia.send("/inicjatywy")
    listed = await scene.zofia.expect("Dofinansowane inicjatywy: 1 z 25")
    assert "Przyznano razem: 6\u00a0000,00 zł" in listed.text
    card = await opened(scene)
    old = card
    card = await answer(scene, card, "Przekazano", "5 000,50")
    assert "Przekazano: 5\u00a0000,50 zł" in card.text
    assert "Zostaje do rozliczenia: 5\u00a0000,50 zł" in card.text
    scene.zofia.click(card, "Rozliczono")
    await scene.zofia.expect("Ile rozliczono")
    scene.zofia.send("dużo")
    await scene.zofia.expect("To nie wygląda na kwotę")
    scene.zofia.send("4 999,50 zł")
    card = await scene.zofia.expect("Zostaje do rozliczenia: 1,00 zł")
    card = await answer(scene, card, "Umowa$", "12/DL/2027")
    card = await answer(scene, card, "Początek", "7.06.2027")
    scene.zofia.click(card, "Koniec")
    await scene.zofia.expect("Kiedy projekt się kończy")
    scene.zofia.send("1.06.2027")
    await scene.zofia.expect("nie może się kończyć przed początkiem")
    scene.zofia.send("30.09.2027")
    await scene.zofia.expect("czw\\. 30.09.2027")
    assert await days(scene) == [
        ("grant:granty:changes", "2027-09-16"),
        ("grant:granty:report", "2027-10-21"),
    ]
    (one,) = await register(scene)
    assert (one.agreement, one.paid, one.settled) == ("12/DL/2027", 500_050, 499_950)

    # A button of an older card, and somebody else's press, change nothing.
    for person, told in ((scene.zofia, MOVED), (scene.anna, STALE)):
        answered = await scene.press(person, old, encode("ini_next", one.id, 0)).answered()
        assert answered["text"] == told
    scene.anna.send("/inicjatywy")
    await scene.anna.expect("Nie znam takiego polecenia")
    assert [one] == await register(scene)

    scene.zofia.click(old, "Umowa podpisana")
    await scene.zofia.expect("Stan: umowa podpisana")
    scene.zofia.click(old, "Rezygnacja z grantu")
    await scene.zofia.expect("Stan: rezygnacja")
    assert await days(scene) == []
    scene.zofia.send("/inicjatywy")
    await scene.zofia.expect("Dofinansowane inicjatywy: 0 z 25")
    scene.zofia.click(old, "Jednak realizuje")
    await scene.zofia.expect("Stan: przyznano")
    assert len(await days(scene)) == 2
    assert "initiative_changed" in await scene.audited("initiative_changed")


async def test_days_named_by_results_stay_and_a_period_counts_others(scene: Scene) -> None:
    line = {"title": "Ogród", "agreement": "7", "starts_on": "2027-06-07", "ends_on": "2027-10-15"}
    await granted(scene, **line)
    (one,) = await register(scene)
    assert (one.title, one.agreement, one.ends_on) == ("Ogród", "7", "2027-10-15")
    assert ("grant:granty:changes", "2027-10-01") in await days(scene)


@pytest.mark.slow
async def test_a_spreadsheet_is_shown_saved_and_comes_back_as_it_was(scene: Scene) -> None:
    await granted(scene)
    scene.zofia.send("/inicjatywy")
    scene.zofia.click(await scene.zofia.expect("Dofinansowane"), "Wczytaj arkusz")
    await scene.zofia.expect("Proszę wypełnić ten arkusz")
    good = {
        "Konkurs": "Granty na próbę", "Grantobiorca": "kgw róża", "Tytuł projektu": "Ogród",
        "Numer umowy": "=1+1", "Przyznano": "5 000,00", "Koniec": "15.10.2027", "Stan": "umowa",
    }  # fmt: skip
    bad = {
        "Konkurs": "Inny", "Gmina": "Atlantyda", "Tytuł projektu": "X", "Przyznano": "dużo",
        "Początek": "31.06.2027", "Uczestnicy": "wielu", "Stan": "może",
    }  # fmt: skip
    scene.zofia.send_document(workbook(good, bad, good), "rejestr.xlsx", XLSX)
    told = await scene.zofia.expect("Nic nie zmieniono")
    for words in (
        "wiersz 3, Konkurs: nie znam „Inny”",
        "wiersz 3, Grantobiorca: trzeba coś wpisać",
        "wiersz 3, Gmina: nie znam „Atlantyda”",
        "wiersz 3, Początek: „31.06.2027” to nie dzień",
        "wiersz 3, Przyznano: „dużo” to nie kwota",
        "wiersz 3, Uczestnicy: „wielu” to nie liczba",
        "wiersz 3, Stan: nie znam „może”",
        "wiersz 4, Tytuł projektu: to samo jest już w wierszu 2",
    ):
        assert words in told.text

    lime = {**good, "Grantobiorca": "OSP Lipa", "Tytuł projektu": "Remiza", "Konkurs": "granty"}
    scene.zofia.send_document(workbook(good, lime), "rejestr.xlsx", XLSX)
    preview = await scene.zofia.expect("Podgląd rejestru")
    assert "Nowe: 1, do uzupełnienia: 1" in preview.text
    assert [one.title for one in await register(scene)] == ["Granty na próbę"]
    person = await scene.person(scene.zofia)
    for presser in (scene.anna, scene.zofia):
        await scene.press(presser, preview, encode("ini_save", person.id, 7)).answered()
    assert len(await register(scene)) == 1
    scene.zofia.click(preview, "Zapisz")
    await scene.zofia.expect("Dofinansowane inicjatywy: 2 z 25")
    rose, osp = await register(scene)
    assert (rose.title, rose.awarded, rose.state) == ("Ogród", 500_000, "agreed")
    assert (osp.grantee, osp.organisation_id) == ("OSP Lipa", None)

    scene.zofia.send("/inicjatywy")
    scene.zofia.click(await scene.zofia.expect("Dofinansowane"), "Pobierz arkusz")
    file = await scene.zofia.expect(where=lambda message: "document" in message.content)
    content = scene.telegram.world.files[file.content["document"]["file_id"]].data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert tuple(rows[0]) == HEADS
    assert rows[1][HEADS.index("Numer umowy")] == "=1+1"  # words, never worked out
    assert rows[2][HEADS.index("Przyznano")] == "5\u00a0000,00"
    scene.zofia.send("/inicjatywy")
    scene.zofia.click(await scene.zofia.expect("Dofinansowane"), "Wczytaj arkusz")
    await scene.zofia.expect("Proszę wypełnić ten arkusz")
    scene.zofia.send_document(content, "rejestr.xlsx", XLSX)
    assert "Nowe: 0, do uzupełnienia: 2" in (await scene.zofia.expect("Podgląd rejestru")).text
