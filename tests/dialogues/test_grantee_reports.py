"""Reports of grantees: from a reminder's button to the counts of the programme."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.domain.callbacks import encode
from bot.storage import initiatives
from bot.storage.programme_tables import deadline
from tests.dialogues.contest_stage import go_to
from tests.dialogues.grant_stage import asked, consents_of, form
from tests.dialogues.scene import COVERED, Scene
from tests.dialogues.test_initiatives import granted, register

pytestmark = pytest.mark.usefixtures("typing_fast")
STORY = "Zasadziliśmy ogród przy szkole. Przyszło 40 osób."
STALE = "To już nieaktualne. Odświeżam."


async def days(scene: Scene) -> dict[str, str]:
    await scene.settle()
    query = select(deadline.c.source, deadline.c.state).order_by(deadline.c.id)
    return await scene.house.database.read(
        lambda conn: {row.source.split(":")[2]: row.state for row in conn.execute(query)}
    )


async def test_a_report_goes_from_a_reminder_to_the_indicator(scene: Scene) -> None:
    await granted(scene, title="Ogród")
    anna, zofia = scene.anna, scene.zofia
    await go_to(scene, "2027-11-29", "08:00")
    await scene.forward(hours=3)
    reminder = await anna.expect("Zbliża się termin: Raport końcowy")
    stranger = scene.newcomer("Jan")
    stranger.send("/raport_z_dzialania")
    await stranger.expect("Nie widzę tu inicjatywy z grantem")
    for action in ("rep_begin", "rep_due"):
        last = [one for one in stranger.messages if one.from_bot][-1]
        for ident in (1, 2):
            told = await scene.press(stranger, last, encode(action, ident)).answered()
            assert told["text"] == STALE
    anna.click(reminder, "Wyślij raport")
    await anna.expect("Ile osób wzięło udział")
    anna.send("ze czterdzieści")
    await anna.expect("sama liczba")
    anna.send(COVERED)  # a question stays a question
    await anna.expect("siedmiu założycieli")
    anna.send("40")
    await anna.expect("Ile osób pomagało")
    told_in = anna.send("5")
    await anna.expect("Co zostało zrobione")
    anna.edit(told_in, "6")
    anna.send(STORY)
    await anna.expect("Czy są zdjęcia")
    anna.send_album(3)
    anna.click(await asked(anna, "Zapisane"), "Dalej")
    anna.click(await asked(anna, "zgadzają się na ich pokazanie"), "Tak, wszystkie")
    anna.click(await asked(anna, "poniżej 18 lat"), "Są, bez zgód")
    summary = await asked(anna, "Czy wszystko się zgadza")
    assert "Zdjęcia: 3, tylko do dokumentów" in summary.text
    assert "Uczestnicy: 40, wolontariusze: 6" in summary.text
    anna.click(summary, "Wyślij")
    sent = await anna.expect("Raport wysłany")
    assert await days(scene) == {"changes": "open", "report": "done"}
    (one,) = await register(scene)
    assert (one.state, one.participants) == ("reported", None)
    assert ("rep1:image_minors", False, "button") in await consents_of(scene, "rep1:")

    card = await scene.group.expect(
        "Raport z inicjatywy do sprawdzenia", thread=scene.coordination
    )
    assert not any("photo" in message.content for message in scene.group.messages())
    refused = await scene.ewa.click(card, "Przyjmij").answered()
    assert refused["text"] == "O tym decyduje koordynator."
    zofia.click(card, "Pokaż całość")
    await zofia.expect(where=lambda message: "photo" in message.content)
    zofia.click(card, "Do poprawy")
    prompt = await scene.group.expect("Co trzeba poprawić", thread=scene.coordination)
    zofia.send("Brakuje liczby dzieci.", reply_to=prompt)
    returned = await anna.expect("prosimy o poprawkę")
    assert "są 7" not in returned.text and "jest 7\u00a0dni" in returned.text
    assert (await days(scene))["fixes"] == "open"
    late = await scene.press(anna, sent, encode("rep_back_yes", 1, 9)).answered()
    assert late["text"] == STALE
    anna.click(returned, "Popraw")
    anna.click(await asked(anna, "Brakuje liczby dzieci"), "Zmień")
    anna.click(await anna.expect("Co zmienić"), "Uczestnicy")
    await anna.expect("Teraz jest: 40")
    anna.send("45")
    anna.click(await asked(anna, "Czy wszystko się zgadza"), "Wyślij")
    await anna.expect("Raport wysłany")
    assert (await days(scene))["fixes"] == "done"
    card = await scene.group.expect(
        "Raport z inicjatywy do sprawdzenia", thread=scene.coordination
    )
    zofia.click(card, "Przyjmij")
    await anna.expect("Raport przyjęty")
    (one,) = await register(scene)
    assert (one.state, one.participants, one.volunteers) == ("settled", 45, 6)
    counted = await scene.house.database.read(initiatives.people_engaged)
    assert counted == (45, 6)
    zofia.send("/inicjatywy")
    await zofia.expect("przyjętych raportów: 51 z 500")
    anna.send("/raport_z_dzialania")
    await anna.expect("Wszystkie inicjatywy są już rozliczone")
    assert (await form(scene)).decider == "Zofia"


async def test_a_report_can_be_taken_back_and_given_up(scene: Scene) -> None:
    await granted(scene, title="Ogród")
    anna = scene.anna
    anna.send("/raport_z_dzialania")
    await anna.expect("Ile osób wzięło udział")
    anna.send("40")
    await anna.expect("Ile osób pomagało")
    anna.click("Dokończę później")
    await anna.expect("Anulowane")
    anna.send("/raport_z_dzialania")
    anna.click(await anna.expect("Jest rozpoczęty raport"), "Wracam do raportu")
    await anna.expect("Ile osób pomagało")
    await scene.forward(days=8)
    await anna.expect("Od tygodnia nic tu nie przybyło")
    anna.send("/raport_z_dzialania")
    anna.click(await anna.expect("Jest rozpoczęty raport"), "Wracam do raportu")
    await anna.expect("Ile osób pomagało")
    anna.send("5")
    await anna.expect("Co zostało zrobione")
    anna.send(STORY)
    anna.click(await asked(anna, "Czy są zdjęcia"), "Pomiń")
    anna.click(await asked(anna, "zgadzają się na ich pokazanie"), "Nie ma ludzi")
    anna.click(await asked(anna, "Czy wszystko się zgadza"), "Wyślij")
    sent = await anna.expect("Raport wysłany")
    anna.send("/raport_z_dzialania")
    await anna.expect("już czeka na sprawdzenie")
    anna.click(sent, "Wycofuję")
    anna.click(await anna.expect("Na pewno wycofać raport"), "Tak, wycofuję")
    await anna.expect("Raport wycofany")
    (one,) = await register(scene)
    assert one.state == "running"
    card = await scene.group.expect("Raport wycofany", thread=scene.coordination)
    assert card.rows == []
