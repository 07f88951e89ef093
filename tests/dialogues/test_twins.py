"""/scal: the coordinator makes one of two rows that are the same in truth, with a log."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from bot.domain.callbacks import encode
from bot.storage import organisations, people, twins
from bot.storage.rows import add
from bot.storage.tables import person, ticket
from tests.dialogues.deadline_stories import STALE, added, following
from tests.dialogues.scene import Scene

pytestmark = pytest.mark.usefixtures("typing_fast")


async def test_two_organisations_and_two_people_become_one(scene: Scene) -> None:
    await following(scene)
    await added(scene, "raport do gminy 30 czerwca")
    now, anna = scene.clock.now(), await scene.person(scene.anna)
    basia = scene.newcomer("Basia")
    basia.send("/terminy")
    await basia.expect("o jaką organizację chodzi")
    second = await scene.person(basia)

    def prepare(conn: Connection) -> int:
        organisations.set_fields(conn, 1, now, name="KGW Nowinki", commune="Łąck")
        organisations.found(conn, second.id, "Koło Gospodyń w Nowinkach", "kgw", now)
        organisations.found(conn, second.id, "OSP Nowinki", "osp", now)
        people.set_fields(conn, anna.id, phone="+48 600 100 200")
        caller = add(conn, person, name="Ania", phone="600100200", source="phone", created_at=now)
        values = {"person_id": caller, "address": f"paper:{caller}", "topic": "legal"}
        return add(conn, ticket, opened_at=now, **values)

    number = await scene.house.database.write(prepare)
    basia.send("/scal")
    await basia.expect("Nie znam takiego polecenia")
    scene.zofia.user.started = True
    scene.zofia.send("/scal")
    shown = await scene.zofia.expect("Czy to ta sama organizacja")
    assert "KGW Nowinki, gm. Łąck" in shown.text and "OSP" not in shown.text
    assert "Do sprawdzenia: 2\u00a0pary" in shown.text
    old = shown.buttons[0]["callback_data"]
    press = scene.press(basia, shown, old)
    assert (await press.answered())["text"] == STALE
    scene.zofia.click(shown, "Połącz")
    await scene.settle()
    assert "Połączyć na stałe" in shown.text
    answer = await scene.press(scene.zofia, shown, old).answered()
    assert answer["text"] == STALE
    scene.zofia.click(shown, "KGW Nowinki")
    await scene.settle()
    assert "Organizacji jest teraz 2" in shown.text
    await scene.anna.expect("była u nas zapisana dwa razy")
    await basia.expect("Teraz to jedna organizacja")
    basia.send("/terminy")
    assert "raport do gminy" in (await basia.expect("Najbliższe terminy")).text
    mine = await scene.house.database.read(
        lambda conn: [one.name for one in organisations.of_person(conn, second.id)]
    )
    assert sorted(mine) == ["KGW Nowinki", "OSP Nowinki"]

    scene.zofia.click(shown, "Następna para")
    await scene.settle()
    assert "Czy to ta sama osoba" in shown.text and "ten sam telefon" in shown.text
    scene.zofia.click(shown, "Połącz")
    await scene.settle()
    scene.zofia.click(shown, "Tak, połącz")
    await scene.settle()
    assert "Osób jest teraz 3" in shown.text  # Anna, Basia and the coordinator
    await scene.anna.expect("są teraz przy Twoim koncie")
    scene.anna.send("/sprawy")
    assert f"#{number}" in (await scene.anna.expect("Sprawy")).text
    scene.anna.send("/organizacja")
    await scene.anna.expect("KGW Nowinki")
    scene.zofia.click(shown, "Następna para")
    await scene.settle()
    assert "Ostatnio połączone" in shown.text and "Zofia" in shown.text
    log = await scene.house.database.read(lambda conn: twins.merged(conn, 5))
    assert [(one.kind, one.by) for one in log] == [("person", 900), ("organisation", 900)]
    assert log[0].moved is not None and log[0].moved["membership"] == 1
    assert await scene.audited("merged", "twins_different") == ["merged", "merged"]


async def test_what_is_different_is_not_asked_about_again(scene: Scene) -> None:
    await following(scene)
    now, anna = scene.clock.now(), await scene.person(scene.anna)

    def prepare(conn: Connection) -> None:
        organisations.set_fields(conn, 1, now, name="KGW Nowinki")
        organisations.found(conn, anna.id, "Koło Nowinki", "kgw", now)

    await scene.house.database.write(prepare)
    scene.zofia.user.started = True
    scene.zofia.send("/scal")
    shown = await scene.zofia.expect("Czy to ta sama organizacja")
    number = int(shown.buttons[0]["callback_data"].split(":")[2])
    scene.zofia.click(shown, "To różne")
    await scene.settle()
    assert "Nie ma dwóch takich samych" in shown.text
    for action in ("twin_ask", "twin_one", "twin_not"):
        answer = await scene.press(scene.zofia, shown, encode(action, number, 1)).answered()
        assert answer["text"] == STALE
    scene.zofia.send("/scal")
    await scene.zofia.expect("Nie ma dwóch takich samych")
