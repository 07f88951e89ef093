"""How far a figure may be trusted: what it becomes when the messages are drawn anew."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from bot.knowledge.figures import Figure, percentile

SEED = 2026
RESAMPLES = 1_000
INSIDE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a figure lies in 95 of 100 draws."""

    low: float
    high: float


def intervals(
    figures: Mapping[str, Figure], size: int, resamples: int = RESAMPLES, seed: int = SEED
) -> dict[str, Interval]:
    """Return the percentile interval of each figure over `size` messages.

    Each draw takes as many messages as there are, with repetition, and serves all figures. A
    figure that no draw gives has no interval.
    """
    chance = random.Random(seed)  # noqa: S311 - repeatable draws, no secret
    drawn: dict[str, list[float]] = {name: [] for name in figures}
    numbers = range(size)
    for _ in range(resamples if size else 0):
        rows = chance.choices(numbers, k=size)
        for name, figure in figures.items():
            value = figure.over(rows)
            if value is not None:
                drawn[name].append(value)
    edge = (1 - INSIDE) / 2
    return {
        name: Interval(percentile(values, edge), percentile(values, 1 - edge))
        for name, values in drawn.items()
        if values
    }
