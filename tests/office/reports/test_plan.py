"""The planned hours of advice stand in one place, and no organisation may have more."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.complaints import KnowledgeError
from bot.knowledge.loading import load
from bot.office.reports import indicators
from tests.programme.desk import desk, sample


def test_one_organisation_never_gets_more_hours_than_were_promised(tmp_path: Path) -> None:
    directory = sample(tmp_path)
    path = directory / "programme" / "organisation.yaml"
    told = path.read_text("utf-8")
    assert indicators.plan(desk(directory), "advice_hours") == 300

    for wrong, said in (
        ("hours_per_organisation: 301", "hours_per_organisation (301)"),
        ("hours_per_organisation: 2\n  hours_budget: 300", "hours_budget"),
    ):
        path.write_text(told.replace("hours_per_organisation: 2", wrong), "utf-8")
        with pytest.raises(KnowledgeError) as refused:
            load(directory)
        assert said in " ".join(map(str, refused.value.complaints))
