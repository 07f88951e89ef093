"""The coordinator sends a table of meetings; files and chat that disagree are settled."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.callbacks import encode
from bot.simulator.model import Message
from bot.storage import occasions
from tests.dialogues.conftest import SAMPLE, stage
from tests.dialogues.scene import Scene
from tests.programme.desk import sample
from tests.programme.organising.test_importing import ROW, workbook

pytestmark = pytest.mark.usefixtures("typing_fast")
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Scene]:
    """A stage over files that a test may change, with Zofia in the private chat."""
    assert SAMPLE.is_dir()
    async with stage(tmp_path, forum=True, knowledge=sample(tmp_path)) as scene:
        await scene.link(topics=7)
        await scene.meet_anna()
        scene.zofia.start()
        await scene.zofia.expect("Kto tu odpowiada")
        await scene.forward(seconds=15)
        scene.zofia.skip()
        yield scene


async def importing(scene: Scene) -> None:
    scene.zofia.send("/warsztat")
    scene.zofia.click(await scene.zofia.expect("Co robimy"), "Import")
    await scene.zofia.expect("Import z arkusza")
    await scene.zofia.expect(where=lambda one: "document" in one.content)


async def sent(scene: Scene, content: bytes, expected: str) -> Message:
    scene.zofia.send_document(content, "spotkania.xlsx", SHEETS)
    return await scene.zofia.expect(expected)


async def titles(scene: Scene) -> list[str]:
    await scene.settle()
    rows = await scene.house.database.read(occasions.every_one)
    return [row.title for row in rows if row.origin == "chat"]


async def test_a_table_is_previewed_and_done_as_a_whole(office: Scene) -> None:
    await importing(office)
    content = workbook(ROW, {**ROW, "title": "Goście"}, {**ROW, "id": "ksiegi", "title": "Inne"})
    preview = await sent(office, content, "Nowe: 2, zmienione: 1, bez zmian: 0, błędne: 0")
    assert await titles(office) == []

    office.zofia.click(preview, "Wczytaj")

    await office.zofia.expect("Wczytane. Nowe spotkania: 2, zmienione: 1")
    assert sorted(await titles(office)) == ["Goście", "Inne", "Pierogi"]
    await importing(office)
    again = await sent(office, content, "Nowe: 0, zmienione: 0, bez zmian: 3, błędne: 0")
    assert again.rows == []


async def test_a_table_with_a_wrong_row_does_nothing(office: Scene) -> None:
    await importing(office)
    content = workbook(ROW, {**ROW, "title": "Goście", "municipality": "Paryż"})
    shown = await sent(office, content, "błędne: 1")
    assert "Wiersz 3: gmina: nie ma na liście „Paryż”" in shown.text
    assert shown.rows == []
    await sent(office, b"PK\x03\x04", "nie udało się odczytać")
    assert await titles(office) == []


async def test_a_preview_that_is_out_of_date_is_shown_anew(office: Scene) -> None:
    await importing(office)
    first = await sent(office, workbook(ROW), "Nowe: 1")
    await sent(office, workbook({**ROW, "title": "Goście"}), "Goście")
    pressed = office.press(office.zofia, first, first.buttons[0]["callback_data"])
    assert (await pressed.answered())["text"] == "To już nieaktualne. Odświeżam."
    assert await titles(office) == []


async def test_a_file_that_nobody_waits_for_stays_a_question(office: Scene) -> None:
    office.anna.send_document(workbook(ROW), "spotkania.xlsx", SHEETS)
    await office.anna.expect("Sprawa #1")
    assert await titles(office) == []


# -- files and chat


async def edit(scene: Scene, old: str, new: str) -> None:
    path = scene.house.library.directory / "programme" / "workshops.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert await scene.house.library.reload_if_changed() == []


async def disagreeing(scene: Scene) -> Message:
    """Let the chat and the files say different things of one workshop; return the alarm."""
    await importing(scene)
    preview = await sent(
        scene, workbook({**ROW, "id": "ksiegi", "title": "Z czatu"}), "zmienione: 1"
    )
    scene.zofia.click(preview, "Wczytaj")
    await scene.zofia.expect("Wczytane")
    await edit(scene, "Księgi bez strachu", "Z pliku")
    await scene.forward(seconds=15)
    return await scene.group.expect("plik programu zmienił się", thread=scene.coordination)


async def test_a_coordinator_takes_the_files_word(office: Scene) -> None:
    alarm = await disagreeing(office)
    office.ewa.click(alarm, "Weź z pliku")
    await office.settle()
    assert await titles(office) == ["Z czatu"]  # Ewa advises, she does not decide this
    office.zofia.click(alarm, "Weź z pliku")
    await office.group.expect("Zdecydowane: Zofia")
    row = await office.house.database.read(lambda conn: occasions.get(conn, "ksiegi"))
    assert (row.title, row.origin, row.starts_at.day) == ("Z pliku", "file", 13)


async def test_a_coordinator_keeps_the_chats_word_until_the_file_changes_again(
    office: Scene,
) -> None:
    alarm = await disagreeing(office)
    old = alarm.buttons[0]["callback_data"]
    office.zofia.click(alarm, "Zostaw z czatu")
    await office.group.expect("zostaje to, co z czatu")
    assert await titles(office) == ["Z czatu"]
    await edit(office, "Z pliku", "Znów z pliku")
    await office.forward(seconds=15)
    await office.group.expect("plik programu zmienił się", thread=office.coordination)
    pressed = office.press(office.zofia, alarm, old)  # it was about the file as it was before
    assert (await pressed.answered())["text"] == "To już nieaktualne. Odświeżam."
    assert await titles(office) == ["Z czatu"]


async def gone(scene: Scene) -> Message:
    """Let a workshop with somebody on its list leave the files; return the alarm."""
    await scene.house.database.write(lambda conn: occasions.take_seat(conn, "ksiegi"))
    await edit(scene, "ksiegi:", "inne-ksiegi:")
    await scene.forward(seconds=15)
    return await scene.group.expect("nie ma już", thread=scene.coordination)


async def test_what_left_the_files_is_called_off(office: Scene) -> None:
    office.zofia.click(await gone(office), "Odwołaj i powiadom")
    await office.group.expect("odwołane, powiadamiamy 1\u00a0osobę")
    row = await office.house.database.read(lambda conn: occasions.get(conn, "ksiegi"))
    assert row.state == "cancelled"


async def test_what_left_the_files_is_kept(office: Scene) -> None:
    office.zofia.click(await gone(office), "Zostaw")
    await office.group.expect("zostaje, zapisy są ważne")
    await office.forward(seconds=15)
    row = await office.house.database.read(lambda conn: occasions.get(conn, "ksiegi"))
    assert (row.state, row.origin) == ("open", "chat")


async def test_only_a_coordinator_settles_it(office: Scene) -> None:
    alarm = await gone(office)
    before = await office.house.database.read(occasions.every_one)
    for action in ("org_take_file", "org_keep_chat", "org_gone_cancel", "org_gone_keep"):
        data = alarm.buttons[0]["callback_data"].split(":")
        forged = encode(action, int(data[2], 36), int(data[3]))
        office.clock.advance(timedelta(seconds=5))
        told = await office.press(office.ewa, alarm, forged).answered()
        assert told["text"] == "O tym decyduje koordynator."
    assert await office.house.database.read(occasions.every_one) == before
