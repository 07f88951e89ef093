"""Everything at once for a little while; longer with `python -m tests.faults chaos`."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from tests.faults.chaos import chaos, short
from tests.faults.nursery import Nursery

pytestmark = pytest.mark.slow


def test_whatever_happens_at_once_the_books_agree(tmp_path: Path, nursery: Nursery) -> None:
    passed = asyncio.run(chaos(tmp_path, short(20_261_129), nursery))
    print(f"\n{passed.figures}")  # noqa: T201 - shown when the test fails, or with -s
    assert passed.wrong == []
    wanted = {"freeze", "lock", "clock", "flood", "disk"}
    if os.getuid():
        print("the full disk was left OUT: only root may mount a small one")  # noqa: T201
        wanted.remove("disk")
    assert wanted <= {name for name, count in passed.figures.troubles.items() if count}
    assert passed.figures.ends["kill"] >= 1
    assert passed.figures.poisoned >= 1
