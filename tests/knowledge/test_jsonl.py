"""The shapes that outside tools rely on."""

from __future__ import annotations

import json

import pytest

from bot.knowledge.jsonl import ask_record, message_of
from tests.knowledge.sample import DAY, decider


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
