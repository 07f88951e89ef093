"""Who needs hands on the day of work, and which team brings them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Connection

from bot.domain.callbacks import encode
from bot.parts import sweeps
from bot.programme.occasions import alter
from bot.programme.volunteering import papers, places
from bot.simulator.model import Message
from bot.simulator.people import Person
from bot.storage import needs, occasions, teams
from bot.storage.needs import Match
from tests.dialogues.conftest import stage
from tests.dialogues.contest_stage import go_to
from tests.dialogues.grant_stage import asked, form
from tests.dialogues.scene import Scene
from tests.dialogues.test_volunteering import enrolled
from tests.pdf_text import text_of
from tests.programme.desk import sample
from tests.programme.workdays import DAY, with_workday

pytestmark = pytest.mark.usefixtures("typing_fast")
STALE, MOVED = "To już nieaktualne. Odświeżam.", "Coś się tu zmieniło. Odświeżam."
FENCE, PHONE = "Malowanie płotu przy świetlicy", "Jan, 600 100 200"


@pytest_asyncio.fixture
async def scene(moved_in: Path) -> AsyncIterator[Scene]:
    """The stage with a day of work; Anna leads a team of a sawmill."""
    files = with_workday(sample(moved_in), capacity=30, shift=15)
    async with stage(moved_in, forum=True, knowledge=files) as scene:
        await scene.link(topics=7)
        await scene.meet_anna()
        scene.zofia.start()
        await scene.forward(seconds=15)
        await enrolled(scene.anna)
        for one in (scene.anna, scene.zofia):
            one.skip()
        yield scene


async def needed(scene: Scene, jan: Person) -> Message:
    """Let Jan ask for help, and coordination let it onto the board; return the card."""
    jan.send("/potrzeba")
    await jan.expect("Co trzeba zrobić")
    jan.send(FENCE)
    await jan.expect("W jakiej gminie")
    jan.send("Atlantyda")
    await jan.expect("Nie znam takiej gminy")
    jan.send("gmina łąck")
    await jan.expect("Gdzie dokładnie")
    jan.send("Sendeń 5")
    await jan.expect("W jakich godzinach")
    jan.send("od 9 do 13")
    await jan.expect("Ile osób")
    jan.send("500")
    await jan.expect("sama liczba")
    jan.send("6")
    jan.click(await asked(jan, "Jakie narzędzia"), "Pomiń")
    await jan.expect("Kto będzie na miejscu")
    jan.send(PHONE)
    summary = await asked(jan, "Czy wszystko się zgadza")
    assert PHONE in summary.text and "gm. Łąck" in summary.text
    jan.click(summary, "Wyślij")
    await jan.expect("Potrzeba zapisana")
    card = await scene.group.expect("Potrzeba do sprawdzenia", thread=scene.coordination)
    assert FENCE in card.text and "600" not in card.text
    scene.zofia.click(card, "Przyjmij")
    await jan.expect("Potrzeba jest na tablicy")
    await scene.group.expect("Potrzeba na tablicy, przyjęta: Zofia", thread=scene.coordination)
    return card


async def match(scene: Scene, ident: int = 1) -> Match:
    await scene.settle()
    found = await scene.house.database.read(lambda conn: needs.find(conn, ident))
    assert found is not None
    return found


async def test_a_captain_takes_a_need_and_it_stands_on_the_teams_list(scene: Scene) -> None:
    jan, anna = scene.newcomer("Jan"), scene.anna
    card = await needed(scene, jan)
    jan.send("/potrzeby")
    await jan.expect("Tablicę potrzeb widzą kapitanowie")
    anna.send("/potrzeby")
    board = await anna.expect("Szuka drużyny")
    assert "600" not in board.text
    for person, action, rev in ((jan, "need_choose", None), (jan, "need_offer", 1)):
        last = [one for one in person.messages if one.from_bot][-1]
        told = await scene.press(person, last, encode(action, 1, rev)).answered()
        assert told["text"] == STALE
    anna.click(board, "Weźmiemy 1")
    await anna.expect("Zapytaliśmy tych")
    question = await jan.expect("Jest drużyna, która chce pomóc")
    assert "Tartak" in question.text and "3\u00a0osoby" in question.text
    await scene.group.expect("czeka na odpowiedź zgłaszającego", thread=scene.coordination)
    told = await scene.press(anna, board, encode("match_yes", 1, 0)).answered()
    assert told["text"] == STALE
    assert (await match(scene)).state == "proposed"
    jan.click(question, "Zgoda")
    await jan.expect("Umówione: Tartak")
    agreed = await anna.expect("Umówione")
    assert PHONE in agreed.text
    await scene.group.expect("Potrzeba ma drużynę: Tartak", thread=scene.coordination)
    late = await scene.press(jan, question, encode("match_no", 1, 0)).answered()
    assert late["text"] == STALE

    # On paper, and in the briefing.
    desk = scene.house.services.desk("test")
    given = await scene.house.database.read(
        lambda conn: papers.collect_lists(conn, desk, {"occasion": DAY})
    )
    assert given is not None
    page = text_of(papers.make_lists(given).content)
    for words in ("Pomagacie tu:", "Sendeń 5", "600 100 200"):
        assert words in page
    await go_to(scene, "2027-05-11", "16:00")
    await scene.forward(hours=2)
    briefing = await anna.expect("Odprawa kapitanów")
    assert f"Pomagacie tu: {FENCE}" in briefing.text and PHONE in briefing.text

    # The team goes: the need is free again, and who asked for help hears of it.
    anna.send("/druzyna")
    anna.click(await anna.expect("Tartak"), "Wycofaj")
    anna.click(await anna.expect("Wycofać drużynę"), "Wycof|Tak")
    await scene.forward(seconds=15)
    await jan.expect("Tartak jednak nie przyjedzie")
    await scene.group.expect("Potrzeba na tablicy", thread=scene.coordination)
    assert (await match(scene)).ended_by == "team_left"
    assert await scene.house.database.read(lambda conn: places.need_of(conn, 1)) is None
    assert card.deleted is False


async def test_a_coordinator_proposes_and_each_side_may_call_it_off(scene: Scene) -> None:
    jan, anna, zofia = scene.newcomer("Jan"), scene.anna, scene.zofia
    await needed(scene, jan)
    await scene.house.database.write(
        lambda conn: teams.add(
            conn, occasion_id=DAY, name="Młyn", site="Łąck", shift="08:30–11:30", firm="Młyn",
            captain="Ewa Lis", phone="600200300", seats=4, created_at=scene.clock.now(),
        )
    )  # fmt: skip
    zofia.send("/potrzeby")
    board = await zofia.expect("Szuka drużyny")
    zofia.click(board, "Dopasuj 1")
    choice = await zofia.expect("Która drużyna")
    zofia.click(choice, "Tartak")
    question = await anna.expect("Czy drużyna Tartak może tu pomóc")
    assert "600 100 200" not in question.text
    told = await scene.press(zofia, choice, encode("need_offer", 1, 2)).answered()
    assert told["text"] == STALE  # it is spoken for
    anna.click(question, "Nie tym razem")
    await jan.expect("tym razem nie pomoże")
    assert (await match(scene)).state == "declined"

    # A captain without the bot is called, and the coordinator answers.
    zofia.skip()
    zofia.click(board, "Dopasuj 1")
    zofia.click(await zofia.expect("Która drużyna"), "Młyn")
    question = await zofia.expect("trzeba zadzwonić")
    assert "600200300" in question.text
    for stranger in (anna, jan):
        last = [one for one in stranger.messages if one.from_bot][-1]
        told = await scene.press(stranger, last, encode("match_yes", 2, 0)).answered()
        assert told["text"] == STALE
    zofia.click(question, "Zgadza się")
    agreed = await jan.expect("Umówione: Młyn")
    last = [one for one in anna.messages if one.from_bot][-1]
    told = await scene.press(anna, last, encode("match_off_yes", 2, 1)).answered()
    assert told["text"] == STALE and (await match(scene, 2)).state == "agreed"
    jan.click(agreed, "Odwołaj")
    jan.click(await jan.expect("Na pewno odwołać"), "Tak, odwołaj")
    await scene.group.expect("Potrzeba na tablicy", thread=scene.coordination)
    assert (await match(scene, 2)).ended_by == "leader"

    # Taken again by a captain, then the need itself is withdrawn.
    anna.send("/potrzeby")
    anna.click(await anna.expect("Szuka drużyny"), "Weźmiemy 1")
    jan.click(await jan.expect("Jest drużyna"), "Zgoda")
    await anna.expect("Umówione")
    jan.click("Wycofuję")
    jan.click(await jan.expect("Na pewno wycofać tę potrzebę"), "Tak, wycofuję")
    await anna.expect("To miejsce nie jest już aktualne")
    assert (await form(scene)).state == "withdrawn"
    assert (await match(scene, 3)).ended_by == "need_left"
    await scene.group.expect("Potrzeba wycofana", thread=scene.coordination)


async def test_who_asked_for_help_hears_that_the_day_moves_or_is_off(scene: Scene) -> None:
    jan = scene.newcomer("Jan")
    await needed(scene, jan)

    def change(what: str) -> Callable[[Connection], object]:
        def work(conn: Connection) -> None:
            row, desk = occasions.get(conn, DAY), scene.house.services.desk(f"test:{what}")
            later = row.starts_at + timedelta(hours=1)
            values = {"starts_at": later} if what == "moved" else {"state": "cancelled"}
            alter(conn, desk, row, sweeps.follow, **values)

        return work

    await scene.house.database.write(change("moved"))
    told = await jan.expect("nowy termin, pt. 14.05, 09:30")
    await scene.house.database.write(change("cancelled"))
    await jan.expect("Dzień społeczny jest odwołany")
    jan.send("/potrzeba")
    await jan.expect("Teraz nie ma dnia")
    jan.click(told, "Wycofuję")
    jan.click(await jan.expect("Na pewno wycofać tę potrzebę"), "Tak, wycofuję")
    await jan.expect("Potrzeba wycofana")
