"""What a person is told about a decision."""

from __future__ import annotations

from bot.knowledge.explaining import explain
from tests.knowledge.sample import DAY, base, decider


def test_explanation_names_the_topic_and_the_entry() -> None:
    told = explain(decider().decide("Jak zgłosić zmianę zarządu?", DAY), base(), DAY)
    assert "Temat: Prawo i organizacja" in told
    assert "Jak zgłosić zmianę zarządu?  [zarzad-zmiana]" in told
