"""Somebody finds a meeting, signs up for it, waits for a seat, gives it up again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.programme import occasions as following
from tests.dialogues.scene import UNCOVERED, Scene
from tests.dialogues.signing import (
    BOOKS,
    POSTER,
    all_signed_up,
    amend,
    asked,
    given_up,
    listed,
    occasion,
    signed_up,
    summed_up,
)

pytestmark = pytest.mark.usefixtures("typing_fast")


@pytest_asyncio.fixture
async def fair(scene: Scene) -> AsyncIterator[Scene]:
    """The stage with its meetings in force."""
    await scene.forward(seconds=15)
    yield scene


# -- finding a meeting


async def test_the_list_shows_the_nearest_meetings_with_days_and_seats(fair: Scene) -> None:
    fair.anna.send("/warsztaty")
    shown = await fair.anna.expect("Najbliższe spotkania")
    assert "sobota, 13\u00a0marca, 09:30–15:00" in shown.text
    assert "20\u00a0wolnych miejsc" in shown.text
    assert "bez zapisów" in shown.text  # the hours of advice
    assert [len(row) for row in shown.rows] == [1] * 4

    fair.anna.click(shown, "Księgi")
    card = await fair.anna.expect("Ćwiczymy opis faktury")
    assert "Bielsk, świetlica" in card.text
    assert "miejsce do potwierdzenia" in card.text
    assert "1. ewidencja" in card.text


@pytest.mark.parametrize(
    "words",
    ["zapisz mnie na warsztat", "Chcę się zapisać!", "chcialabym sie zapisac na szkolenie"],
)
async def test_plain_words_lead_to_the_list(fair: Scene, words: str) -> None:
    fair.anna.send(words)
    await fair.anna.expect("Najbliższe spotkania")


async def test_a_link_opens_a_card_also_of_an_event_or_a_duty(fair: Scene) -> None:
    for ident, words in (
        ("dyzur-lack", "Można przyjść bez zapisów"),
        ("dzien-pracy", "Łąck, Bielsk"),
    ):
        fair.anna.start(f"w_{ident}")
        await fair.anna.expect(words)


async def test_an_unknown_or_past_link_is_told_kindly_with_the_list(fair: Scene) -> None:
    fair.anna.start("w_nie-ma-takiego")
    shown = await fair.anna.expect("już nie ma albo się odbyło")
    assert "Księgi bez strachu" in shown.text
    await fair.forward(days=115)  # past the first of March's meetings
    fair.anna.start(f"w_{BOOKS}")
    await fair.anna.expect("już nie ma albo się odbyło")


# -- signing up


async def test_signing_up_asks_once_and_books_at_the_last_tap(fair: Scene) -> None:
    person = fair.telegram.user(first_name="Elzbieta", last_name="Zolkowska")
    question = await asked(person, BOOKS)
    assert "Elzbieta Zolkowska" in question.text
    person.click(question, "Popraw")
    await person.expect("Proszę napisać imię i nazwisko")
    person.send("Elżbieta Żółkowska, 600 100 200")
    await person.expect("imię i nazwisko literami")
    person.send("Elżbieta Żółkowska")
    await person.expect("Z jakiej organizacji")
    person.send("Koło Gospodyń Wiejskich w Bodzanowie")
    person.click(await person.expect("Z jakiej gminy"), "Łąck")
    ask_needs = await person.expect("Czy coś ułatwi")
    assert "Prosimy nie pisać o chorobach" in ask_needs.text
    person.send("wejście bez schodów")
    await person.expect("Ostatnie pytanie: jaki numer telefonu")
    person.send("sześćset")
    again = await person.expect("Nie widzę tu numeru")
    assert ["Pomiń"] in again.rows
    person.send("tel. 600 100-200, ale po południu")
    summary = await person.expect("Czy wszystko się zgadza")
    assert await listed(fair, BOOKS) == []
    for words in (
        "Elżbieta Żółkowska",
        "Koło Gospodyń Wiejskich w Bodzanowie",
        "Łąck",
        "schodów",
        "600100200",
    ):
        assert words in summary.text

    person.click(summary, "Zapisz mnie")

    await person.expect("Masz miejsce")
    (one,) = await listed(fair, BOOKS)
    assert (one.state, one.name, one.commune) == ("seated", "Elżbieta Żółkowska", "Łąck")
    assert one.phone == "600100200"
    assert (await occasion(fair, BOOKS)).taken == 1


async def test_what_was_told_once_is_not_asked_again(fair: Scene) -> None:
    await signed_up(fair.anna, BOOKS)
    question = await asked(fair.anna, POSTER)
    assert "Czy coś ułatwi" in question.text
    fair.anna.click(question, "Pomiń")
    summary = await fair.anna.expect("Czy wszystko się zgadza")
    assert "Anna" in summary.text
    assert "Bielsk" in summary.text

    fair.anna.click(summary, "Popraw")
    fair.anna.click(await fair.anna.expect("Co poprawić"), "Gmina")
    fair.anna.click(await fair.anna.expect("Z jakiej gminy"), "Łąck")
    fair.anna.click(await fair.anna.expect("Czy wszystko się zgadza"), "Zapisz mnie")
    await fair.anna.expect("Masz miejsce")
    assert [one.commune for one in await listed(fair, POSTER)] == ["Łąck"]


async def test_a_question_in_the_middle_is_answered_and_the_form_waits(fair: Scene) -> None:
    fair.anna.click(await asked(fair.anna, BOOKS), "Popraw")
    await fair.anna.expect("Proszę napisać imię i nazwisko")
    fair.anna.send(UNCOVERED)
    await fair.anna.expect("Sprawa #1")
    fair.anna.send("Anna Nowak")
    await fair.anna.expect("Z jakiej organizacji")


async def test_a_form_left_alone_says_that_there_is_no_seat(fair: Scene) -> None:
    await summed_up(fair.anna, BOOKS)
    await fair.forward(minutes=16)
    told = await fair.anna.expect("zapis nie jest dokończony")
    assert "Miejsca jeszcze nie ma" in told.text
    assert await listed(fair, BOOKS) == []


async def test_cancelling_books_nothing(fair: Scene) -> None:
    fair.anna.click(await summed_up(fair.anna, BOOKS), "Anuluj")
    await fair.settle()
    assert fair.anna.last is not None
    assert (await fair.person(fair.anna)).dialog is None
    assert await listed(fair, BOOKS) == []


async def test_an_older_question_of_the_form_changes_nothing(fair: Scene) -> None:
    summary = await summed_up(fair.anna, BOOKS)
    old = next(b["callback_data"] for b in summary.buttons if b["text"] == "Zapisz mnie")
    fair.anna.click(summary, "Popraw")
    fair.anna.click(await fair.anna.expect("Co poprawić"), "Potrzeby")
    await fair.anna.expect("Czy coś ułatwi")
    told = await fair.press(fair.anna, summary, old).answered()
    assert told["text"] == "To już nieaktualne. Odświeżam."
    assert await listed(fair, BOOKS) == []


async def test_a_second_press_of_the_last_tap_books_nothing_twice(fair: Scene) -> None:
    summary = await summed_up(fair.anna, BOOKS)
    data = next(b["callback_data"] for b in summary.buttons if b["text"] == "Zapisz mnie")
    for _ in range(3):
        fair.press(fair.anna, summary, data)
    await fair.anna.expect("Masz miejsce")
    assert len(await listed(fair, BOOKS)) == 1


async def test_tak_under_the_summary_is_the_last_tap(fair: Scene) -> None:
    await summed_up(fair.anna, BOOKS)
    fair.anna.send("Tak!")
    await fair.anna.expect("Masz miejsce")
    assert len(await listed(fair, BOOKS, "seated")) == 1


async def test_one_s_own_stand_above_the_list_wherever_they_are(fair: Scene) -> None:
    await signed_up(fair.anna, BOOKS)
    programme = fair.house.services.library.current.base.programme
    sheet = programme.workshops[POSTER]
    for number in range(10):
        starts = fair.clock.now() + timedelta(days=3, hours=number)
        times = {"starts": starts, "ends": starts + timedelta(hours=1), "register_until": starts}
        times["register_until"] -= timedelta(hours=9)
        another = sheet.model_copy(update={"id": f"nowy-{number}", **times})
        desk = fair.house.services.desk(f"new{number}")
        await fair.house.database.write(
            lambda conn, desk=desk, one=another: following.publish(conn, desk, one, origin="chat")
        )
    fair.anna.send("/warsztaty")
    shown = await fair.anna.expect("Twoje zapisy")
    assert shown.text.index("Księgi") < shown.text.index("Najbliższe")
    assert "Masz miejsce" in shown.text
    fair.anna.click(shown, "Późniejsze")
    await fair.anna.expect("Dalsze spotkania")


async def test_own_state_stands_on_the_card_and_in_the_list(fair: Scene) -> None:
    for name in ("Ola", "Iga"):
        await signed_up(fair.newcomer(name), POSTER)
    await signed_up(fair.anna, POSTER)
    fair.anna.send("/warsztaty")
    shown = await fair.anna.expect("Najbliższe spotkania")
    assert "Lista rezerwowa, miejsce 1" in shown.text
    fair.anna.click(shown, "Plakat")
    card = await fair.anna.expect("Każdy robi swój")
    assert "Lista rezerwowa, miejsce 1" in card.text
    assert "Zapisz mnie" not in str(card.rows)


# -- full, and waiting


async def test_full_means_the_waiting_list_and_then_no_more(fair: Scene) -> None:
    people = [fair.newcomer(name) for name in ("Ola", "Iga", "Ewa", "Ula")]
    told = [await signed_up(one, POSTER) for one in people[:3]]
    assert ["Masz miejsce" in one.text for one in told] == [True, True, False]
    assert "Lista rezerwowa, miejsce 1." in told[2].text
    people[3].start(f"w_{POSTER}")
    card = await people[3].expect("lista rezerwowa też jest pełna")
    assert "Zapisz mnie" not in str(card.rows)
    assert (await occasion(fair, POSTER)).taken == 2


async def test_a_freed_seat_is_offered_and_taken(fair: Scene) -> None:
    ola, _iga, ula = await all_signed_up(fair, ("Ola", "Iga", "Ula"), POSTER)
    await given_up(ola)

    offer = await ula.expect("Zwolniło się miejsce")
    assert "środy, 25\u00a0listopada, 10:" in offer.text  # in a day: the start is far away
    assert (await occasion(fair, POSTER)).taken == 2  # offered is taken
    ula.click(offer, "Biorę")
    await ula.expect("Masz miejsce")
    assert {one.state for one in await listed(fair, POSTER)} == {"seated"}


async def test_an_offer_that_nobody_takes_goes_to_the_next(fair: Scene) -> None:
    await amend(fair, POSTER, waitlist=3)
    ola, _iga, ula, ada = await all_signed_up(fair, ("Ola", "Iga", "Ula", "Ada"), POSTER)
    assert [one.place for one in await listed(fair, POSTER, "waiting")] == [1, 2]
    await given_up(ola)
    offer = await ula.expect("Zwolniło się miejsce")

    await fair.forward(hours=24, minutes=1)

    await ula.expect("Nie doczekaliśmy się odpowiedzi")
    await ada.expect("Zwolniło się miejsce")
    assert [one.name for one in await listed(fair, POSTER, "offered")] == ["Ada"]
    ula.click(offer, "Biorę")  # too late
    await fair.settle()
    assert [one.name for one in await listed(fair, POSTER, "offered")] == ["Ada"]


async def test_nothing_is_offered_in_the_night(fair: Scene) -> None:
    ola, _iga, ula = await all_signed_up(fair, ("Ola", "Iga", "Ula"), POSTER)
    await fair.forward(hours=12)  # ten in the evening
    await given_up(ola)
    await fair.forward(minutes=30)
    assert [one.state for one in await listed(fair, POSTER)] == ["seated", "waiting"]

    zoe = fair.newcomer("Zoe")  # who comes in between does not pass the one who waits
    zoe.start(f"w_{POSTER}")
    await zoe.expect("lista rezerwowa też jest pełna")

    await fair.forward(hours=10)
    offer = await ula.expect("Zwolniło się miejsce")
    ula.click(offer, "Rezygnuję")
    await ula.expect("Miejsce zwolnione")
    assert len(await listed(fair, POSTER)) == 1


async def test_more_seats_mean_as_many_offers_in_order(fair: Scene) -> None:
    await amend(fair, POSTER, waitlist=3)
    *_, ula, ada, zoe = await all_signed_up(fair, ("Ola", "Iga", "Ula", "Ada", "Zoe"), POSTER)
    await amend(fair, POSTER, capacity=4)
    await ula.expect("Zwolniło się miejsce")
    await ada.expect("Zwolniło się miejsce")
    assert [one.name for one in await listed(fair, POSTER, "offered")] == ["Ula", "Ada"]
    zoe.send("/warsztaty")
    assert "Lista rezerwowa, miejsce 1" in (await zoe.expect("Najbliższe")).text


async def test_more_people_than_seats_where_some_do_not_come(fair: Scene) -> None:
    await amend(fair, POSTER, overbooking=50)
    await all_signed_up(fair, ("Ola", "Iga", "Ula"), POSTER)
    assert [one.state for one in await listed(fair, POSTER)] == ["seated"] * 3
    told = await signed_up(fair.anna, POSTER)
    assert "Lista rezerwowa" in told.text


async def test_one_organisation_sends_only_so_many(fair: Scene) -> None:
    await amend(fair, BOOKS, per_organisation=2)
    names = ("KGW Łąck", "kgw  Lack", "KGW „ŁĄCK”", "KGW Bielsk")
    told = [
        await signed_up(fair.newcomer(f"Ola{number}"), BOOKS, name)
        for number, name in enumerate(names)
    ]
    assert ["Masz miejsce" in one.text for one in told] == [True, True, False, True]
    assert "lista jest już pełna" in told[2].text
    card = await occasion(fair, BOOKS)
    assert card.taken == 3


async def test_registration_closes_in_time(fair: Scene) -> None:
    summary = await summed_up(fair.anna, BOOKS)
    await fair.forward(minutes=1)
    await amend(fair, BOOKS, register_until=fair.clock.now())
    fair.anna.click(summary, "Zapisz mnie")
    await fair.anna.expect("są już zamknięte")
    fair.anna.start(f"w_{BOOKS}")
    assert "Zapisz mnie" not in str((await fair.anna.expect("Zapisy są już zamknięte")).rows)
    assert await listed(fair, BOOKS) == []


async def test_rezygnuje_in_words_asks_first(fair: Scene) -> None:
    await signed_up(fair.anna, BOOKS)
    fair.anna.send("Rezygnuję")
    fair.anna.click(await fair.anna.expect("Oddać to miejsce"), "Jednak będę")
    assert len(await listed(fair, BOOKS, "seated")) == 1
    await signed_up(fair.anna, POSTER)
    fair.anna.send("rezygnuję z warsztatu")
    fair.anna.click(await fair.anna.expect("Z którego spotkania"), "Plakat")
    fair.anna.click(await fair.anna.expect("Oddać to miejsce"), "Tak, rezygnuję")
    await fair.anna.expect("Miejsce zwolnione")
    assert await listed(fair, POSTER) == []
    assert len(await listed(fair, BOOKS, "seated")) == 1
