"""Figures over judged messages, each computed again and again over messages drawn anew.

A figure is made once from what was found for every message, in their order; then it is asked for
any choice of their numbers, where a number may come twice. What is found is `evaluation`'s work.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Protocol

BINS = 10  # of confidence, equally wide

Rows = Sequence[int]


class Figure(Protocol):
    """A number that messages have together."""

    @property
    def count(self) -> int:
        """Return over how many messages it is."""

    def over(self, rows: Rows) -> float | None:
        """Return it for the messages of these numbers; nothing when none of them counts."""


class Mean:
    """The mean of what is known; a share, where that is 0 or 1."""

    def __init__(self, values: Sequence[float | None]) -> None:
        self._values = [value or 0.0 for value in values]
        self._counts = [value is not None for value in values]
        self.count = sum(self._counts)

    def over(self, rows: Rows) -> float | None:
        """Return the mean; nothing when no value is known."""
        counted = sum(map(self._counts.__getitem__, rows))
        return sum(map(self._values.__getitem__, rows)) / counted if counted else None


class CoverageAt:
    """The share of covered questions answered rightly where answers are right in `percent`.

    Answered is what is at least as sure as the loosest threshold by which that many of all the
    answers are right. `sure` says how sure the first candidate is, and nothing for what would
    never be answered.
    """

    def __init__(
        self,
        percent: int,
        sure: Sequence[float | None],
        right: Sequence[bool],
        covered: Sequence[bool],
    ) -> None:
        self._percent = percent
        self._covered = covered
        known = sorted((-value, n) for n, value in enumerate(sure) if value is not None)
        self._steps = [
            [(n, right[n]) for _, n in same] for _, same in groupby(known, key=lambda one: one[0])
        ]
        self.count = sum(covered)

    def over(self, rows: Rows) -> float | None:
        """Return the share; 0 when no threshold does, nothing when no question is covered."""
        times = [0] * len(self._covered)
        for row in rows:
            times[row] += 1
        covered = sum(map(self._covered.__getitem__, rows))
        answered = right = best = 0
        for step in self._steps:
            for n, is_right in step:
                answered += times[n]
                right += times[n] if is_right else 0
            if 100 * right >= self._percent * answered:
                best = right
        return best / covered if covered else None


class CalibrationError:
    """How far confidence is from how often it is right, over ten bins (ECE).

    `right` is nothing for messages that do not count.
    """

    def __init__(self, confidences: Sequence[float], right: Sequence[bool | None]) -> None:
        self._gaps = {
            n: (min(BINS - 1, int(confidence * BINS)), confidence - is_right)
            for n, (confidence, is_right) in enumerate(zip(confidences, right, strict=True))
            if is_right is not None
        }
        self.count = len(self._gaps)

    def over(self, rows: Rows) -> float | None:
        """Return the mean gap of the bins, each by how many messages it holds."""
        sums, counted = [0.0] * BINS, 0
        for row in rows:
            if row in self._gaps:
                place, gap = self._gaps[row]
                sums[place] += gap
                counted += 1
        return sum(map(abs, sums)) / counted if counted else None


def percentile(values: Sequence[float], share: float) -> float:
    """Return the least of `values` that at least `share` of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]
