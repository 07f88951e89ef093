"""A whole guide as a file: uploaded once for everybody, and anew only when it has to be."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from bot.simulator.model import Message
from bot.simulator.people import Person
from bot.storage.records import facts_named
from tests.dialogues.scene import Scene
from tests.dialogues.shelf import SUPPER, write


async def guide_of(who: Person, scene: Scene) -> Message:
    who.start("g_wspolna-kolacja")
    page = await who.expect("Od pomysłu do sprzątania")
    await scene.settle()
    return page


async def sent(who: Person, page: Message) -> Message:
    """Press [Cały w pliku]; return the message with the file."""
    told = await who.click(page, "Cały w pliku").answered()
    assert told["text"] == "Wysyłam."
    return await who.expect("przeczytania i wydrukowania", where=lambda m: m.kind == "document")


def documents(scene: Scene) -> list[Any]:
    """Return what was given to Telegram as each document: a file_id, or what was uploaded."""
    return [call.params["document"] for call in scene.telegram.requests("sendDocument")]


def uploads(scene: Scene) -> list[tuple[str, bytes, str]]:
    return [given for given in documents(scene) if isinstance(given, tuple)]


async def test_a_guide_is_uploaded_once_and_then_reused_for_everybody(reading: Scene) -> None:
    page = await guide_of(reading.anna, reading)
    first = await sent(reading.anna, page)
    await reading.settle()
    await sent(reading.anna, page)
    halina = reading.telegram.user(first_name="Halina")
    await sent(halina, await guide_of(halina, reading))

    assert len(uploads(reading)) == 1
    file_id = first.content["document"]["file_id"]
    assert documents(reading)[1:] == [file_id, file_id]


async def test_what_telegram_calls_the_file_is_remembered_for_good(reading: Scene) -> None:
    message = await sent(reading.anna, await guide_of(reading.anna, reading))
    await reading.forward(days=90)

    known = await reading.house.database.read(lambda conn: facts_named(conn, "file:"))

    assert list(known.values()) == [message.content["document"]["file_id"]]


class Reader(HTMLParser):
    """Collects tags, addresses and words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.words += data


async def test_the_file_is_one_page_that_needs_nothing_else(reading: Scene) -> None:
    await sent(reading.anna, await guide_of(reading.anna, reading))
    ((name, data, mime),) = uploads(reading)
    page = data.decode()
    read = Reader(page)

    assert (name, mime) == ("wspolna-kolacja.html", "text/html")
    assert {"script", "link", "img"} & set(read.tags) == set()
    assert read.addresses == []
    assert "@import" not in page
    assert "url(" not in page
    assert {"table", "pre", "h1", "h2"} <= set(read.tags)
    assert '<li class="box">klucz do świetlicy' in page
    assert "Stawka kucharza: 40 zł." in read.words
    assert "Sprawdzono: 22.11.2026" in read.words
    assert "+48 24 000 00 00" in read.words
    assert '<html lang="pl">' in page


async def test_a_file_that_telegram_has_forgotten_is_uploaded_anew(reading: Scene) -> None:
    page = await guide_of(reading.anna, reading)
    await sent(reading.anna, page)
    await reading.settle()
    reading.telegram.world.files.clear()

    await sent(reading.anna, page)
    await reading.settle()

    refused = [str(one) for one in reading.telegram.violations]
    assert [re.sub(r":.*", "", one) for one in refused] == ["[content] sendDocument"]
    reading.telegram.world.violations.clear()
    assert len(uploads(reading)) == 2
    await sent(reading.anna, page)
    assert len(uploads(reading)) == 2


async def test_a_changed_guide_is_another_file(reading: Scene) -> None:
    page = await guide_of(reading.anna, reading)
    await sent(reading.anna, page)
    await reading.settle()
    library = reading.house.library
    write(library.directory, "guides/wspolna-kolacja.md", SUPPER.replace("zmywa", "zamiata"))
    assert await library.reload_if_changed() == []

    await sent(reading.anna, page)

    assert ["zamiata" in data.decode() for _name, data, _mime in uploads(reading)] == [False, True]


async def test_an_aged_value_makes_another_file(reading: Scene) -> None:
    page = await guide_of(reading.anna, reading)
    await sent(reading.anna, page)
    await reading.forward(days=60)

    await sent(reading.anna, page)

    assert "stawkę na 2027 potwierdzi doradca" in uploads(reading)[1][1].decode()


async def test_two_who_ask_at_once_cause_one_upload(reading: Scene) -> None:
    halina = reading.telegram.user(first_name="Halina")
    pages = [(who, await guide_of(who, reading)) for who in (reading.anna, halina)]
    for who, _page in pages:
        who.skip()

    pressed = [who.click(page, "Cały w pliku") for who, page in pages]
    for press in pressed:
        await press.answered()
    for who, _page in pages:
        await who.expect("przeczytania i wydrukowania", where=lambda m: m.kind == "document")

    assert len(uploads(reading)) == 1


async def test_a_second_press_while_the_file_waits_sends_no_second_one(reading: Scene) -> None:
    page = await guide_of(reading.anna, reading)
    reading.telegram.faults.next("flood", methods="sendDocument")

    for _ in "ab":
        await reading.anna.click(page, "Cały w pliku").answered()
    await reading.anna.expect("wydrukowania", where=lambda m: m.kind == "document")
    await reading.settle()

    assert len([m for m in reading.anna.messages if m.kind == "document"]) == 1


@pytest.mark.parametrize(
    ("fault", "words", "arrived"),
    [
        ("reset_after", "Nie wiem, czy plik dotarł", 1),
        ("reset_before", "Nie wiem, czy plik dotarł", 0),
    ],
)
async def test_a_file_that_may_not_have_come_is_not_sent_twice_but_told(
    reading: Scene, fault: Any, words: str, arrived: int
) -> None:
    page = await guide_of(reading.anna, reading)
    reading.telegram.faults.next(fault, methods="sendDocument")

    await reading.anna.click(page, "Cały w pliku").answered()
    await reading.anna.expect(words)

    files = [m for m in reading.anna.messages if m.kind == "document"]
    assert len(files) == arrived


async def test_a_guide_that_goes_while_its_file_waits_is_told(reading: Scene) -> None:
    page = await guide_of(reading.anna, reading)
    reading.telegram.faults.next("flood", methods="sendDocument")
    await reading.anna.click(page, "Cały w pliku").answered()
    (reading.house.library.directory / "guides/wspolna-kolacja.md").unlink()
    (reading.house.library.directory / "values.yaml").unlink()
    assert await reading.house.library.reload_if_changed() == []

    await reading.anna.expect("Nie udało się wysłać pliku: „Wspólna kolacja")
