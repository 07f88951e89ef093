"""Fits small logistic models in plain Python: exact, deterministic, no libraries.

Only `training` uses it; the running program needs none of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.knowledge.ranking import sigmoid

Row = Sequence[float]


def fit_logistic(
    rows: Sequence[Row], labels: Sequence[bool], weights: Sequence[float], ridge: float
) -> list[float]:
    """Return bias and weights of a logistic regression (Newton's method)."""
    size = len(rows[0]) + 1
    extended = [(1.0, *row) for row in rows]
    found = [0.0] * size
    for _ in range(30):
        gradient = [0.0] + [-ridge * value for value in found[1:]]
        curve = [
            [ridge * (i == j and i > 0) + 1e-9 * (i == j) for j in range(size)]
            for i in range(size)
        ]
        for row, label, weight in zip(extended, labels, weights, strict=True):
            chance = sigmoid(sum(a * b for a, b in zip(found, row, strict=True)))
            _add(gradient, curve, row, weight * (label - chance), weight * chance * (1 - chance))
        step = solve(curve, gradient)
        found = [a + max(-4.0, min(4.0, b)) for a, b in zip(found, step, strict=True)]
        if max(map(abs, step)) < 1e-6:
            break
    return found


def _add(
    gradient: list[float], curve: list[list[float]], row: Row, pull: float, bend: float
) -> None:
    for i, value in enumerate(row):
        gradient[i] += pull * value
        bent, line = bend * value, curve[i]
        for j, other in enumerate(row):
            line[j] += bent * other


def solve(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Return the solution of a linear system (Gauss with pivots)."""
    size = len(right)
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda r: abs(rows[r][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for r in range(size):
            if r != column and rows[r][column]:
                factor = rows[r][column] / rows[column][column]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[column], strict=True)]
    return [rows[i][size] / rows[i][i] for i in range(size)]


def fit_choice(
    groups: Sequence[tuple[Sequence[Row], int]], ridge: float, rounds: int = 200
) -> list[float]:
    """Return weights that make the chosen row of each group score highest (softmax)."""
    size = len(groups[0][0][0])
    found, seen = [0.0] * size, [1e-6] * size
    for _ in range(rounds):
        gradient = [-ridge * value for value in found]
        for rows, chosen in groups:
            scores = [sum(a * b for a, b in zip(found, row, strict=True)) for row in rows]
            top = max(scores)
            shares = [math.exp(score - top) for score in scores]
            whole = sum(shares)
            for n, row in enumerate(rows):
                pull = (n == chosen) - shares[n] / whole
                for i, value in enumerate(row):
                    gradient[i] += pull * value
        for i, slope in enumerate(gradient):
            seen[i] += slope * slope
            found[i] += 2.0 * slope / math.sqrt(seen[i])
    return found
