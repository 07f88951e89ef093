"""Where signing up and attendance meet: materials on the card, a seat in vain, data forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
import pytest_asyncio

from bot.domain.callbacks import encode
from bot.storage import occasions
from tests.dialogues.meeting import SMALL, WORKSHOP, Meeting
from tests.dialogues.scene import Scene
from tests.dialogues.signing import all_signed_up, amend, given_up, signed_up

pytestmark = pytest.mark.usefixtures("typing_fast")

IN_VAIN = "Niestety nie zwolniło się"


@pytest_asyncio.fixture
async def meeting(scene: Scene) -> Meeting:
    meeting = Meeting(scene)
    await meeting.ready()
    return meeting


@pytest_asyncio.fixture
async def small(scene: Scene) -> Meeting:
    meeting = Meeting(scene, SMALL)
    await meeting.ready()
    return meeting


async def with_material(meeting: Meeting) -> None:
    """Let the coordinator send a file before the meeting."""
    zofia = meeting.scene.zofia
    zofia.click(await meeting.panel(zofia), "Po spotkaniu")
    zofia.click(await zofia.expect("przygotowania"), "Dodaj materiały")
    await zofia.expect("proszę wysłać plik")
    zofia.send_document(name="slajdy.pdf", caption="Slajdy")
    await zofia.expect("Zapisane. Razem: 1")


async def test_the_card_of_a_past_meeting_has_materials_for_those_who_were_there(
    scene: Scene, meeting: Meeting
) -> None:
    await with_material(meeting)
    anna = await meeting.list_up("Anna Żuk", scene.anna)
    marek = scene.newcomer("Marek")
    await meeting.list_up("Marek Lis")
    await meeting.begins()
    await meeting.mark(anna)
    await meeting.ends(hours=1)
    scene.anna.skip()

    scene.anna.start(f"w_{WORKSHOP}")
    card = await scene.anna.expect("To spotkanie już się odbyło")
    assert card.rows == [["Materiały"]]
    marek.start(f"w_{WORKSHOP}")
    assert "Materiały" not in str((await marek.expect("Tego spotkania już nie ma")).rows)

    scene.anna.send("/warsztaty")
    listed = await scene.anna.expect("Najbliższe spotkania")
    assert ["Materiały: Księgi bez strachu"] in listed.rows
    marek.send("/warsztaty")
    assert "Materiały" not in str((await marek.expect("Najbliższe spotkania")).rows)

    number = occasions.number_of_occasion(WORKSHOP)
    press = scene.press(marek, listed, encode("materials", number))
    assert (await press.answered())["text"] == "To już nieaktualne. Odświeżam."
    scene.anna.skip()
    scene.anna.click(listed, "Materiały")
    await scene.anna.expect(where=lambda one: one.kind == "document")
    assert not any(one.kind == "document" for one in marek.messages)


async def test_before_the_end_there_are_no_materials_on_the_card(
    scene: Scene, meeting: Meeting
) -> None:
    await with_material(meeting)
    anna = await meeting.list_up("Anna Żuk", scene.anna)
    await meeting.begins(minutes=10)
    await meeting.mark(anna)
    scene.anna.start(f"w_{WORKSHOP}")
    card = await scene.anna.expect("Masz miejsce")
    assert "Materiały" not in str(card.rows)
    assert "Rezygnuję" not in str(card.rows)


async def test_who_waits_on_the_day_hears_in_the_morning_that_no_seat_came_free(
    scene: Scene, small: Meeting
) -> None:
    waiting = (await all_signed_up(scene, ["Jan", "Maria", "Ola"], SMALL))[-1]
    row = await small.row()
    morning = row.starts_at - timedelta(hours=8, minutes=30)  # 8:00 of a meeting at 16:30
    await small.until(morning - timedelta(minutes=1))
    assert not any(IN_VAIN in one.text for one in waiting.messages)

    await scene.forward(minutes=2)
    word = await waiting.expect(IN_VAIN)
    assert "środa, 7\u00a0kwietnia, 16:30" in word.text
    await scene.forward(hours=5)
    assert sum(IN_VAIN in one.text for one in waiting.messages) == 1


async def test_before_an_early_meeting_they_hear_it_in_the_evening(
    scene: Scene, meeting: Meeting
) -> None:
    await amend(scene, WORKSHOP, capacity=1)
    await signed_up(scene.anna, WORKSHOP)
    ola = (await all_signed_up(scene, ["Ola"], WORKSHOP))[0]
    await meeting.begins(hours=-14, minutes=-31)  # 18:59 of the evening before
    assert not any(IN_VAIN in one.text for one in ola.messages)
    await scene.forward(minutes=2)
    await ola.expect(IN_VAIN)


async def test_who_got_a_seat_does_not_hear_it(scene: Scene, small: Meeting) -> None:
    jan, _maria, ola = await all_signed_up(scene, ["Jan", "Maria", "Ola"], SMALL)
    await given_up(jan)
    ola.click(await ola.expect("Zwolniło się miejsce"), "Biorę")
    await ola.expect("Masz miejsce")
    await small.begins(hours=-1)
    assert not any(IN_VAIN in one.text for one in ola.messages)


async def test_contacts_are_forgotten_thirty_days_after_the_end_and_names_stay(
    scene: Scene, meeting: Meeting
) -> None:
    told = {"phone": "600100200", "email": "jan@example.org", "needs": "podjazd"}
    jan = await meeting.list_up("Jan Nowak", **told)
    other = await Meeting(scene, SMALL).list_up("Maria Lis", phone="600100201")
    await meeting.ends(days=29, hours=23)
    assert (await meeting.registration(jan)).phone == "600100200"
    assert await scene.audited("contacts_forgotten") == []

    await scene.forward(hours=2)

    one = await meeting.registration(jan)
    assert (one.phone, one.email, one.needs) == (None, None, "")
    assert (one.name, one.organisation, one.commune) == ("Jan Nowak", "KGW Łąck", "Łąck")
    assert (await meeting.registration(other)).phone == "600100201"
    assert await scene.audited("contacts_forgotten") == ["contacts_forgotten"]


async def test_no_reminder_is_promised_to_who_gets_a_seat_at_the_last_moment(
    scene: Scene, small: Meeting
) -> None:
    jan, _maria, ola = await all_signed_up(scene, ["Jan", "Maria", "Ola"], SMALL)
    await small.begins(hours=-1, minutes=-50)
    jan.click(await jan.expect("Do zobaczenia"), "Nie dam rady")
    jan.click(await jan.expect("Oddać to miejsce"), "Tak, rezygnuję")
    ola.click(await ola.expect("Zwolniło się miejsce"), "Biorę")
    assert "Przypomnimy" not in (await ola.expect("Masz miejsce")).text


async def test_a_reminder_is_promised_to_who_signs_up_in_time(
    scene: Scene, small: Meeting
) -> None:
    assert "Przypomnimy" in (await signed_up(scene.anna, SMALL)).text


async def test_an_opinion_is_asked_for_also_when_the_bot_was_away_that_evening(
    scene: Scene, meeting: Meeting
) -> None:
    anna = await meeting.list_up("Anna Żuk", scene.anna)
    await meeting.begins()
    await meeting.mark(anna)
    await meeting.ends(hours=20)  # eleven o'clock of the next day, with no sweep in between
    assert not any("jak było?" in one.text for one in scene.anna.messages)

    await scene.forward(hours=23)
    await scene.anna.expect("jak było\\?")
    await scene.forward(days=2)
    assert sum("jak było?" in one.text for one in scene.anna.messages) == 1
