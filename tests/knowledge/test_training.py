"""The small fitting by which the shipped weights were made."""

from __future__ import annotations

import random

import pytest

from bot.knowledge.fitting import fit_choice, fit_logistic, solve
from bot.knowledge.ranking import read_model, sigmoid
from bot.knowledge.text import fold
from bot.knowledge.training import noisy


def test_linear_system_is_solved() -> None:
    assert solve([[0.0, 2.0], [1.0, 1.0]], [4.0, 5.0]) == [3.0, 2.0]


def test_logistic_fit_learns_how_often_it_is_true() -> None:
    rows = [(0.0,)] * 10 + [(1.0,)] * 10
    labels = [n < 2 for n in range(10)] + [n < 8 for n in range(10)]
    bias, weight = fit_logistic(rows, labels, [1.0] * 20, ridge=1e-6)
    assert sigmoid(bias) == pytest.approx(0.2, abs=0.01)
    assert sigmoid(bias + weight) == pytest.approx(0.8, abs=0.01)


def test_choice_fit_prefers_what_was_chosen() -> None:
    groups = [([(1.0, 0.0), (0.0, 1.0)], 0)] * 5
    liked, other = fit_choice(groups, ridge=0.1)
    assert liked > 0 > other


def test_noise_is_repeatable_and_keeps_length() -> None:
    text = "Jak zgłosić zmianę zarządu w stowarzyszeniu?"
    first, second = (noisy(text, random.Random(1)) for _ in range(2))
    assert first == second
    assert sorted(first) == sorted(fold(text))


def test_shipped_weights_are_whole() -> None:
    model = read_model()
    parts = (model.ranking, model.confidence, model.routing, model.off_topic)
    assert all(isinstance(value, float) for part in parts for value in part.values())
    assert model.version
