"""Puts what the passages of a message found into one order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.knowledge.ranking import Ranking

MOST_CANDIDATES = 5
# The chance of an entry that is asked for word for word as its author wrote down.
LISTED = 0.99


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may be the answer, with the chance that it is."""

    entry: str
    confidence: float


def merged(rankings: Iterable[Ranking]) -> tuple[Candidate, ...]:
    """Return at most five entries, each as sure as the passage that is surest of it."""
    best: dict[str, float] = {}
    for ranking in rankings:
        for one in ranking.scored:
            best[one.entry] = max(best.get(one.entry, 0.0), one.confidence)
    ordered = sorted(best.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Candidate(entry, chance) for entry, chance in ordered[:MOST_CANDIDATES])


def led(listed: str, others: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the entry that is asked for in its author's own words, and then the others."""
    rest = (
        Candidate(one.entry, round(one.confidence * (1 - LISTED), 4))
        for one in others
        if one.entry != listed
    )
    return (Candidate(listed, LISTED), *rest)[:MOST_CANDIDATES]
