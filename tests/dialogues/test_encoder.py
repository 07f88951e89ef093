"""With a sentence encoder of the operator's own, a question in other words gets its answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.knowledge.encoder import SentenceEncoder
from bot.knowledge.training import write_model
from tests.dialogues.conftest import stage
from tests.dialogues.scene import Scene
from tests.knowledge.encoders import UNHEARD, folder_in, library, weighted
from tests.knowledge.sample import copy_of_sample

ANSWER = "Napisz do wójta prośbę o użyczenie lokalu"


@pytest_asyncio.fixture
async def understanding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    """A linked supergroup, Anna, and a bot with an encoder and weights learnt with it."""
    with library():
        folder, knowledge = folder_in(tmp_path), copy_of_sample(tmp_path)
        monkeypatch.setenv("BOT_ENCODER", str(folder))
        write_model(weighted(SentenceEncoder(folder)), knowledge / "weights.yaml")
        async with stage(tmp_path, forum=True, knowledge=knowledge) as set_stage:
            await set_stage.link(topics=7)
            await set_stage.meet_anna()
            yield set_stage


@pytest.mark.slow
async def test_other_words_of_the_same_meaning_are_answered(understanding: Scene) -> None:
    understanding.anna.send(UNHEARD)
    await understanding.anna.expect(ANSWER)
    assert await understanding.ticket_count() == 0


async def test_without_an_encoder_they_are_not(scene: Scene) -> None:
    scene.anna.send(UNHEARD)
    told = await scene.anna.expect("")
    assert "użyczyć" not in told.text
    assert ANSWER not in told.text
