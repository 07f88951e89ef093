"""The stage of the other county: its own knowledge, its group, and Anna after her first words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.dialogues.beginning import Beginning, gone_on_from
from tests.dialogues.conftest import Home
from tests.dialogues.conftest import _knowledge_built_once as _knowledge_built_once
from tests.dialogues.conftest import home as home
from tests.dialogues.conftest import no_settings_from_outside as no_settings_from_outside
from tests.dialogues.conftest import typing_fast as typing_fast
from tests.dialogues.scene import Scene
from tests.second_county.first_programme import foreign, said

COUNTY = Path(__file__).parent / "knowledge"


async def _linked(scene: Scene) -> None:
    await scene.link(topics=6)
    await scene.meet_anna()


def _knowledge(_directory: Path) -> Path:
    return COUNTY


BEGINNING = Beginning(_linked, knowledge=_knowledge)


@pytest_asyncio.fixture
async def county(tmp_path: Path, home: Home) -> AsyncIterator[Scene]:
    """The other county's bot; at the end nothing it said holds a word of the first programme."""
    async with gone_on_from(BEGINNING, tmp_path, home) as scene:
        await scene.forward(seconds=15)  # what the files hold is in force from the first sweep on
        yield scene
        await scene.settle()
    assert foreign(said(scene.telegram)) == []
