"""The sample base, loaded once, and a copy of it that a test may spoil."""

from __future__ import annotations

import shutil
from datetime import date
from functools import cache
from pathlib import Path

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.decision import Decider
from bot.knowledge.loading import load

SAMPLE = Path(__file__).parent.parent / "sample"
LIVE = Path(__file__).parent.parent.parent / "knowledge"
DAY = date(2026, 11, 26)


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
