"""What people are told about how long data is kept is what the nights do."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.complaints import KnowledgeError
from bot.knowledge.loading import load
from tests.programme.desk import sample


def test_words_and_numbers_of_retention_agree(tmp_path: Path) -> None:
    directory = sample(tmp_path)
    path = directory / "programme" / "organisation.yaml"
    told = path.read_text("utf-8")
    assert load(directory).organisation.retention.content_days == 180  # where nothing is said

    numbers = "retention:\n  content_days: 365\n  documents_years: 6\n"
    path.write_text(told + numbers, "utf-8")
    with pytest.raises(KnowledgeError) as refused:
        load(directory)
    assert "„365 dni” ani „6 lat”" in str(refused.value.complaints[0])

    right = told.replace("Usuwamy rozmowy po roku.", "Sprawy 365 dni, dokumenty 6 lat.")
    path.write_text(right + numbers, "utf-8")
    assert load(directory).organisation.retention.documents_years == 6
