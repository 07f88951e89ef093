"""The photo of a good practice: sent where Telegram takes it, uploaded once."""

from __future__ import annotations

from typing import Any

from bot.simulator.attaching import PHOTO
from bot.simulator.model import Message
from bot.simulator.people import Person
from tests.dialogues.scene import Scene
from tests.dialogues.shelf import REAL


async def practice_of(who: Person, scene: Scene, number: int = REAL) -> Message:
    who.start(f"p_przystanek-{number}")
    page = await who.expect("Sąsiedzi odnowili przystanek")
    await scene.settle()
    return page


async def sent(who: Person, page: Message) -> Message:
    await who.click(page, "Zdjęcie").answered()
    return await who.expect("Kolorowy przystanek", where=lambda m: m.kind == "photo")


def photos(scene: Scene) -> list[Any]:
    return [call.params["photo"] for call in scene.telegram.requests("sendPhoto")]


async def test_a_drawing_is_not_offered_and_a_photo_is(reading: Scene) -> None:
    drawn = await practice_of(reading.anna, reading, 0)
    assert drawn.rows == [["Cała historia", "Zapytaj doradcę"], ["Wstecz", "Spis"]]

    taken = await practice_of(reading.anna, reading)

    assert taken.rows[1] == ["Zdjęcie"]


async def test_a_photo_is_uploaded_once_and_then_reused(reading: Scene) -> None:
    page = await practice_of(reading.anna, reading)
    first = await sent(reading.anna, page)
    await reading.settle()
    halina = reading.telegram.user(first_name="Halina")
    await sent(halina, await practice_of(halina, reading))

    assert photos(reading) == [
        ("przystanek.jpg", PHOTO, "image/jpeg"),
        first.content["photo"][-1]["file_id"],
    ]
    assert first.text == "Przystanek 3\nKolorowy przystanek."


async def test_another_photo_under_the_same_name_is_uploaded(reading: Scene) -> None:
    page = await practice_of(reading.anna, reading)
    await sent(reading.anna, page)
    await reading.settle()
    picture = reading.house.library.directory / "practices/pictures/przystanek.jpg"
    picture.write_bytes(PHOTO + b"2")

    await sent(reading.anna, page)

    assert [data for _name, data, _mime in photos(reading)] == [PHOTO, PHOTO + b"2"]


async def test_a_photo_that_is_gone_is_told(reading: Scene) -> None:
    page = await practice_of(reading.anna, reading)
    (reading.house.library.directory / "practices/pictures/przystanek.jpg").unlink()

    await reading.anna.click(page, "Zdjęcie").answered()

    await reading.anna.expect("Nie udało się wysłać zdjęcia: „Przystanek 3”")


async def test_a_photo_that_became_a_drawing_shows_the_contents(reading: Scene) -> None:
    page = await practice_of(reading.anna, reading)
    file = reading.house.library.directory / "practices/przystanek-3.md"
    file.write_text(file.read_text("utf-8").replace("przystanek.jpg", "przystanek.svg"), "utf-8")
    assert await reading.house.library.reload_if_changed() == []

    told = await reading.anna.click(page, "Zdjęcie").answered()

    assert told["text"] == "Tej strony już nie ma. Pokazuję spis."
