"""The coordinator makes, copies, changes and calls off meetings in the private chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from sqlalchemy import Connection

from bot.domain.callbacks import encode
from bot.knowledge.programme_text import written
from bot.parts import putting_together
from bot.programme.occasions import meeting_of
from bot.simulator.model import Message
from bot.simulator.people import Person
from bot.storage import occasions, people, registrations
from bot.storage.occasions import Occasion, number_of_occasion
from tests.dialogues.scene import COVERED, Scene

pytestmark = pytest.mark.usefixtures("typing_fast")

STALE = "To już nieaktualne. Odświeżam."


@pytest_asyncio.fixture
async def office(scene: Scene) -> AsyncIterator[Scene]:
    """The stage with its meetings in force; Zofia, who coordinates, has opened the bot."""
    scene.zofia.start()
    await scene.zofia.expect("Kto tu odpowiada")
    await scene.forward(seconds=15)
    scene.zofia.skip()
    yield scene


async def row_of(scene: Scene, ident: str) -> Occasion:
    await scene.settle()
    return await scene.house.database.read(lambda conn: occasions.get(conn, ident))


async def said(zofia: Person, question: str, words: str) -> None:
    await zofia.expect(question)
    zofia.send(words)


async def tapped(zofia: Person, question: str, label: str) -> Message:
    asked = await zofia.expect(question)
    zofia.click(asked, label)
    return asked


async def menu(scene: Scene, command: str = "/warsztat") -> Message:
    scene.zofia.send(command)
    return await scene.zofia.expect("Co robimy")


async def told(scene: Scene) -> Message:
    """Let Zofia say everything of a new workshop; return the summary."""
    zofia = scene.zofia
    zofia.click(await menu(scene), "^Nowy$")
    await said(zofia, "Jaki tytuł", "Święto pieroga – jak je policzyć")
    await tapped(zofia, "Jaki temat", "Finanse")
    await said(zofia, "Kiedy i w jakich", "14 marca 9:30-15:00")
    await tapped(zofia, "niedziela, 14\u00a0marca 2027, 09:30–15:00", "Tak")
    await tapped(zofia, "W jakiej gminie", "Łąck")
    await said(zofia, "Gdzie dokładnie", "remiza")
    await said(zofia, "Ile jest miejsc", "15 osób")
    await said(zofia, "na liście rezerwowej", "5")
    await said(zofia, "Kto prowadzi", "osoba z biura")
    await said(zofia, "Jaki jest program", "1. Liczymy koszty\n- Liczymy gości")
    await tapped(zofia, "O czym to będzie", "Pomiń")
    return await zofia.expect("Lista rezerwowa: 5")


async def test_a_workshop_is_made_by_a_short_dialogue(office: Scene) -> None:
    zofia = office.zofia
    summary = await told(office)
    assert "Zapisy do: piątek, 12\u00a0marca 2027" in summary.text
    assert "Program: Liczymy koszty · Liczymy gości" in summary.text

    zofia.click(summary, "Opublikuj")

    shown = await zofia.expect("Opublikowane")
    assert "https://t.me/sample_test_bot?start=w_swieto-pieroga-jak-je-policzyc" in shown.text
    await zofia.expect(where=lambda one: "document" in one.content)
    row = await row_of(office, "swieto-pieroga-jak-je-policzyc")
    assert (row.kind, row.state, row.seats, row.origin) == ("workshop", "open", 15, "chat")
    sheet = meeting_of(row)
    assert (sheet.topic, sheet.cost, sheet.waitlist) == ("accounting", "bezpłatnie", 5)
    assert (await office.person(zofia)).dialog is None
    await office.forward(seconds=15)  # what is not in the files stays
    assert (await row_of(office, row.id)).state == "open"


async def test_the_second_of_one_title_gets_another_link(office: Scene) -> None:
    for ident in ("swieto-pieroga-jak-je-policzyc", "swieto-pieroga-jak-je-policzyc-2"):
        office.zofia.click(await told(office), "Opublikuj")
        await office.zofia.expect(f"start=w_{ident}\\b")
    assert (await row_of(office, ident)).title == "Święto pieroga – jak je policzyć"


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("28 marca 2027 2:30-5:00", "zegary idą do przodu"),
        ("31 października 2027 2:30-5:00", "zegary się cofają"),
        ("poniedziałek 14 marca 2027 9-15", "dzień tygodnia nie zgadza"),
        ("31 kwietnia 9-15", "Takiego dnia albo takiej godziny"),
        ("1 listopada 2026 9-15", "już minął"),
        ("15:00-9:30, 14 marca", "Koniec wypada przed"),
        ("na wiosnę", "Nie udało się tego odczytać"),
    ],
)
async def test_a_day_that_cannot_be_is_refused_with_words(
    office: Scene, words: str, hint: str
) -> None:
    zofia = office.zofia
    zofia.click(await menu(office), "^Nowy$")
    await said(zofia, "Jaki tytuł", "Pierogi")
    await tapped(zofia, "Jaki temat", "Finanse")
    await said(zofia, "Kiedy i w jakich", words)
    assert "Kiedy i w jakich" in (await zofia.expect(hint)).text


async def test_a_field_is_put_right_before_it_is_public(office: Scene) -> None:
    zofia = office.zofia
    zofia.click(await told(office), "Popraw")
    await tapped(zofia, "Co zmienić", "Zapisy do")
    await said(zofia, "Do jakiego dnia", "20 marca 2027")
    await tapped(zofia, "sobota, 20\u00a0marca 2027", "Tak")
    wrong = await zofia.expect("Tego jeszcze brakuje")
    assert "zapisy do ma być przed początkiem warsztatu" in wrong.text
    assert not any("Opublikuj" in one["text"] for one in wrong.buttons)
    zofia.click(wrong, "Popraw")
    await tapped(zofia, "Co zmienić", "Zapisy do")
    await said(zofia, "Do jakiego dnia", "10 marca")
    await tapped(zofia, "środa, 10\u00a0marca 2027", "Tak")
    zofia.click(await zofia.expect("Zapisy do: środa"), "Opublikuj")
    await zofia.expect("Opublikowane")


async def test_an_interrupted_form_goes_on_where_it_was_left(office: Scene) -> None:
    zofia = office.zofia
    zofia.click(await menu(office), "^Nowy$")
    await said(zofia, "Jaki tytuł", "Pierogi")
    await zofia.expect("Jaki temat")
    zofia.send(COVERED)  # a question of the covered kind is answered, in the middle of the form
    await zofia.expect("siedmiu założycieli")
    zofia.send("/sprawy")
    await zofia.expect("spraw")
    shown = await menu(office)
    assert "niedokończony szkic: Pierogi" in shown.text
    zofia.click(shown, "Dokończ")
    await zofia.expect("Jaki temat")


async def test_an_event_is_made_and_needs_no_commune(office: Scene) -> None:
    zofia = office.zofia
    zofia.click(await menu(office, "/wydarzenie"), "^Nowe$")
    await said(zofia, "Jaki tytuł", "Targi")
    await said(zofia, "Kiedy i w jakich", "2 maja 10-16")
    await tapped(zofia, "niedziela, 2\u00a0maja 2027", "Tak")
    await tapped(zofia, "W jakiej gminie", "Poza gminami")
    await said(zofia, "Gdzie dokładnie", "rynek w Płocku")
    await tapped(zofia, "Ile jest miejsc", "Pomiń")
    await said(zofia, "Jaki jest program", "stoiska")  # without a limit nobody waits
    await tapped(zofia, "O czym to będzie", "Pomiń")
    await tapped(zofia, "Miejsce: rynek w Płocku", "Opublikuj")
    await zofia.expect("Opublikowane")
    row = await row_of(office, "targi")
    assert (row.kind, row.seats, row.place) == ("event", None, "rynek w Płocku")


async def test_an_event_may_be_held_online(office: Scene) -> None:
    zofia = office.zofia
    zofia.click(await menu(office, "/wydarzenie"), "^Nowe$")
    await said(zofia, "Jaki tytuł", "Pytania o konkurs")
    await said(zofia, "Kiedy i w jakich", "18 marca 17-18:30")
    await tapped(zofia, "czwartek, 18\u00a0marca 2027", "Tak")
    await tapped(zofia, "W jakiej gminie", "Przez internet")
    await said(zofia, "Ile jest miejsc", "100")
    asked = await zofia.expect("rezerwowej|Jaki jest program")
    if "rezerwowej" in asked.text:  # where events have a waiting list
        zofia.click(asked, "Pomiń")
        await zofia.expect("Jaki jest program")
    zofia.send("pytania")
    await tapped(zofia, "O czym to będzie", "Pomiń")
    await tapped(zofia, "Liczba miejsc: 100", "Opublikuj")
    await zofia.expect("Opublikowane")
    row = await row_of(office, "pytania-o-konkurs")
    assert (getattr(meeting_of(row), "kind", ""), row.place, row.seats) == ("online", "", 100)


async def test_a_copy_asks_for_title_and_day_only(office: Scene) -> None:
    zofia = office.zofia
    zofia.click(await menu(office), "Powiel")
    await tapped(zofia, "Co powielić", "Księgi")
    known = await zofia.expect("Jaki tytuł")
    assert "Księgi bez strachu" in known.text
    zofia.click(known, "Zostaw")
    await said(zofia, "Kiedy i w jakich", "20 kwietnia 16-19")
    await tapped(zofia, "wtorek, 20\u00a0kwietnia 2027, 16:00–19:00", "Tak")
    summary = await zofia.expect("Gmina: Bielsk")
    assert "Zapisy do: niedziela, 18\u00a0kwietnia 2027" in summary.text
    zofia.click(summary, "Opublikuj")
    await zofia.expect("start=w_ksiegi-bez-strachu\\b")
    assert (await row_of(office, "ksiegi")).starts_at.month == 3


async def seat(scene: Scene, ident: str, who: Person | None, name: str) -> None:
    """Put somebody on a list as signing up does."""
    now = scene.clock.now()

    def work(conn: Connection) -> None:
        person = people.by_telegram(conn, who.id) if who is not None else None
        assert occasions.take_seat(conn, ident)
        registrations.add(
            conn,
            occasion_id=ident,
            person_id=person.id if person else None,
            state="seated",
            name=name,
            created_at=now,
        )

    await scene.house.database.write(work)


async def changing(scene: Scene, title: str, field: str) -> None:
    scene.zofia.click(await menu(scene), "^Zmień$")
    await tapped(scene.zofia, "Co zmienić\\?\n", title)
    await tapped(scene.zofia, "^Co zmienić\\?$", field)


async def test_a_change_is_seen_before_and_after_and_tells_how_many(office: Scene) -> None:
    zofia = office.zofia
    await seat(office, "ksiegi", office.anna, "Anna")
    await seat(office, "ksiegi", None, "Jan")
    await changing(office, "Księgi", "Termin")
    await said(zofia, "Teraz jest: sobota, 13", "20 marca 10-14")
    await tapped(zofia, "sobota, 20\u00a0marca 2027", "Tak")
    summary = await zofia.expect("(?m)^będzie: sobota, 20")
    assert "było: sobota, 13\u00a0marca 2027, 09:30–15:00" in summary.text
    assert "Na liście: 2" in summary.text
    assert "1\u00a0osobę przez bota, a do 1\u00a0osoby bez Telegrama" in summary.text

    zofia.click(summary, "Zmień i powiadom")

    await zofia.expect("Zmienione.*Księgi")
    await office.anna.expect("Zmiana: Księgi bez strachu")
    row = await row_of(office, "ksiegi")
    assert (row.starts_at.day, row.origin, row.seq) == (20, "chat", 1)
    assert meeting_of(row).register_until.day == 17  # it keeps its distance


async def test_fewer_seats_than_people_take_nobodys_seat_and_tell_nobody(office: Scene) -> None:
    zofia = office.zofia
    for who, name in ((office.anna, "Anna"), (None, "Jan")):
        await seat(office, "ksiegi", who, name)
    await changing(office, "Księgi", "Liczba miejsc")
    await said(zofia, "Teraz jest: 20", "1")
    summary = await zofia.expect("(?m)^będzie: 1$")
    assert "nikomu nic nie wyślemy" in summary.text
    assert "Nikt nie traci miejsca" in summary.text
    zofia.click(summary, "^Zmień$")
    await zofia.expect("Termin i miejsce są te same")
    row = await row_of(office, "ksiegi")
    assert (row.seats, row.taken) == (2, 2)


async def test_a_change_of_what_changed_meanwhile_is_not_made(office: Scene) -> None:
    zofia = office.zofia
    await changing(office, "Księgi", "Miejsce")
    await said(zofia, "Teraz jest: świetlica", "remiza")
    summary = await zofia.expect("będzie: remiza")
    sheet = office.house.library.current.base.programme.workshops["ksiegi"]
    text = written(sheet.model_copy(update={"venue": "szkoła"}))
    await office.house.database.write(lambda conn: occasions.set_fields(conn, "ksiegi", text=text))
    before = await row_of(office, "ksiegi")
    zofia.click(summary, "^Zmień$")
    await zofia.expect("zmieniło się w międzyczasie")
    assert await row_of(office, "ksiegi") == before


async def test_calling_off_asks_for_the_reason_and_says_how_many(office: Scene) -> None:
    zofia = office.zofia
    await seat(office, "ksiegi", office.anna, "Anna")
    zofia.click(await menu(office), "Odwołaj")
    await tapped(zofia, "Co odwołać", "Księgi")
    await said(zofia, "Dlaczego odwołujemy", "choroba prowadzącej")
    asked = await zofia.expect("Powiadomimy 1\u00a0osobę przez bota")
    assert "choroba prowadzącej" in asked.text
    zofia.click(asked, "Odwołaj i powiadom")
    await zofia.expect("Odwołane")
    assert "Powód: choroba prowadzącej" in (await office.anna.expect("Odwołane: Księgi")).text
    row = await row_of(office, "ksiegi")
    assert (row.state, meeting_of(row).note) == ("cancelled", "choroba prowadzącej")
    await office.forward(seconds=15)
    assert (await row_of(office, "ksiegi")).state == "cancelled"  # whatever the file says
    assert await zofia_pressed(office, asked, "org_call_off", 0) == STALE


async def zofia_pressed(scene: Scene, on: Message, action: str, rev: int) -> str:
    data = encode(action, number_of_occasion("ksiegi"), rev)
    return str((await scene.press(scene.zofia, on, data).answered())["text"])


async def test_a_cancelled_reason_changes_nothing(office: Scene) -> None:
    zofia = office.zofia
    zofia.click(await menu(office), "Odwołaj")
    await tapped(zofia, "Co odwołać", "Księgi")
    await said(zofia, "Dlaczego odwołujemy", "choroba")
    zofia.click(await zofia.expect("Nikt nie jest zapisany"), "Anuluj")
    await zofia.expect("Anulowane")
    assert (await row_of(office, "ksiegi")).state == "open"


async def test_the_command_is_the_coordinators(office: Scene) -> None:
    office.anna.send("/warsztat")
    await office.anna.expect("jest dla koordynatora")


async def test_nobody_elses_press_does_anything(office: Scene) -> None:
    """Anna, and Ewa who advises, press every button, with the numbers and revisions of others."""
    await seat(office, "ksiegi", office.anna, "Anna")
    summary = await told(office)
    office.ewa.start()
    office.ewa.skip()
    await office.settle()
    zofia = await office.person(office.zofia)
    numbers = (zofia.id, number_of_occasion("ksiegi"))
    before = await office.house.database.read(occasions.every_one)
    for who in (office.anna, office.ewa):
        own = (await office.person(who)).id
        for action in putting_together.LEADER:
            if not action.startswith("org_"):
                continue
            for number in (*numbers, own):
                message = who.messages[-1]
                office.clock.advance(timedelta(seconds=5))
                pressed = office.press(who, message, encode(action, number, 12))
                assert (await pressed.answered())["text"] == STALE, action
    assert await office.house.database.read(occasions.every_one) == before
    office.zofia.click(summary, "Opublikuj")
    await office.zofia.expect("Opublikowane")


async def forged(scene: Scene, message: Message, who: Person) -> None:
    """Let somebody press the very buttons of another's message: all of them do nothing."""
    for entry in message.buttons:
        if "callback_data" in entry and ":cancel:" not in entry["callback_data"]:
            scene.clock.advance(timedelta(seconds=5))
            pressed = scene.press(who, who.messages[-1], entry["callback_data"])
            assert (await pressed.answered())["text"] == STALE, entry


