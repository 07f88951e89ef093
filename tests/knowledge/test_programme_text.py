"""An occasion as text says the same as its file, and wrong text says what is wrong."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge.loading import load
from bot.knowledge.programme_text import kind_of, parsed, written

SAMPLE = Path(__file__).parent.parent / "sample"


def test_every_occasion_comes_back_from_its_text() -> None:
    programme = load(SAMPLE).programme
    sheets = [
        *programme.workshops.values(), *programme.events.values(),
        *programme.duties.values(), *programme.contests.values(),
    ]  # fmt: skip
    assert sheets
    assert [parsed(kind_of(one), one.id, written(one)) for one in sheets] == sheets


def test_a_wrong_text_is_complained_about() -> None:
    workshop = next(iter(load(SAMPLE).programme.workshops.values()))
    text = written(workshop).replace("capacity:", "capacity: -1 #")
    found = parsed("workshop", workshop.id, text)
    assert isinstance(found, tuple)
    assert len(found) == 1
