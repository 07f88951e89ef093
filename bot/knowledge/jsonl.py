"""The promised shapes of `ask --jsonl`: a message in a line, and a decision as an object."""

from __future__ import annotations

import json
from typing import Any

from bot.knowledge.decision import Decision


def message_of(line: str) -> str:
    """Return the message in a line: raw text, a JSON string, or a JSON object with `text`."""
    stripped = line.rstrip("\r\n")
    try:
        read = json.loads(stripped)
    except (ValueError, RecursionError):
        return stripped
    if isinstance(read, str):
        return read
    if isinstance(read, dict) and isinstance(read.get("text"), str):
        return str(read["text"])
    return stripped


def ask_record(decision: Decision) -> dict[str, Any]:
    """Return the JSON object that `ask --jsonl` prints for a decision."""
    return {
        "question": decision.question,
        "zone": decision.zone,
        "kind": decision.kind,
        "topic": decision.topic,
        "entry": decision.entry,
        "confidence": decision.confidence,
        "candidates": [
            {"entry": one.entry, "confidence": one.confidence} for one in decision.candidates
        ],
    }
