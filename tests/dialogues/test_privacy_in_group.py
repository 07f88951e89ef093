"""What stands in the advisors' group about somebody, and on the disk, after they are forgotten."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from bot.simulator.model import Message
from tests.dialogues.ground import ground
from tests.dialogues.scene import UNCOVERED, Scene
from tests.dialogues.test_organisations import founded
from tests.dialogues.test_proxies import answered, written_down

WORD = re.compile(r"kanarek\d{3}q")


def words(message: Message) -> list[str]:
    """Return the planted words in all that a message shows."""
    return [] if message.deleted else WORD.findall(repr((message.content, message.markup)))


def in_group(scene: Scene) -> dict[int, list[str]]:
    """Return by message what planted words still stand in the group."""
    return {one.message_id: found for one in scene.group.messages() if (found := words(one))}


async def on_disk(directory: Path) -> set[str]:
    """Return the planted words in any file of the data directory, and of the cache, or any row."""
    places = [directory, Path(os.environ["XDG_CACHE_HOME"])]
    files = [one for place in places for one in place.rglob("*") if one.is_file()]
    texts = [one.read_text("utf-8", "replace") for one in files]
    return {word for text in texts for word in WORD.findall(text)} | {
        *WORD.findall(await ground().rows(directory))
    }


async def test_only_what_coordination_is_told_of_is_left_in_the_group(
    scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    await founded(scene, scene.anna, "KGW kanarek001q")
    scene.anna.send(f"{UNCOVERED} kanarek002q")
    await scene.anna.expect("Sprawa #1")
    card = await scene.group.expect("#1 🔵")
    assert "kanarek002q" in card.text and "kanarek001q" in card.text
    asked = scene.anna.send_photo(caption="kanarek003q")
    scene.anna.send_voice()
    await scene.settle()
    scene.ewa.click(await scene.group_message(card), "Biorę")
    await scene.group.expect("prowadzi: Ewa")
    scene.ewa.click(card, "Załączniki")
    photo = await scene.group.expect(where=lambda one: one.kind == "photo")
    await scene.settle()
    voices = [one.message_id for one in scene.group.messages() if one.kind == "voice"]
    shown = photo.content["photo"][0]["file_unique_id"]
    noted = scene.ewa.send("/notatka Dzwoniła wczoraj, kanarek004q", reply_to=card)
    await scene.settle()
    replied = scene.ewa.send("Można, kanarek005q", reply_to=card)
    await scene.anna.expect("kanarek005q")
    await scene.forward(hours=60)
    scene.anna.send("/prywatnosc")
    menu = await scene.anna.expect("Jakie dane mamy")
    scene.anna.click(menu, "Usuń moje dane")
    preview = await scene.anna.expect("Zanim usuniemy")
    assert "w grupie doradców" in preview.text
    scene.anna.click(preview, "Tak, usuń")
    await scene.anna.expect("Prośba przyjęta")
    scene.anna.send("Jeszcze jedno: kanarek006q o tym traktorze")
    await scene.settle()
    assert len({word for found in in_group(scene).values() for word in found}) >= 5
    await scene.forward(hours=25)
    await scene.anna.expect("Twoje dane są usunięte")
    listed = await scene.group.expect("Do usunięcia ręcznie")
    await scene.forward(minutes=5)

    found = re.findall(r"t\.me/c/\d+/(\d+)", repr(listed.content))
    left, links = in_group(scene), {int(number) for number in found}
    assert set(left) <= links, (left, links)
    assert links == {noted.message_id, replied.message_id, *voices} and voices
    assert "Treść usunięto" in photo.content["caption"]
    assert photo.content["photo"][0]["file_unique_id"] != shown
    assert replied.message_id in left and asked.message_id not in left
    assert "Treść usunięto" in card.text
    assert await on_disk(tmp_path) == {"kanarek001q"}  # an organisation is nobody
    assert not WORD.search("".join(capfd.readouterr()))  # nor in any line of the log


async def test_panels_of_all_parts_show_nothing_more(scene: Scene, tmp_path: Path) -> None:
    asked = "Czy kanarek012q może jechać w paradzie?"
    card = await written_down(scene, "Jan kanarek011q, 600 100 200", words=asked)
    panel = await answered(scene, card, "Może, kanarek013q.")
    await scene.ewa.click(panel, "Wydrukuj").answered()
    await scene.settle()
    await scene.ewa.click(panel, "Link dla osoby").answered()
    shown = await scene.group.expect("Działa raz")
    await scene.settle()
    files = [one for one in scene.group.messages() if "odpowiedz-1" in repr(one.content)]
    assert len(files) == 2
    secret = re.search(r"start=(\S+)", shown.text)
    assert secret is not None
    jan = scene.newcomer("Jan")
    jan.start(secret[1])
    await jan.expect("To Twoja sprawa #1")
    await scene.ewa.click(await scene.group_message(card), "Zamknij").answered()
    advice = await scene.group.expect("Karta porady do sprawy #1")
    await scene.forward(hours=60)
    jan.send("/prywatnosc")
    jan.click(await jan.expect("Jakie dane mamy"), "Usuń moje dane")
    jan.click(await jan.expect("Zanim usuniemy"), "Tak, usuń")
    await jan.expect("Prośba przyjęta")
    assert {word for found in in_group(scene).values() for word in found} >= {
        f"kanarek{number:03d}q" for number in (11, 12, 13)
    }
    await scene.forward(hours=25)
    await jan.expect("Twoje dane są usunięte")
    listed = await scene.group.expect("Do usunięcia ręcznie")
    await scene.forward(minutes=5)

    links = {int(number) for number in re.findall(r"t\.me/c/\d+/(\d+)", repr(listed.content))}
    left = in_group(scene)
    assert set(left) <= links, ({one: left[one] for one in set(left) - links}, links)
    said = {one.message_id for one in scene.group.messages() if not one.sender.is_bot}
    assert links <= said  # only what advisors wrote themselves
    for one in (panel, advice):
        assert "Treść usunięto" in one.text
    assert all("usunieto" in one.content["document"]["file_name"] for one in files)
    assert await on_disk(tmp_path) == set()
