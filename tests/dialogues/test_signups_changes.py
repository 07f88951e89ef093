"""A meeting comes nearer, moves, or is called off: those on its list hear of it in time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import cast

import pytest
import pytest_asyncio

from bot.domain.callbacks import encode
from bot.domain.warsaw import WARSAW
from bot.programme.signups import PART
from bot.simulator.model import Message
from bot.simulator.people import Person
from bot.storage import registrations
from tests.dialogues.scene import COVERED, Scene
from tests.dialogues.signing import (
    BOOKS,
    POSTER,
    all_signed_up,
    amend,
    cancel,
    given_up,
    listed,
    signed_up,
    without_telegram,
)

pytestmark = pytest.mark.usefixtures("typing_fast")

ON_WEDNESDAY = datetime(2026, 11, 25, 16, 30, tzinfo=WARSAW)  # tomorrow, as the scene begins


@pytest_asyncio.fixture
async def fair(scene: Scene) -> AsyncIterator[Scene]:
    """The stage with its meetings in force."""
    await scene.forward(seconds=15)
    yield scene


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=WARSAW)


async def until(scene: Scene, moment: datetime) -> None:
    """Let time pass until a moment, and the sweeps twice."""
    left = moment - scene.clock.now()
    await scene.forward(seconds=left.total_seconds())
    await scene.forward(seconds=15)


def said(person: Person) -> list[str]:
    """Return what the bot has said to somebody since they looked last."""
    return [message.text for message in person.messages if message.from_bot]


# -- the map and the calendar


async def test_the_place_is_shown_on_the_map(fair: Scene) -> None:
    fair.anna.start(f"w_{POSTER}")
    card = await fair.anna.expect("wejście bez schodów")
    fair.anna.click(card, "Dojazd")
    place = await fair.anna.expect(None, where=lambda one: "venue" in one.content)
    assert place.content["venue"]["title"] == "Plakat na płot"
    assert place.content["location"] == {"latitude": 52.4712, "longitude": 19.6389}

    fair.anna.start(f"w_{BOOKS}")  # without a point: a search for it
    address = fair.anna.click(await fair.anna.expect("Ćwiczymy"), "Dojazd")
    assert str(address).endswith("query=Bielsk%2C+%C5%9Bwietlica")


async def test_the_calendar_file_comes_by_a_button(fair: Scene) -> None:
    await signed_up(fair.anna, POSTER)
    fair.anna.click("Dodaj do kalendarza")
    file = await _file(fair.anna)
    assert "SEQUENCE:0" in _content(fair, file)


async def _file(person: Person) -> Message:
    return await person.expect(None, where=lambda one: "document" in one.content)


def _content(scene: Scene, message: Message) -> str:
    stored = scene.telegram.world.files[message.content["document"]["file_id"]]
    return cast("bytes", stored.data).decode()


# -- reminders


async def test_reminders_come_seven_days_two_days_and_two_hours_before(fair: Scene) -> None:
    await signed_up(fair.anna, POSTER)  # on 7 April at 16:30
    await until(fair, at(3, 31, 9))
    await fair.anna.expect("Przypominamy: Plakat na płot")

    await until(fair, at(4, 5, 9))
    asking = await fair.anna.expect("Czy można na Ciebie liczyć")
    fair.anna.click(asking, "Będę")
    await fair.settle()
    assert [one.coming for one in await listed(fair, POSTER)] == [True]

    await until(fair, at(4, 7, 14, 30))
    last = await fair.anna.expect("środa, 7\u00a0kwietnia, 16:30–19:30: Plakat")
    place = await fair.anna.expect(None, where=lambda one: "venue" in one.content)
    assert place.id > last.id
    await fair.forward(seconds=30)
    assert sum("venue" in one.content for one in fair.anna.messages) == 1


async def test_the_last_reminder_of_a_morning_goes_the_evening_before(fair: Scene) -> None:
    await signed_up(fair.anna, BOOKS)  # on 13 March at 9:30
    await until(fair, at(3, 11, 9))
    fair.anna.skip()
    await until(fair, at(3, 12, 19))
    last = await fair.anna.expect("sobota, 13\u00a0marca, 09:30–15:00: Księgi")
    assert "Do zobaczenia" in last.text
    await until(fair, at(3, 13, 9))
    assert len([text for text in said(fair.anna) if "Do zobaczenia" in text]) == 1


async def test_who_cannot_come_gives_the_seat_to_the_next(fair: Scene) -> None:
    ola, _iga, ula = await all_signed_up(fair, ("Ola", "Iga", "Ula"), POSTER)
    await until(fair, at(4, 5, 9))
    ola.click(await ola.expect("Czy można na Ciebie liczyć"), "Nie dam rady")
    ola.click(await ola.expect("Oddać to miejsce"), "Tak, rezygnuję")
    await ola.expect("Miejsce zwolnione")
    await ula.expect("Zwolniło się miejsce")
    await until(fair, at(4, 7, 14, 30))
    assert not any("Przypominamy" in text for text in said(ula))  # she has no seat yet


async def test_who_left_is_reminded_no_more(fair: Scene) -> None:
    await signed_up(fair.anna, POSTER)
    await given_up(fair.anna)
    fair.anna.skip()
    await until(fair, at(4, 5, 9))
    await fair.anna.expect_none(0.2, "Plakat")


async def test_a_moved_meeting_moves_its_reminders(fair: Scene) -> None:
    await signed_up(fair.anna, POSTER)
    await amend(fair, POSTER, starts=at(4, 14, 17), ends=at(4, 14, 19))
    await fair.anna.expect("Zmiana: Plakat")
    await until(fair, at(4, 5, 9))
    await fair.anna.expect_none(0.2, "liczyć")
    await until(fair, at(4, 12, 9))
    await fair.anna.expect("Czy można na Ciebie liczyć")


# -- changes in good time


async def test_a_change_tells_what_was_and_what_is_with_a_newer_file(fair: Scene) -> None:
    *_, ula = await all_signed_up(fair, ("Ola", "Iga", "Ula"), POSTER)
    await amend(fair, POSTER, venue="remiza")
    told = await ula.expect("Zmiana: Plakat")
    assert "Łąck, szkoła" in told.text
    assert "Łąck, remiza" in told.text
    assert "Lista rezerwowa, miejsce 1" in told.text
    assert "Wiem, będę" not in str(told.rows)
    assert "SEQUENCE:1" in _content(fair, await _file(ula))


async def test_changes_of_one_night_are_told_in_the_morning_as_one(fair: Scene) -> None:
    await signed_up(fair.anna, POSTER)
    fair.anna.skip()
    await fair.forward(hours=12)
    await amend(fair, POSTER, venue="remiza")
    await amend(fair, POSTER, venue="biblioteka")
    await fair.forward(hours=1)
    await fair.anna.expect_none(0.2)
    fair.anna.send(COVERED)  # what waits holds up nothing else
    await fair.anna.expect("siedmiu założycieli")

    await fair.forward(hours=9, minutes=30)

    told = await fair.anna.expect("Zmiana: Plakat")
    assert "szkoła" in told.text
    assert "biblioteka" in told.text
    assert "remiza" not in told.text
    assert "SEQUENCE:2" in _content(fair, await _file(fair.anna))
    await fair.anna.expect_none(0.2, "Zmiana")


async def test_a_meeting_that_is_called_off_lets_nobody_wait(fair: Scene) -> None:
    ola, _iga, ula = await all_signed_up(fair, ("Ola", "Iga", "Ula"), POSTER)
    await given_up(ola)
    offer = await ula.expect("Zwolniło się miejsce")
    await cancel(fair, POSTER)
    await ula.expect("Odwołane: Plakat na płot")
    content = _content(fair, await _file(ula))
    assert "METHOD:CANCEL" in content
    assert "STATUS:CANCELLED" in content
    ula.click(offer, "Biorę")
    await fair.settle()
    assert [one.state for one in await listed(fair, POSTER)] == ["seated", "waiting"]
    ula.skip()
    await until(fair, at(4, 5, 9))
    await ula.expect_none(0.2)

    await cancel(fair, POSTER, state="open")  # after all
    await ula.expect("Jednak się odbędzie: Plakat na płot")
    assert "SEQUENCE:2" in _content(fair, await _file(ula))
    await ula.expect("Zwolniło się miejsce")


async def test_who_has_no_telegram_is_called_about_any_change(fair: Scene) -> None:
    await signed_up(fair.anna, BOOKS)
    await without_telegram(fair, BOOKS, "Pani Krystyna", "600100200")
    await amend(fair, BOOKS, venue="remiza")
    panel = await fair.group.expect("Do zadzwonienia: 1", thread=fair.coordination)
    assert "Krystyna" in panel.text
    fair.ewa.click(panel, "Zadzwoniłam")
    await fair.group.expect("Wszyscy wiedzą o zmianie", thread=fair.coordination)


# -- changes shortly before


async def test_a_change_of_tomorrow_goes_at_once_even_in_the_night(fair: Scene) -> None:
    await signed_up(fair.anna, POSTER)
    await amend(
        fair, POSTER, starts=ON_WEDNESDAY, ends=ON_WEDNESDAY + timedelta(hours=3),
        register_until=ON_WEDNESDAY - timedelta(hours=4),
    )  # fmt: skip
    first = await fair.anna.expect("Zmiana: Plakat")  # its new start is near
    fair.anna.click(first, "Wiem, będę")
    await fair.group.expect("Wszyscy wiedzą o zmianie", thread=fair.coordination)
    await fair.forward(hours=13)  # eleven in the evening

    await amend(fair, POSTER, venue="remiza")

    told = await fair.anna.expect("Jest: .* Łąck, remiza")
    await fair.group.expect("Do zadzwonienia: 1", thread=fair.coordination)
    fair.anna.click(told, "Nie dam rady")
    await fair.group.expect("Wszyscy wiedzą o zmianie", thread=fair.coordination)
    fair.anna.click(await fair.anna.expect("Oddać to miejsce"), "Tak, rezygnuję")
    await fair.anna.expect("Miejsce zwolnione")


async def test_the_telephone_list_ends_when_everybody_knows(fair: Scene) -> None:
    ola = (await all_signed_up(fair, ("Ola",), BOOKS))[0]
    await signed_up(fair.anna, BOOKS)
    await without_telegram(fair, BOOKS, "Pani Krystyna", "600100200")
    ola.block()
    await fair.settle()
    await amend(fair, BOOKS, starts=ON_WEDNESDAY, ends=ON_WEDNESDAY + timedelta(hours=3),
                register_until=ON_WEDNESDAY - timedelta(hours=4))  # fmt: skip
    panel = await fair.group.expect("Do zadzwonienia: 3", thread=fair.coordination)
    assert "Krystyna" in panel.text
    assert "600100200 · bez Telegrama" in panel.text
    assert "zablokowany bot" in panel.text
    assert "bez potwierdzenia" in panel.text

    fair.anna.click(await fair.anna.expect("Zmiana"), "Wiem, będę")
    panel = await fair.group.expect("Do zadzwonienia: 2", thread=fair.coordination)
    first = next(b for b in panel.buttons if b["text"] == "Nie odbiera")
    fair.ewa.press_button(panel, first)
    panel = await fair.group.expect(r"nie odbiera \(1\)", thread=fair.coordination)
    for left in (1, 0):
        button = next(b for b in panel.buttons if "Zadzwoniłam" in b["text"])
        fair.ewa.press_button(panel, button)
        words = "Do zadzwonienia: 1" if left else "Wszyscy wiedzą o zmianie"
        panel = await fair.group.expect(words, thread=fair.coordination)
    assert panel.rows == []
    assert {one.called_by for one in await listed(fair, BOOKS)} == {None, "Ewa"}


async def test_a_double_press_on_the_telephone_list_counts_once(fair: Scene) -> None:
    await without_telegram(fair, BOOKS, "Pani Krystyna", None)
    await amend(fair, BOOKS, starts=ON_WEDNESDAY, ends=ON_WEDNESDAY + timedelta(hours=3),
                register_until=ON_WEDNESDAY - timedelta(hours=4))  # fmt: skip
    panel = await fair.group.expect("nie mamy numeru", thread=fair.coordination)
    data = next(b["callback_data"] for b in panel.buttons if b["text"] == "Nie odbiera")
    for _ in range(2):
        await fair.press(fair.ewa, panel, data).answered()
    assert [one.calls for one in await listed(fair, BOOKS)] == [1]


async def test_whom_nobody_can_write_to_is_offered_a_seat_by_telephone(fair: Scene) -> None:
    ola, _iga = await all_signed_up(fair, ("Ola", "Iga"), POSTER)
    await without_telegram(fair, POSTER, "Pani Krystyna", "600100200")
    await given_up(ola)
    card = await fair.group.expect("Zwolniło się miejsce, trzeba", thread=fair.coordination)
    assert "600100200" in card.text
    fair.ewa.click(card, "Bierze miejsce")
    await fair.group.expect("Krystyna bierze miejsce", thread=fair.coordination)
    assert [one.state for one in await listed(fair, POSTER)] == ["seated", "seated"]


# -- other people's seats


async def test_nobody_moves_anybody_elses_seat(fair: Scene) -> None:
    ola, _iga, ula = await all_signed_up(fair, ("Ola", "Iga", "Ula"), POSTER)
    await given_up(ola)  # Iga has a seat, Ula an offer
    await ula.expect("Zwolniło się miejsce")
    row = next(one for one in await listed(fair, POSTER) if one.state == "seated")
    await fair.house.database.write(
        lambda conn: registrations.set_fields(conn, row.id, urgent_seq=1)
    )
    before = await listed(fair, POSTER, "seated", "waiting", "offered", "left")
    fair.anna.start(f"w_{POSTER}")
    card = await fair.anna.expect("Plakat na płot")
    for one in before:
        for action in (*PART.leader, *PART.advisor):
            for rev in (None, one.rev, 1):
                if action not in ("meetings", "meeting"):
                    await fair.press(fair.anna, card, encode(action, one.id, rev)).answered()
    assert await listed(fair, POSTER, "seated", "waiting", "offered", "left") == before
