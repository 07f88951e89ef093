"""The calendar of one's deadlines: a file in the chat, and an address for the phone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import Connection

from bot.app import open_house
from bot.settings import load
from bot.simulator.clock import MovableClock
from bot.simulator.people import Telegram
from bot.simulator.request import SimulatedRequest
from bot.storage import people
from tests.dialogues.conftest import TuesdayMorning
from tests.dialogues.deadline_stories import added, following, owed_with
from tests.dialogues.ground import ground
from tests.dialogues.scene import Scene
from tests.knowledge.sample import copy_of_sample

pytestmark = pytest.mark.usefixtures("typing_fast")


@pytest_asyncio.fixture
async def reached(tmp_path: Path) -> AsyncIterator[Scene]:
    """A bot whose web server can be reached, as its organisation says."""
    knowledge = copy_of_sample(tmp_path)
    file = knowledge / "programme" / "organisation.yaml"
    file.write_text(
        file.read_text(encoding="utf-8") + "\nbot_address: https://bot.example.org/\n", "utf-8"
    )
    clock = MovableClock(TuesdayMorning())
    telegram = Telegram(clock)
    settings = load(
        environment={},
        token=telegram.token,
        database=await ground().address(tmp_path),
        knowledge=knowledge,
        listen="127.0.0.1:0",
        pacing="off",
    )
    request = SimulatedRequest(telegram.world)
    async with open_house(settings, clock=clock, request=request) as house:
        scene = Scene(telegram, clock, house, telegram.group("Doradcy", forum=True))
        await scene.meet_anna()
        yield scene
        await house.settle()
        telegram.assert_clean()


async def fetched(scene: Scene, address: str) -> httpx.Response:
    """Fetch what stands at an address of ours, from the server as it runs here."""
    assert scene.house.web is not None
    path = address.removeprefix("webcal://bot.example.org")
    assert path.startswith("/kalendarz/")
    async with httpx.AsyncClient(timeout=5) as client:
        return await client.get(scene.house.web.address + path)


async def test_the_file_comes_into_the_chat(scene: Scene) -> None:
    await following(scene)
    await added(scene, "raport do gminy 30 czerwca")
    scene.anna.send("/terminy")
    scene.anna.click(await scene.anna.expect("Najbliższe terminy"), "Do kalendarza")
    message = await scene.anna.expect("otworzyć ten plik", where=lambda m: m.kind == "document")
    assert message.rows == []  # nobody could reach a feed of this bot
    (call,) = scene.telegram.requests("sendDocument")
    name, content = call.params["document"][:2]
    assert name == "terminy.ics"
    assert b"SUMMARY:raport do gminy\r\n" in content
    assert b"DTSTART;VALUE=DATE:20270630\r\n" in content


async def test_a_feed_shows_what_is_open_now_until_it_is_closed(reached: Scene) -> None:
    listed = await following(reached)
    reached.anna.click(listed, "Do kalendarza")
    message = await reached.anna.expect("otworzyć ten plik")
    reached.anna.click(message, "Włącz kanał")
    feed = await reached.anna.expect("Kanał do kalendarza jest włączony")
    address = str(reached.anna.click(feed, "Kopiuj adres"))
    assert await owed_with(reached, address) == []  # once it has come, it stands nowhere else
    first = await fetched(reached, address)
    assert first.status_code == 200
    assert "Złożyć CIT-8" in first.text
    card = await added(reached, "raport do gminy 30 czerwca")
    assert "raport do gminy" in (await fetched(reached, address)).text
    reached.anna.click(card, "Zrobione")
    await reached.settle()
    assert "raport do gminy" not in (await fetched(reached, address)).text
    reached.anna.click(feed, "Wyłącz kanał")
    await reached.anna.expect("Stary adres już nie działa")
    assert (await fetched(reached, address)).status_code == 404


async def test_a_new_feed_takes_the_place_of_the_old_one(reached: Scene) -> None:
    listed = await following(reached)
    reached.anna.click(listed, "Do kalendarza")
    message = await reached.anna.expect("otworzyć ten plik")
    addresses = []
    for _ in range(2):
        reached.anna.click(message, "Włącz kanał")
        feed = await reached.anna.expect("Kanał do kalendarza jest włączony")
        addresses.append(str(reached.anna.click(feed, "Kopiuj adres")))
    found = [(await fetched(reached, one)).status_code for one in addresses]
    assert found == [404, 200]


async def test_the_feed_of_somebody_erased_is_nobodys(reached: Scene) -> None:
    listed = await following(reached)
    reached.anna.click(listed, "Do kalendarza")
    reached.anna.click(await reached.anna.expect("otworzyć ten plik"), "Włącz kanał")
    feed = await reached.anna.expect("Kanał do kalendarza jest włączony")
    address = str(reached.anna.click(feed, "Kopiuj adres"))
    assert (await fetched(reached, address)).status_code == 200

    def forget(conn: Connection) -> None:
        known = people.by_telegram(conn, reached.anna.id)
        assert known is not None
        people.set_fields(conn, known.id, erased_at=reached.clock.now())

    await reached.house.database.write(forget)
    assert (await fetched(reached, address)).status_code == 404
