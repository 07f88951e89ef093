"""The sample base, loaded once, and a copy of it that a test may spoil."""

from __future__ import annotations

import asyncio
import json
import shutil
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bot.knowledge import library
from bot.knowledge.amendments import Over
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.decision import Decider
from bot.knowledge.encoder import Encoder
from bot.knowledge.library import Snapshot
from bot.knowledge.loading import load
from bot.knowledge.trial import attempt

SAMPLE = Path(__file__).parent.parent / "sample"
LIVE = Path(__file__).parent.parent.parent / "knowledge"
DAY = date(2026, 11, 26)
_BUILT: dict[tuple[object, ...], Snapshot] = {}


@cache
def base() -> KnowledgeBase:
    return load(SAMPLE)


@cache
def decider() -> Decider:
    return Decider(base())


@cache
def plain_decider() -> Decider:
    return Decider(base(), use_morfeusz=False)


def copy_of_sample(directory: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, directory / "sample"))


def built_once(
    directory: Path, _cache: Path | None, over: Over, encoder: Encoder | None = None
) -> Snapshot:
    """Build what nobody has built from the same texts in this session, here and at once.

    The program has another process do it, which costs a test more than the building itself.
    """
    texts = {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file()
    }
    made_of = (
        directory.name,
        frozenset(texts.items()),
        frozenset(over.items()),
        encoder and encoder.mark,
    )
    if made_of not in _BUILT:
        _BUILT[made_of] = library.build(directory, over, encoder)
    return _BUILT[made_of]


async def tried_here(*order: Any) -> dict[str, Any]:
    """Try a draft in this very process, in a thread: another one takes a second to begin."""
    found = await asyncio.to_thread(attempt, *order)
    plain: dict[str, Any] = json.loads(json.dumps(found.plain()))
    return plain
