"""/doradcy: the coordinator marks who advises in what, and shuts somebody out."""

from __future__ import annotations

from bot.storage import staff
from bot.storage.rows import Advisor
from tests.dialogues.scene import Scene


async def known(scene: Scene, telegram_id: int) -> Advisor:
    await scene.settle()
    found = await scene.house.database.read(lambda conn: staff.find(conn, telegram_id))
    assert found is not None
    return found


async def test_the_coordinator_marks_an_advisor_in_private(scene: Scene) -> None:
    card = await scene.card()
    scene.ewa.click(card, "Biorę")
    await scene.group.expect("prowadzi: Ewa")
    scene.zofia.start()
    scene.zofia.send("/doradcy")
    listed = await scene.zofia.expect("Doradcy")
    assert "Ewa" in listed.text
    scene.zofia.click(listed, "Ewa")
    shown = await scene.zofia.expect("Uprawnienia podatkowe: nie")

    data = {row["text"]: row["callback_data"] for row in shown.buttons}
    for label in ("Uprawnienia podatkowe", "Na stażu", "Ocenia wnioski", "Prawo"):
        await scene.zofia.click(shown, label).answered()
        await scene.settle()
    ewa = await known(scene, scene.ewa.id)
    assert (ewa.tax_qualified, ewa.trainee, ewa.scores) == (True, True, True)
    assert ewa.specialities == ["legal"]
    assert "uprawnienia podatkowe" in listed.text
    await scene.press(scene.zofia, shown, data["Na stażu"]).answered()  # pressed twice: the same
    assert (await known(scene, scene.ewa.id)).trainee

    await scene.zofia.click(shown, "Zablokuj").answered()
    await scene.group.expect("#1 🔵 czeka na doradcę")
    await scene.settle()
    assert "Zablokowana osoba" in shown.text
    for one in (scene.marek, scene.anna):
        told = await scene.press(one, shown, data["Na stażu"]).answered()
        assert told["text"] in ("O tym decyduje koordynator.", "To już nieaktualne. Odświeżam.")
    await scene.zofia.click(shown, "Odblokuj").answered()
    assert not (await known(scene, scene.ewa.id)).blocked
    assert await scene.audited("staff") == ["staff"] * 6


async def test_the_list_in_the_group_is_for_coordinators_in_their_thread(scene: Scene) -> None:
    scene.marek.send("/doradcy", chat=scene.group)
    await scene.group.expect("Listę doradców pokazujemy koordynatorom")
    scene.zofia.send("/doradcy", chat=scene.group, thread=scene.group.topics[0])
    listed = await scene.group.expect("Doradcy: 2", thread=scene.coordination)

    told = await scene.marek.click(listed, "Marek").answered()
    assert told["text"] == "O tym decyduje koordynator."
    scene.zofia.click(listed, "Zofia")
    shown = await scene.group.expect("Zofia · koordynuje", thread=scene.coordination)
    told = await scene.zofia.click(shown, "Zablokuj").answered()
    assert "Siebie nie da się zablokować" in told["text"]
    scene.anna.send("/doradcy")
    await scene.anna.expect_none(0.2, "Doradcy")
