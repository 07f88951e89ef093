"""An encoder's folder, and a library that can read it, for tests."""

from __future__ import annotations

import importlib
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.knowledge.encoder import LIBRARY, OFFLINE, Encoder
from bot.knowledge.features import MEANING
from bot.knowledge.ranking import Model
from tests.knowledge.sample import base

STAND_IN = Path(__file__).parent / "stand_in"
#: Words that mean alike and share no letters to speak of.
GROUPS = (
    ("lokal", "lokalu", "pomieszczenie", "izba"),
    ("gminy", "gmina", "starostwa"),
    ("darmo", "nieodpłatnie", "bezpłatnie"),
)
#: "lokal od gminy za darmo", in words of which the sample has none.
UNHEARD, MEANT = "izba starostwa bezpłatnie", "uzyczenie-swietlicy"


def own_words() -> list[list[str]]:
    """Return for each entry the words by which only it is asked for: as if they meant the same."""
    said = {
        name: {word for way in entry.wordings for word in re.findall(r"\w+", way.lower())}
        for name, entry in base().entries.items()
    }
    said[MEANT] |= set(UNHEARD.split())
    owners = Counter(word for words in said.values() for word in words)
    return [sorted(word for word in words if owners[word] == 1) for words in said.values()]


def weighted(encoder: Encoder) -> Model:
    """Return the sample's weights as if they had been learnt with the encoder."""
    own = base().weights
    assert own is not None

    def told(part: Mapping[str, float]) -> dict[str, float]:
        return {**part, MEANING: 12.0}

    return replace(
        own, ranking=told(own.ranking), confidence=told(own.confidence), encoder=encoder.mark
    )


def folder_in(directory: Path, name: str = "model", groups: object = GROUPS) -> Path:
    """Make the folder of an encoder."""
    folder = directory / name
    folder.mkdir()
    (folder / "modules.json").write_text("[]", encoding="utf-8")
    (folder / "groups.json").write_text(json.dumps(groups), encoding="utf-8")
    return folder


@contextmanager
def library() -> Iterator[None]:
    """Let the library be installed, here and in processes begun from here."""
    with pytest.MonkeyPatch.context() as patch:
        for name in OFFLINE:
            patch.setenv(name, "0")
        patch.setenv(
            "PYTHONPATH", os.pathsep.join([str(STAND_IN), os.environ.get("PYTHONPATH", "")])
        )
        patch.syspath_prepend(STAND_IN)
        sys.modules.pop(LIBRARY, None)
        importlib.invalidate_caches()
        try:
            yield
        finally:
            sys.modules.pop(LIBRARY, None)


@contextmanager
def no_library() -> Iterator[None]:
    """Let the library not be installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, LIBRARY, None)
        yield
