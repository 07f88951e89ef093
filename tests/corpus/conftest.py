"""One stage for a whole file: starting a bot for each of two hundred items would take minutes."""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
import structlog

from bot.observability import set_up_logging
from tests.corpus.window import Window
from tests.dialogues.conftest import stage


@pytest.fixture(scope="module")
def log() -> Iterator[io.StringIO]:
    """What an operator would see."""
    root = logging.getLogger()
    handlers, level, printed = root.handlers[:], root.level, io.StringIO()
    with contextlib.redirect_stderr(printed):
        set_up_logging("json")
    yield printed
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def window(
    tmp_path_factory: pytest.TempPathFactory, log: io.StringIO
) -> AsyncIterator[Window]:
    """A linked group and the bot; in the end others are served, and no word was logged."""
    async with stage(tmp_path_factory.mktemp("corpus"), forum=True) as scene:
        await scene.link(topics=7)
        window = Window(scene, log)
        yield window
        await window.check_peace()
