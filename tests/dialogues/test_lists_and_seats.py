"""People on a list by an advisor's hand: the same seats, order and limits as for everybody."""

from __future__ import annotations

import pytest
import pytest_asyncio

from bot.simulator.model import Message
from tests.dialogues.meeting import SMALL, WORKSHOP, Meeting
from tests.dialogues.scene import Scene
from tests.dialogues.signing import amend, cancel, signed_up

pytestmark = pytest.mark.usefixtures("typing_fast")


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


async def read_out(meeting: Meeting, name: str, organisation: str = "KGW Łąck") -> Message:
    """Let the coordinator enter somebody up to the last tap; return what is to be read out."""
    zofia = meeting.scene.zofia
    zofia.click(await meeting.panel(zofia), "Dopisz osobę")
    await zofia.expect("Imię i nazwisko")
    zofia.send(name)
    await zofia.expect("Telefon albo adres")
    zofia.send("600 100 200")
    await zofia.expect("Organizacja, koło")
    zofia.send(organisation)
    zofia.click(await zofia.expect("Z jakiej gminy"), "Łąck")
    return await zofia.expect("Przeczytaj tej osobie")


async def by_phone(meeting: Meeting, name: str, organisation: str = "KGW Łąck") -> None:
    meeting.scene.zofia.click(await read_out(meeting, name, organisation), "Przeczytane, wpisz")


async def strike_off(meeting: Meeting, name: str) -> None:
    zofia = meeting.scene.zofia
    await meeting.scene.settle()
    zofia.skip()
    zofia.click(await meeting.panel(zofia), "Szukaj osoby")
    await zofia.expect("Kogo szukasz")
    zofia.send(name)
    zofia.click(await zofia.expect("kto pasuje"), name)
    one = await zofia.expect("Ma miejsce", where=lambda one: bool(one.rows))
    zofia.click(one, "Wypisz")
    zofia.click(await zofia.expect("Wypisać z listy"), "Tak, wypisz")


async def test_people_entered_by_phone_count_for_their_organisation(
    scene: Scene, meeting: Meeting
) -> None:
    await amend(scene, WORKSHOP, per_organisation=2)
    await signed_up(scene.anna, WORKSHOP, "kgw  łąck")
    await by_phone(meeting, "Halina Żak")
    await scene.zofia.expect("miejsce zapisane")

    await by_phone(meeting, "Irena Bąk")

    told = await scene.zofia.expect("Irena Bąk: nikogo nie wpisaliśmy")
    assert "najwyżej 2\u00a0osoby" in told.text
    assert len(await meeting.everybody()) == 2
    assert (await meeting.row()).taken == 2


async def test_after_the_closing_date_an_advisor_enters_people_knowingly(
    scene: Scene, meeting: Meeting
) -> None:
    await meeting.begins(days=-1)
    notice = await read_out(meeting, "Halina Żak")
    assert "Zapisy są już zamknięte" in notice.text
    scene.zofia.click(notice, "Przeczytane, wpisz po terminie")
    await scene.zofia.expect("miejsce zapisane")


async def test_who_was_read_out_before_the_closing_date_is_confirmed_once_more_after_it(
    scene: Scene, small: Meeting
) -> None:
    await small.begins(hours=-4, minutes=-35)  # five minutes before
    notice = await read_out(small, "Halina Żak")
    assert "zamknięte" not in notice.text
    await scene.forward(minutes=6)

    scene.zofia.click(notice, "Przeczytane, wpisz")

    again = await scene.zofia.expect("Zapisy są już zamknięte")
    assert await small.everybody() == []
    scene.zofia.click(again, "po terminie")
    await scene.zofia.expect("miejsce zapisane")


async def test_a_meeting_called_off_meanwhile_takes_nobody(scene: Scene, meeting: Meeting) -> None:
    notice = await read_out(meeting, "Halina Żak")
    await cancel(scene, WORKSHOP)
    scene.zofia.click(notice, "Przeczytane, wpisz")
    await scene.zofia.expect("nikogo nie wpisaliśmy, spotkanie jest odwołane")
    assert await meeting.everybody() == []


async def test_a_struck_off_seat_is_offered_to_the_next_who_waits(
    scene: Scene, small: Meeting
) -> None:
    await by_phone(small, "Halina Żak")
    await scene.zofia.expect("Halina Żak: miejsce zapisane")
    await by_phone(small, "Irena Bąk")
    await scene.zofia.expect("Irena Bąk: miejsce zapisane")
    told = await signed_up(scene.anna, SMALL)
    assert "Lista rezerwowa" in told.text

    await strike_off(small, "Halina Żak")

    await scene.anna.expect("Zwolniło się miejsce")
    assert (await small.row()).taken == 2
    assert [one.state for one in await small.everybody()] == ["seated", "offered"]


async def test_a_seat_added_at_the_door_is_nobodys_when_somebody_leaves(
    scene: Scene, small: Meeting
) -> None:
    for name in ("Jan Nowak", "Maria Górska"):
        await small.list_up(name)
    ola = await small.list_up("Ola Lis", seat=False)
    await small.begins(minutes=-30)
    page = await small.page(scene.zofia)
    scene.zofia.click(page, "Ola Lis")
    scene.zofia.click(await scene.zofia.expect("nie ma wolnego miejsca"), "Dodaj miejsce")
    await scene.zofia.expect("✅ Ola Lis")
    row = await small.row()
    assert (row.seats, row.taken) == (3, 3)
    assert (await small.registration(ola)).state == "seated"

    await strike_off(small, "Jan Nowak")

    await scene.settle()
    row = await small.row()
    assert (row.seats, row.taken) == (2, 2)