async def test_the_very_buttons_of_a_coordinator_do_nothing_for_others(office: Scene) -> None:
    zofia = office.zofia
    office.ewa.start()
    await office.ewa.expect("Kto tu odpowiada")
    shown = [await menu(office)]
    zofia.click(shown[0], "Odwołaj")
    shown.append(await zofia.expect("Co odwołać"))
    zofia.click(shown[1], "Księgi")
    await said(zofia, "Dlaczego odwołujemy", "choroba")
    shown.append(await zofia.expect("Nikt nie jest zapisany"))
    zofia.click(await menu(office), "Plakaty i listy")
    zofia.click(await zofia.expect("Do czego plakat"), "Księgi")
    shown += [await zofia.expect("Link do zapisów"), await told(office)]
    before = await office.house.database.read(occasions.every_one)
    for message in shown:
        for who in (office.anna, office.ewa):
            await forged(office, message, who)
    assert await office.house.database.read(occasions.every_one) == before


async def test_an_old_button_of_the_form_does_nothing(office: Scene) -> None:
    zofia = office.zofia
    zofia.click(await menu(office), "^Nowy$")
    await said(zofia, "Jaki tytuł", "Pierogi")
    asked = await zofia.expect("Jaki temat")
    old = asked.buttons[0]["callback_data"]
    zofia.click(asked, "Finanse")
    await zofia.expect("Kiedy i w jakich")
    pressed = office.press(zofia, asked, old)
    assert (await pressed.answered())["text"] == STALE
