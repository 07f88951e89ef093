"""What people do about their own data: a copy, a change of mind, and being forgotten."""

from __future__ import annotations

import json

from bot.domain.callbacks import encode
from bot.simulator.people import Person
from bot.storage import consents, erasures, people
from tests.dialogues.scene import Scene


async def files(scene: Scene, who: Person) -> list[str]:
    """Return what stands in the files that somebody got, oldest first."""
    await scene.settle()
    found = [one.content["document"] for one in who.messages if "document" in one.content]
    return [scene.telegram.world.files[one["file_id"]].data.decode() for one in found]


async def test_somebody_takes_a_copy_thinks_twice_and_is_forgotten(scene: Scene) -> None:
    card = await scene.answered_ticket("Tak, to jest możliwe.")
    row = await scene.person(scene.anna)
    scene.anna.skip()
    scene.anna.send("/prywatnosc")
    menu = await scene.anna.expect("Jakie dane mamy")

    scene.anna.click(menu, "Pobierz moje dane")
    await scene.anna.expect("To wszystko, co o Tobie")
    page, whole = await files(scene, scene.anna)
    assert "Twoje pytania" in page and "traktor" in page and "Ewa" in page
    given = json.loads(whole)["dane"]
    assert given["Rozmowy w sprawach"][1]["kto"] == "doradca"
    assert given["Sprawy u doradców"][0]["temat"]

    scene.anna.send("/ustawienia")
    scene.anna.click(await scene.anna.expect("Ustawienia"), "Chcę ogłoszenia")
    await scene.anna.expect("zgoda udzielona")
    scene.anna.click(menu, "Moje zgody")
    consents_shown = await scene.anna.expect("Twoje zgody")
    kept = await scene.house.database.read(lambda conn: consents.in_force(conn, row.id))
    assert [(one.subject, one.method, len(one.version)) for one in kept] == [
        ("announcements", "settings", 12)
    ]
    scene.press(scene.marek, consents_shown, encode("prv_refuse", kept[0].id))
    assert (await scene.person(scene.anna)).announcements
    scene.anna.click(consents_shown, "Cofnij: ogłoszenia")
    await scene.anna.expect("Nie ma żadnej zgody")
    assert not (await scene.person(scene.anna)).announcements
    word = await scene.house.database.read(lambda conn: consents.register(conn)[-1])
    assert (word.given, word.method) == (False, "privacy")

    scene.anna.click(menu, "Usuń moje dane")
    preview = await scene.anna.expect("Zanim usuniemy")
    assert "1\u00a0pytanie" in preview.text and "Nie ma dokumentów" in preview.text
    other = scene.press(scene.marek, preview, encode("prv_erase_yes", row.id))
    assert (await other.answered())["text"] == "To już nieaktualne. Odświeżam."
    scene.anna.click(preview, "Tak, usuń")
    asked = await scene.anna.expect("Prośba przyjęta")
    scene.press(scene.marek, asked, encode("prv_keep", 1, 0))
    scene.anna.click(asked, "Jednak nie usuwaj")
    await scene.anna.expect("niczego nie usuwamy")
    await scene.forward(hours=30)
    assert (await scene.person(scene.anna)).name == "Anna"

    scene.anna.click(menu, "Usuń moje dane")
    scene.anna.click(await scene.anna.expect("Zanim usuniemy"), "Tak, usuń")
    await scene.anna.expect("Prośba przyjęta")
    await scene.forward(hours=23)
    assert (await scene.person(scene.anna)).erased_at is None
    await scene.forward(hours=2)
    await scene.anna.expect("Twoje dane są usunięte.*RODO-")
    await scene.group.expect("osoba usunęła swoje dane")
    await scene.forward(minutes=5)
    left = await scene.house.database.read(lambda conn: people.by_id(conn, row.id))
    assert (left.name, left.telegram_id) == ("", None) and left.erased_at is not None
    assert await scene.house.database.read(erasures.with_last_message) == []
    standing = [m.text for m in scene.group.messages() if not m.deleted]
    assert not any("traktor" in text for text in standing), standing
    assert card.deleted or "traktor" not in card.text

    late = scene.press(scene.anna, menu, encode("prv_export", row.id))
    assert (await late.answered())["text"] == "To już nieaktualne. Odświeżam."
    scene.anna.send("Dzień dobry, to znowu ja")
    await scene.anna.expect("Kto tu odpowiada|Zapisujemy|dane")
    assert (await scene.person(scene.anna)).id != row.id


async def test_a_coordinator_holds_what_must_not_be_erased(scene: Scene) -> None:
    await scene.card()
    row = await scene.person(scene.anna)
    scene.anna.send("/dane")
    await scene.anna.expect("Nie znam")
    scene.zofia.start()
    scene.zofia.send("/dane")
    await scene.zofia.expect("O czyje dane chodzi")
    scene.zofia.send("#999")
    await scene.zofia.expect("Nie ma takiej sprawy")
    scene.zofia.send("#1")
    shown = await scene.zofia.expect(f"Dane osoby {row.id}")
    scene.zofia.click(shown, "Usuń na prośbę")
    await scene.anna.expect("Prośba przyjęta")
    scene.zofia.click(await scene.zofia.expect("poprosiła o usunięcie"), "Jednak nie usuwaj")
    shown = await scene.zofia.expect("Usuwanie działa jak zwykle")
    await scene.forward(hours=25)
    assert (await scene.person(scene.anna)).name == "Anna"
    scene.zofia.click(shown, "Wstrzymaj usuwanie")
    await scene.zofia.expect("Z jakiego powodu")
    scene.zofia.send("kontrola dotacji w marcu")
    held = await scene.zofia.expect("kontrola dotacji w marcu")

    scene.anna.send("/prywatnosc")
    scene.anna.click(await scene.anna.expect("Jakie dane mamy"), "Usuń moje dane")
    scene.anna.click(await scene.anna.expect("nie wolno nam"), "Tak, usuń")
    await scene.anna.expect("trwa postępowanie")
    await scene.forward(hours=25)
    await scene.anna.expect("Minęły 24 godziny")
    await scene.forward(hours=25)
    assert (await scene.person(scene.anna)).name == "Anna"

    for action in ("prv_release", "prv_for_off", "prv_for_file", "prv_trail"):
        scene.press(scene.anna, held, encode(action, row.id))
    await scene.settle()
    assert (await scene.person(scene.anna)).legal_hold
    assert await files(scene, scene.anna) == await files(scene, scene.zofia) == []
    scene.zofia.click(held, "Wznów usuwanie")
    scene.zofia.click(held, "Kto co widział")
    await scene.settle()
    trail = (await files(scene, scene.zofia))[-1]
    assert "wstrzymano usuwanie danych" in trail and "Zofia" in trail
    scene.zofia.click(held, "Kopia danych")
    page, whole = (await files(scene, scene.zofia))[-2:]
    assert "traktor" in page and "traktor" in whole
    await scene.forward(minutes=2)
    await scene.anna.expect("Twoje dane są usunięte")
