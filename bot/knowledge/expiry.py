"""What in a base ages: entries, guides and yearly values, with the day until which each is right.

For the coordinator, who has somebody look at them before that day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.knowledge.base import KnowledgeBase

SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Ageing:
    """One thing that is right until a day; `name` is what people know it by."""

    kind: Literal["entry", "value"]
    id: str
    name: str
    until: date


def ageing(base: KnowledgeBase, on: date, within: timedelta = SOON) -> tuple[Ageing, ...]:
    """Return what is not right any more on `on`, or will not be within a while; soonest first."""
    found = [one for one in _dated(base) if one.until - on <= within]
    return tuple(sorted(found, key=lambda one: (one.until, one.kind, one.id)))


def _dated(base: KnowledgeBase) -> Iterator[Ageing]:
    for entry in base.entries.values():
        if entry.valid_until is not None:
            yield Ageing("entry", entry.id, entry.question, entry.valid_until)
    for name, value in base.values.items():
        yield Ageing("value", name, f"{value.text} ({name})", value.valid_until)
