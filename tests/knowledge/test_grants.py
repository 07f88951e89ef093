"""What the foundation decides about grants: sensible without a word, and checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.complaints import KnowledgeError
from bot.knowledge.loading import load
from tests.knowledge.sample import base, copy_of_sample


def with_grants(directory: Path, text: str) -> Path:
    files = copy_of_sample(directory)
    path = files / "programme" / "organisation.yaml"
    path.write_text(f"{path.read_text(encoding='utf-8')}grants: {text}\n", encoding="utf-8")
    return files


def test_rules_that_are_left_out_have_values() -> None:
    rules = base().organisation.grants
    assert (rules.initiatives, rules.people, rules.days_to_fix) == (None, None, 7)
    assert rules.duties.report == "raport"


def test_rules_are_read(tmp_path: Path) -> None:
    files = with_grants(tmp_path, "{initiatives: 30, duties: {report: rozliczenie}}")
    rules = load(files).organisation.grants
    assert (rules.initiatives, rules.duties.report, rules.duties.changes) == (
        30, "rozliczenie", "zmiany",
    )  # fmt: skip


@pytest.mark.parametrize("text", ["{initiatives: 0}", "{day_to_fix: 3}", "{in_packet: wiele}"])
def test_rules_that_cannot_be_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(KnowledgeError, match=r"organisation\.yaml"):
        load(with_grants(tmp_path, text))
