"""The calendar changes: deadlines follow at once, and coordination decides who is told."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.simulator.model import Message
from tests.dialogues.conftest import stage
from tests.dialogues.deadline_stories import added, days_of, following, joined, rows
from tests.dialogues.scene import Scene
from tests.knowledge.sample import copy_of_sample

pytestmark = pytest.mark.usefixtures("typing_fast")


@pytest_asyncio.fixture
async def there(tmp_path: Path) -> AsyncIterator[Scene]:
    """A scene over a calendar that a test may change."""
    knowledge = copy_of_sample(tmp_path)
    async with stage(tmp_path, forum=True, knowledge=knowledge) as scene:
        await scene.link(topics=7)
        await scene.meet_anna()
        yield scene


async def edit(scene: Scene, old: str, new: str) -> None:
    """Change the calendar once, and let the bot see it."""
    path = scene.house.settings.knowledge / "programme" / "calendar.yaml"
    text, count = re.subn(old, new, path.read_text(encoding="utf-8"), count=1, flags=re.DOTALL)
    assert count == 1
    path.write_text(text, encoding="utf-8")
    await scene.forward(seconds=15)
    await scene.forward(seconds=15)


async def moved(scene: Scene) -> Message:
    """Let CIT-8 move to another day; return the panel in coordination."""
    await edit(scene, "yearly: 03-31", "yearly: 04-30")
    return await scene.group.expect("Zmiana w kalendarzu: Złożyć CIT-8", thread=scene.coordination)


async def test_open_deadlines_and_their_reminders_follow_at_once(there: Scene) -> None:
    await following(there)
    (before,) = [one for one in await rows(there) if one.source == "law:cit-8"]
    await moved(there)
    (after,) = [one for one in await rows(there) if one.source == "law:cit-8"]
    assert (after.id, after.rev) == (before.id, before.rev + 1)  # same UID, higher SEQUENCE
    assert await days_of(there, "law:cit-8") == ["2027-04-30"]
    await there.forward(days=106)  # 21 days before the old day
    await there.anna.expect_none(0.2, "Złożyć CIT-8")
    await there.forward(days=30)
    await there.anna.expect("piątek, 30\u00a0kwietnia 2027 \\(za 21\u00a0dni\\)")


async def test_people_are_told_when_a_coordinator_sends_it_and_once(there: Scene) -> None:
    basia = await joined(there, await following(there))
    panel = await moved(there)
    assert "środa, 31\u00a0marca 2027 → piątek, 30\u00a0kwietnia 2027" in panel.text
    assert "1\u00a0organizacja, 2\u00a0osoby" in panel.text
    await there.anna.expect_none(0.2, "Zmienił się termin")
    refused = await there.ewa.click(panel, "Wyślij").answered()
    assert refused["text"] == "O tym decyduje koordynator."
    there.zofia.click(panel, "Wyślij")
    for person in (there.anna, basia):
        told = await person.expect("Zmienił się termin: Złożyć CIT-8")
        assert (
            "Było: środa, 31\u00a0marca 2027. Teraz: piątek, 30\u00a0kwietnia 2027." in told.text
        )
    await there.group.expect("Wiadomość wysyła: Zofia")
    await there.settle()
    assert panel.rows == []
    await there.forward(days=1)
    await there.anna.expect_none(0.2, "Zmienił się termin")


async def test_days_of_every_month_that_move_are_one_message_for_each_organisation(
    there: Scene,
) -> None:
    await following(there, "składki")
    await edit(there, "monthly: 15", "monthly: 20")
    panel = await there.group.expect("Zmiana w kalendarzu: Składki", thread=there.coordination)
    there.anna.skip()
    there.zofia.click(panel, "Wyślij")
    told = await there.anna.expect("Zmienił się termin: Składki")
    assert "Było: wtorek, 15\u00a0grudnia 2026. Teraz: niedziela, 20\u00a0grudnia" in told.text
    assert "Dla: koło gospodyń" in told.text
    assert "To samo: jeszcze 12\u00a0kolejnych dni" in told.text
    await there.anna.expect_none(0.2, "Zmienił się termin")


async def test_a_coordinator_may_keep_it_quiet(there: Scene) -> None:
    await following(there)
    panel = await moved(there)
    there.zofia.click(panel, "Nie wysyłaj")
    await there.group.expect("Bez wiadomości, decyzja: Zofia")
    await there.anna.expect_none(0.2, "Zmienił się termin")


async def test_a_day_that_is_taken_out_is_kept_no_longer(there: Scene) -> None:
    await following(there)
    await edit(there, r"cit-8:\n.*?(?=pit-11:)", "")
    panel = await there.group.expect("Zmiana w kalendarzu: Złożyć CIT-8")
    assert "środa, 31\u00a0marca 2027 → nie ma takiego terminu" in panel.text
    assert await days_of(there, "law:cit-8") == []
    there.zofia.click(panel, "Wyślij")
    await there.anna.expect("Tego terminu już nie ma: Złożyć CIT-8")


async def test_other_words_and_doubts_change_quietly(there: Scene) -> None:
    await following(there)
    await edit(
        there, r"(related: \[cit-8-termin\])", r"\1\n  confirm: true\n  note: Do sprawdzenia."
    )
    await there.group.expect_none(0.2, "Zmiana w kalendarzu")
    there.anna.send("/terminy")
    await there.anna.expect("31\u00a0marca 2027 \\(za [0-9]+\u00a0dni\\), datę trzeba sprawdzić")


async def test_what_is_counted_from_an_event_follows_too_and_ones_own_words_do_not(
    there: Scene,
) -> None:
    listed = await following(there)
    await added(there, "raport 4 czerwca")
    there.anna.click(listed, "Policz od zdarzenia")
    menu = await there.anna.expect("Policz termin")
    there.anna.click(menu, "Wysłać sprawozdanie")
    await there.anna.expect("Który to dzień")
    there.anna.send("20 maja 2027")
    there.anna.click(await there.anna.expect("Czy tak ma być"), "Dobrze")
    await there.settle()
    await edit(there, "days: 15, at_latest", "days: 10, at_latest")
    await there.group.expect("piątek, 4\u00a0czerwca 2027 → niedziela, 30\u00a0maja 2027")
    assert await days_of(there, "event:sprawozdanie:2027-05-20") == ["2027-05-30"]
    own = [row.day for row in await rows(there) if row.source.startswith("own:")]
    assert own == ["2027-06-04"]
