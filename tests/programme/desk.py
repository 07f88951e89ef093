"""A desk over a copy of the sample knowledge that a test may change."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.working_hours import WorkingHours
from bot.helpdesk.desk import Desk
from bot.knowledge.loading import load
from bot.parts import sweeps

SAMPLE = Path(__file__).parent.parent / "sample"
NOW = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)


def sample(directory: Path) -> Path:
    """Return a copy of the sample knowledge."""
    return Path(shutil.copytree(SAMPLE, directory / "knowledge"))


def desk(files: Path, now: datetime = NOW, cause: str = "test") -> Desk:
    """Return a desk at a moment, with what the files say."""
    base = load(files)
    hours = WorkingHours(base.organisation.office_hours.by_weekday, frozenset())
    return Desk(base, hours, now, cause, follow=sweeps.follow, closed=sweeps.closed)
