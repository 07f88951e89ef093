"""What stands in the advisors' group about somebody, and on the disk, after they are forgotten."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from bot.simulator.model import Message
from tests.dialogues.scene import UNCOVERED, Scene

WORD = re.compile(r"kanarek\d{3}q")


def words(message: Message) -> list[str]:
    """Return the planted words in all that a message shows."""
    return [] if message.deleted else WORD.findall(repr((message.content, message.markup)))


def in_group(scene: Scene) -> dict[int, list[str]]:
    """Return by message what planted words still stand in the group."""
    return {one.message_id: found for one in scene.group.messages() if (found := words(one))}


def on_disk(directory: Path) -> set[str]:
    """Return the planted words in any file of the data directory, and of the cache."""
    places = [directory, Path(os.environ["XDG_CACHE_HOME"])]
    files = [one for place in places for one in place.rglob("*") if one.is_file()]
    return {word for one in files for word in WORD.findall(one.read_text("utf-8", "replace"))}


async def test_only_what_coordination_is_told_of_is_left_in_the_group(
    scene: Scene, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    scene.anna.send("/ustawienia")
    settings = await scene.anna.expect("Ustawienia")
    scene.anna.click(settings, "Organizacja")
    await scene.anna.expect("organizac")
    scene.anna.send("KGW kanarek001q")
    await scene.anna.expect("kanarek001q")
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
    assert on_disk(tmp_path) == set()
    assert not WORD.search("".join(capfd.readouterr()))  # nor in any line of the log
