"""On Monday coordination sees what people asked last week and the base did not answer."""

from __future__ import annotations

from tests.dialogues.scene import Scene

AGAIN = "stary traktor z remizy, czy może jechać w paradzie"


async def two_ask(scene: Scene) -> None:
    """Let Anna and Ola miss the same entry on a Tuesday."""
    await scene.answered_ticket("Może, z pozwoleniem.")
    ola = scene.newcomer("Ola")
    ola.send(AGAIN)
    await ola.expect("Sprawa #2")
    card = await scene.group.expect("#2 🔵")
    scene.ewa.send("Tak samo, z pozwoleniem.", reply_to=card)
    await ola.expect("Tak samo")


async def test_the_gaps_of_the_week_stand_in_the_thread_of_coordination(scene: Scene) -> None:
    await two_ask(scene)
    await scene.forward(days=5)
    assert not scene.seen("Luki tygodnia")

    await scene.forward(days=1)

    shown = await scene.group.expect("Luki tygodnia", thread=scene.coordination)
    assert "23.11.2026–29.11.2026" in shown.text
    assert "2\u00a0osoby" in shown.text
    assert "traktor" in shown.text
    await scene.forward(minutes=5)
    await scene.forward(days=1)
    lists = [one for one in scene.group.messages() if "Luki tygodnia" in one.text]
    assert len(lists) == 1


async def test_a_week_in_which_nothing_was_missed_is_not_mentioned(scene: Scene) -> None:
    await scene.forward(days=6)
    assert not scene.seen("Luki tygodnia")
