"""Captains sign teams up, hear of the briefing and of rain; guests come along to a gala."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Connection

from bot.domain.callbacks import encode
from bot.domain.working_hours import WorkingHours
from bot.helpdesk.desk import Desk
from bot.parts import putting_together, sweeps
from bot.programme.occasions import amend, meeting_of
from bot.simulator.model import Message
from bot.simulator.people import Person
from bot.storage import occasions, people, registrations, seats, teams
from bot.storage.occasions import number_of_occasion
from bot.storage.teams import Team
from tests.dialogues.conftest import stage
from tests.dialogues.scene import COVERED, Scene
from tests.programme.desk import sample
from tests.programme.workdays import DAY, with_workday

pytestmark = pytest.mark.usefixtures("typing_fast")

STALE = "To już nieaktualne. Odświeżam."
NAMES = "Anna Nowak\nJan Kos\nEwa Lis"


@pytest_asyncio.fixture
async def day(tmp_path: Path) -> AsyncIterator[Scene]:
    """The stage with a day of work and a gala; Zofia, who coordinates, has opened the bot."""
    files = with_workday(sample(tmp_path), capacity=16, shift=8)
    async with stage(tmp_path, forum=True, knowledge=files) as scene:
        await scene.link(topics=7)
        await scene.meet_anna()
        scene.zofia.start()
        await scene.zofia.expect("Kto tu odpowiada")
        await scene.forward(seconds=15)
        scene.zofia.skip()
        yield scene


async def said(who: Person, question: str, words: str) -> None:
    await who.expect(question)
    who.send(words)


async def tapped(who: Person, question: str, label: str) -> Message:
    asked = await who.expect(question)
    who.click(asked, label)
    return asked


async def summed_up(who: Person, firm: str = "Tartak", names: str = NAMES) -> Message:
    """Let somebody say everything of a team; return the summary."""
    who.send("/druzyna")
    await tapped(who, "Drużynę zgłasza kapitan", "Zgłoś drużynę")
    await said(who, "Jaka to firma", firm)
    await said(who, "Kto jest kapitanem", "Anna Nowak")
    await said(who, "Jaki jest telefon", "500 100 200")
    await tapped(who, "Gdzie drużyna będzie", "Łąck")
    await tapped(who, "Na której zmianie", "08:30")
    await said(who, "Kto jest w drużynie", names)
    return await who.expect("Czy wszystko się zgadza")


async def enrolled(who: Person, firm: str = "Tartak", names: str = NAMES) -> None:
    who.click(await summed_up(who, firm, names), "Zgłoś drużynę")
    await who.expect("Drużyna zgłoszona")
    await who.expect("Do przekazania osobom z drużyny")


async def listed(scene: Scene) -> list[Team]:
    await scene.settle()
    return await scene.house.database.read(lambda conn: teams.of_occasion(conn, DAY))


async def members(scene: Scene, team: int) -> list[str]:
    await scene.settle()
    found = await scene.house.database.read(lambda conn: teams.members(conn, team))
    return [one.name for one in found]


# -- signing up


async def test_a_captain_signs_a_team_up(day: Scene) -> None:
    summary = await summed_up(day.anna)
    assert "Miejsce: Łąck, zmiana 08:30–11:30" in summary.text
    assert "2. Jan Kos" in summary.text

    day.anna.click(summary, "Zgłoś drużynę")

    told = await day.anna.expect("Drużyna zgłoszona: Tartak, 3\u00a0osoby")
    assert "Na miejscu: Jan Leśny, tel. +48 24 000 00 01" in told.text
    assert "Gdy pada: sprzątamy świetlicę" in told.text
    notice = await day.anna.expect("Do przekazania osobom z drużyny")
    assert "Twoja firma (Tartak) zapisała Cię" in notice.text
    assert "Fundacja Przykładowa, ul. Próbna 1" in notice.text
    await day.group.expect("Nowa drużyna: Tartak, 3", thread=day.coordination)
    (team,) = await listed(day)
    assert (team.site, team.shift, team.seats, team.phone) == (
        "Łąck",
        "08:30–11:30",
        3,
        "500100200",
    )
    assert await members(day, team.id) == NAMES.split("\n")
    seated = await day.house.database.read(lambda conn: registrations.of_occasion(conn, DAY))
    assert {(one.channel, one.person_id) for one in seated} == {("list", None)}
    assert (await day.person(day.anna)).dialog_data is None  # names are not kept there


async def test_a_firms_table_gives_names_only(day: Scene) -> None:
    day.anna.send("/druzyna")
    await tapped(day.anna, "Drużynę zgłasza kapitan", "Zgłoś drużynę")
    await said(day.anna, "Jaka to firma", "Tartak")
    await said(day.anna, "Kto jest kapitanem", "Anna Nowak")
    await day.anna.expect("Jaki jest telefon")
    day.anna.send_contact("+48500100200")
    await tapped(day.anna, "Gdzie drużyna będzie", "Bielsk")
    await tapped(day.anna, "Na której zmianie", "08:30")
    await day.anna.expect("Kto jest w drużynie")
    table = "Imię;Nazwisko;Data urodzenia\nAnna;Nowak;1990-01-02\nJan;Kos;1980-05-05\n"
    day.anna.send_document(table.encode(), "lista.csv", "text/csv")
    await tapped(day.anna, "Czy wszystko się zgadza", "Zgłoś drużynę")
    await day.anna.expect("Drużyna zgłoszona")
    (team,) = await listed(day)
    assert await members(day, team.id) == ["Anna Nowak", "Jan Kos"]


@pytest.mark.parametrize(
    ("names", "hint"),
    [
        ("Anna Nowak\nJan", "brakuje imienia albo nazwiska, albo są cyfry: Jan"),
        ("Anna Nowak 1990-01-02\nJan Kos", "są cyfry: Anna Nowak 1990-01-02"),
        ("\n".join(f"Anna Nowak{'a' * n}" for n in range(11)), "najwyżej 10"),
    ],
)
async def test_a_list_that_cannot_be_taken_says_why(day: Scene, names: str, hint: str) -> None:
    day.anna.send("/druzyna")
    await tapped(day.anna, "Drużynę zgłasza kapitan", "Zgłoś drużynę")
    await said(day.anna, "Jaka to firma", "Tartak")
    await said(day.anna, "Kto jest kapitanem", "Anna")
    await said(day.anna, "Proszę napisać imię i nazwisko", "Anna Nowak")
    await said(day.anna, "Jaki jest telefon", "12")
    await said(day.anna, "nie wygląda na numer", "+48 500 100 200")
    await tapped(day.anna, "Gdzie drużyna będzie", "Łąck")
    await tapped(day.anna, "Na której zmianie", "08:30")
    await said(day.anna, "Kto jest w drużynie", names)
    await day.anna.expect(hint)
    assert await listed(day) == []


async def test_a_question_in_the_middle_is_answered(day: Scene) -> None:
    day.anna.send("/druzyna")
    await tapped(day.anna, "Drużynę zgłasza kapitan", "Zgłoś drużynę")
    await said(day.anna, "Jaka to firma", COVERED)
    await day.anna.expect("siedmiu założycieli")


async def test_a_shift_without_room_leads_to_another_place(day: Scene) -> None:
    await enrolled(day.anna, names="\n".join(f"Anna Nowak{'a' * n}" for n in range(6)))
    beata = day.newcomer("Beata")
    beata.start()
    await beata.expect("Kto tu odpowiada")
    beata.click(await summed_up(beata, "Cegielnia"), "Zgłoś drużynę")
    asked = await beata.expect("Tylu miejsc już tam nie ma")
    assert "Łąck: sprzątanie lasu, 10\u00a0wolnych" in asked.text
    beata.click(asked, "Bielsk")
    await tapped(beata, "Na której zmianie", "08:30")
    await tapped(beata, "Czy wszystko się zgadza", "Zgłoś drużynę")
    await beata.expect("Drużyna zgłoszona: Cegielnia")
    assert [(one.firm, one.site) for one in await listed(day)] == [
        ("Cegielnia", "Bielsk"),
        ("Tartak", "Łąck"),
    ]


async def test_a_list_is_changed_and_a_team_withdrawn(day: Scene) -> None:
    await enrolled(day.anna)
    day.anna.send("/druzyna")
    await tapped(day.anna, "Tartak, 3\u00a0osoby", "Popraw listę")
    await said(day.anna, "Kto jest w drużynie", "Anna Nowak\nOla Nowa")
    await tapped(day.anna, "Czy wszystko się zgadza", "Zapisz listę")
    await day.anna.expect("Lista zapisana: Tartak, 2\u00a0osoby")
    (team,) = await listed(day)
    assert await members(day, team.id) == ["Anna Nowak", "Ola Nowa"]

    day.anna.send("/druzyna")
    await tapped(day.anna, "Tartak, 2\u00a0osoby", "Wycofaj")
    await tapped(day.anna, "Wycofać drużynę", "Tak, wycofaj")
    await day.anna.expect("Wycofana: Tartak")
    await day.group.expect("Drużyna wycofana", thread=day.coordination)
    assert await listed(day) == []
    assert (await day.house.database.read(lambda conn: occasions.get(conn, DAY))).taken == 0


async def test_no_team_signs_up_once_the_insurer_has_the_list(day: Scene) -> None:
    summary = await summed_up(day.anna)
    await day.forward(days=160)
    pressed = day.press(day.anna, summary, summary.buttons[0]["callback_data"])
    assert (await pressed.answered())["text"] == STALE
    day.anna.send("/druzyna")
    await day.anna.expect("nie ma dnia, na który można zgłosić")
    assert await listed(day) == []


async def test_nobody_elses_team_is_changed(day: Scene) -> None:
    await enrolled(day.anna)
    day.ewa.start()
    await day.ewa.expect("Kto tu odpowiada")
    beata = day.newcomer("Beata")
    beata.start()
    await beata.expect("Kto tu odpowiada")
    (team,) = await listed(day)
    own = [name for name in putting_together.LEADER if name.startswith(("team_", "guest_"))]
    message = beata.messages[-1]
    for who in (beata, day.ewa):
        for action in own:
            for number in (team.id, (await day.person(day.anna)).id, number_of_occasion(DAY)):
                day.clock.advance(timedelta(seconds=5))
                pressed = day.press(who, who.messages[-1], encode(action, number, 7))
                assert (await pressed.answered())["text"] == STALE, action
    assert message in beata.messages
    assert await listed(day) == [team]


async def test_the_very_buttons_of_others_do_nothing(day: Scene) -> None:
    summary = await summed_up(day.anna)
    day.ewa.start()
    await day.ewa.expect("Kto tu odpowiada")
    await enrolled(day.zofia, "Cegielnia", "Jan Kos")
    day.zofia.send("/wydarzenie")
    await tapped(day.zofia, "Co robimy", "Plakaty i listy")
    await tapped(day.zofia, "Do czego plakat", "Dzień społeczny")
    papers = await tapped(day.zofia, "Link do zapisów", "Pogoda: plan B")
    await tapped(day.zofia, "Gdzie wchodzi plan", "Łąck")
    shown = [summary, papers, await day.zofia.expect("Powiadom teraz|Plan B")]
    before = await listed(day)
    for message in shown:
        for entry in message.buttons:
            if "callback_data" in entry and ":cancel:" not in entry["callback_data"]:
                day.clock.advance(timedelta(seconds=5))
                pressed = day.press(day.ewa, day.ewa.messages[-1], entry["callback_data"])
                assert (await pressed.answered())["text"] == STALE, entry
    assert await listed(day) == before
    day.anna.click(summary, "Zgłoś drużynę")
    await day.anna.expect("Drużyna zgłoszona")


# -- the day comes nearer


async def test_the_captain_is_reminded_of_the_briefing_the_evening_before(day: Scene) -> None:
    await enrolled(day.anna)
    await day.forward(days=168)  # 11 May, before 17:00
    await day.anna.expect_none(0.2, "Odprawa kapitanów: śr")
    await day.forward(hours=8)
    told = await day.anna.expect("Odprawa kapitanów: śr. 12.05, 17:00")
    assert "świetlica w Łącku" in told.text
    assert "rękawice, worki" in told.text


async def test_coordination_hears_once_that_the_insurer_needs_the_list(day: Scene) -> None:
    await enrolled(day.anna)
    await day.forward(days=158)  # 1 May, the day after
    told = await day.group.expect("Pora wysłać listę", thread=day.coordination)
    assert "1\u00a0drużyna, 3\u00a0osoby" in told.text
    await day.forward(hours=1)
    await day.group.expect_none(0.2, "Pora wysłać listę")


async def rain(scene: Scene) -> None:
    """Let Zofia tell everybody in Łąck of the plan for rain."""
    zofia = scene.zofia
    zofia.send("/wydarzenie")
    await tapped(zofia, "Co robimy", "Plakaty i listy")
    await tapped(zofia, "Do czego plakat", "Dzień społeczny")
    await tapped(zofia, "Link do zapisów", "Pogoda: plan B")
    await tapped(zofia, "Gdzie wchodzi plan", "Łąck")
    asked = await zofia.expect("Plan B: sprzątamy świetlicę")
    assert "dostanie to 1\u00a0kapitan przez bota, a do 1\u00a0kapitana trzeba" in asked.text
    zofia.click(asked, "Powiadom teraz")
    await zofia.expect("Łąck: wysłane, drużyn: 2")


async def test_rain_is_told_at_once_and_who_does_not_confirm_is_called(day: Scene) -> None:
    await enrolled(day.anna)
    await enrolled(day.zofia, "Cegielnia", "Jan Kos")  # its list came by e-mail
    await day.forward(days=170, hours=10)  # the evening before, in quiet hours
    await rain(day)
    told = await day.anna.expect("Zmiana z powodu pogody: Łąck")
    panel = await day.group.expect("Jeszcze nie potwierdzili", thread=day.coordination)
    assert "(Tartak), tel. 500100200" in panel.text
    day.anna.click(told, "Wiem")
    panel = await day.group.expect("Plan B: Łąck", where=lambda one: "Tartak" not in one.text)
    day.ewa.click(panel, "Zadzwoniłam")
    await day.group.expect("Wszyscy wiedzą, drużyn: 2")

    day.zofia.send("/wydarzenie")
    await tapped(day.zofia, "Co robimy", "Plakaty i listy")
    await tapped(day.zofia, "Do czego plakat", "Dzień społeczny")
    await tapped(day.zofia, "Link do zapisów", "Pogoda: plan B")
    await tapped(day.zofia, "Gdzie wchodzi plan", "Łąck")
    again = await day.zofia.expect("już o tym wiedzą")
    assert again.rows == []


async def test_the_coordinator_gets_the_papers(day: Scene) -> None:
    await enrolled(day.anna)
    zofia = day.zofia
    zofia.send("/wydarzenie")
    await tapped(zofia, "Co robimy", "Plakaty i listy")
    await tapped(zofia, "Do czego plakat", "Dzień społeczny")
    card = await zofia.expect("Link do zapisów")
    for label, name in (
        ("Listy drużyn", f"druzyny-{DAY}.pdf"),
        ("Do ubezpieczenia", f"ubezpieczenie-{DAY}.xlsx"),
        ("Plakat", f"plakat-{DAY}.pdf"),
    ):
        zofia.click(card, label)
        sent = await zofia.expect(where=lambda one: "document" in one.content)
        assert sent.content["document"]["file_name"] == name


async def test_captains_hear_when_the_day_moves_or_is_called_off(day: Scene) -> None:
    await enrolled(day.anna)
    zofia = day.zofia
    zofia.send("/wydarzenie")
    await tapped(zofia, "Co robimy", "^Zmień$")
    await tapped(zofia, "Co zmienić\\?\n", "Dzień społeczny")
    await tapped(zofia, "^Co zmienić\\?$", "Termin")
    await said(zofia, "Kiedy i w jakich", "21 maja 8:30-15:00")
    await tapped(zofia, "piątek, 21\u00a0maja", "Tak")
    summary = await zofia.expect("(?m)^będzie")
    assert "1\u00a0osobę przez bota" in summary.text
    zofia.click(summary, "Zmień i powiadom")
    told = await day.anna.expect("Zmiana: Dzień społeczny")
    assert "jest: pt. 21.05, 08:30" in told.text
    assert "Odprawa kapitanów: śr. 19.05, 17:00" in told.text  # it keeps its distance

    zofia.send("/wydarzenie")
    await tapped(zofia, "Co robimy", "Odwołaj")
    await tapped(zofia, "Co odwołać", "Dzień społeczny")
    await said(zofia, "Dlaczego odwołujemy", "powódź")
    await tapped(zofia, "Powiadomimy 1\u00a0osobę", "Odwołaj i powiadom")
    told = await day.anna.expect("Odwołane: Dzień społeczny")
    assert "powódź" in told.text


async def test_the_card_of_the_day_leads_captains_to_the_form(day: Scene) -> None:
    day.anna.start(f"w_{DAY}")
    card = await day.anna.expect("Dzień społeczny")
    labels = [one["text"] for one in card.buttons]
    assert "Zgłoś drużynę" in labels
    assert "Zapisz mnie" not in labels
    day.anna.click(card, "Zgłoś drużynę")
    await day.anna.expect("Jaka to firma")


async def moved_shortly_before(scene: Scene) -> None:
    """Let the day begin half an hour earlier, the evening before, in quiet hours."""
    await scene.forward(days=170, hours=11)
    row = await scene.house.database.read(lambda conn: occasions.get(conn, DAY))
    event = meeting_of(row)
    earlier = event.model_copy(update={"starts": event.starts - timedelta(minutes=30)})
    moment = scene.clock.now()

    def work(conn: Connection) -> None:
        base = scene.house.library.current.base
        hours = WorkingHours(base.organisation.office_hours.by_weekday, frozenset())
        desk = Desk(base, hours, moment, "test")
        amend(conn, desk, row, earlier, sweeps.follow, by=900)

    await scene.house.database.write(work)
    await scene.settle()


async def test_shortly_before_captains_are_told_and_called_and_nobody_else(day: Scene) -> None:
    await enrolled(day.anna)
    await enrolled(day.zofia, "Cegielnia", "Ola Nowa\nJan Kos")  # its list came by e-mail
    await moved_shortly_before(day)
    told = await day.anna.expect("Zmiana: Dzień społeczny")
    panel = await day.group.expect("500100200", thread=day.coordination)
    assert all(name in panel.text for name in ("Anna Nowak", "Ola Nowa"))
    assert not any(name in panel.text for name in ("Ewa Lis", "Jan Kos"))
    day.anna.click(told, "Wiem")
    panel = await day.group.expect("Ola Nowa", where=lambda one: "Anna Nowak" not in one.text)
    day.ewa.click(panel, "Zadzwoniłam")
    await day.settle()
    left = await day.house.database.read(lambda conn: seats.to_call(conn, DAY))
    assert left == []


# -- the gala


async def seat(scene: Scene, who: Person) -> int:
    """Give somebody a seat at the gala, as signing up does; return its number."""
    now = scene.clock.now()

    def work(conn: Connection) -> int:
        person = people.by_telegram(conn, who.id)
        assert person is not None
        assert occasions.take_seat(conn, "bal")
        return registrations.add(
            conn,
            occasion_id="bal",
            person_id=person.id,
            state="seated",
            name=who.user.first_name,
            created_at=now,
        )

    return await scene.house.database.write(work)


async def taken(scene: Scene) -> int:
    await scene.settle()
    return (await scene.house.database.read(lambda conn: occasions.get(conn, "bal"))).taken


async def test_guests_come_along_as_long_as_there_are_seats(day: Scene) -> None:
    await seat(day, day.anna)
    await day.forward(seconds=15)
    asked = await day.anna.expect("Czy ktoś przyjdzie razem z Tobą")
    await day.forward(seconds=15)
    await day.anna.expect_none(0.2, "Czy ktoś przyjdzie")  # once

    day.anna.click(asked, "2 osoby")
    await day.anna.expect("z Tobą przyjdą 2\u00a0osoby")
    assert await taken(day) == 3
    day.anna.click(asked, "1 osoba")
    await day.anna.expect("z Tobą przyjdzie 1\u00a0osoba")
    assert await taken(day) == 2
    await seat(day, day.zofia)
    day.anna.click(asked, "2 osoby")
    await day.anna.expect("Tylu wolnych miejsc już nie ma")
    assert await taken(day) == 3


async def test_the_list_of_guests_is_printed_for_the_coordinator(day: Scene) -> None:
    await seat(day, day.anna)
    zofia = day.zofia
    zofia.send("/wydarzenie")
    await tapped(zofia, "Co robimy", "Plakaty i listy")
    await tapped(zofia, "Do czego plakat", "Bal")
    await tapped(zofia, "Link do zapisów", "Lista gości")
    sent = await zofia.expect(where=lambda one: "document" in one.content)
    assert sent.content["document"]["file_name"] == "goscie-bal.pdf"
