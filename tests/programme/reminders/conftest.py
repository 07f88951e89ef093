"""A stage for each test of reminders."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.programme.reminders.stage import Stage, new_stage


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A stage on Monday, 1 March 2027, at noon."""
    return new_stage(tmp_path)
