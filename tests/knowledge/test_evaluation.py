"""The shapes that outside tools rely on, and the figures of the table."""

from __future__ import annotations

import json

import pytest

from bot.knowledge.evaluation import ask_record, evaluate, explain, message_of, report_table
from tests.knowledge.sample import DAY, base, decider

LINES = [
    {"text": "Jak zgłosić zmianę zarządu?", "topic": "legal", "expect": ["zarzad-zmiana"]},
    {"text": "kto ubezpiecza wolontariusza", "topic": "volunteering", "expect": ["inny-wpis"]},
    {"text": "pogoda na jutro", "topic": None, "expect": [], "kind": "offtopic"},
    {"text": "dziękuję", "topic": None, "expect": [], "kind": "smalltalk", "style": ["short"]},
]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("jak założyć koło?\n", "jak założyć koło?"),
        ('"jak założyć koło?"\n', "jak założyć koło?"),
        ('{"text": "jak założyć koło?", "topic": "legal"}\n', "jak założyć koło?"),
        ('{"pytanie": "x"}', '{"pytanie": "x"}'),
        ('{"text": 5}', '{"text": 5}'),
        ("\n", ""),
        ("2024", "2024"),
        ("[" * 5000, "[" * 5000),
        ('{"text": ', '{"text": '),
    ],
)
def test_lines_are_read_as_text_string_or_object(line: str, text: str) -> None:
    assert message_of(line) == text


def test_record_has_exactly_the_promised_fields() -> None:
    record = ask_record(decider().decide("Jak zgłosić zmianę zarządu?", DAY))
    assert list(record) == [
        "question", "zone", "kind", "topic", "entry", "confidence", "candidates",
    ]  # fmt: skip
    assert (record["zone"], record["entry"]) == ("answer", "zarzad-zmiana")
    assert record["candidates"][0] == {
        "entry": "zarzad-zmiana",
        "confidence": record["confidence"],
    }
    assert json.loads(json.dumps(record)) == record


def test_record_of_small_talk_has_no_topic_and_no_entry() -> None:
    record = ask_record(decider().decide("dziękuję", DAY))
    assert record == {
        "question": "dziękuję",
        "zone": "advisor",
        "kind": "thanks",
        "topic": None,
        "entry": None,
        "confidence": 0.0,
        "candidates": [],
    }


def test_explanation_names_the_topic_and_the_entry() -> None:
    told = explain(decider().decide("Jak zgłosić zmianę zarządu?", DAY), base(), DAY)
    assert "Temat: Prawo i organizacja" in told
    assert "Jak zgłosić zmianę zarządu?  [zarzad-zmiana]" in told


def test_report_counts_entries_the_base_lacks_as_uncovered() -> None:
    report = evaluate(decider(), LINES, DAY)
    assert [len(report.of(sort)) for sort in ("covered", "near", "off")] == [1, 1, 2]
    assert (report.recall(1), report.coverage, report.precision) == (1.0, 1.0, 0.5)


def test_table_is_printed_also_for_no_lines() -> None:
    assert "R@1" in report_table(evaluate(decider(), [], DAY))
    assert "short" not in report_table(evaluate(decider(), LINES, DAY))
