"""What people get whose update the program cannot parse: a human, as for any other question."""

from __future__ import annotations

from datetime import timedelta

from tests.dialogues.scene import UNCOVERED, Scene

#: With the tries before it 23 seconds: further than an addition may be from its question.
BETWEEN = timedelta(seconds=8)


async def test_a_question_in_a_mangled_update_is_dated_when_it_was_asked(scene: Scene) -> None:
    scene.anna.send(UNCOVERED)
    scene.telegram.world.updates.pending[-1]["message"]["entities"] = "none"
    for _ in range(3):  # tries
        await scene.forward(seconds=5)
    await scene.anna.expect("Sprawa #1")

    scene.clock.advance(BETWEEN)
    scene.anna.send("Kto zapłaci za przegląd drugiego traktora z remizy w tym roku?")

    await scene.anna.expect("Sprawa #2")  # not an addition to the first
