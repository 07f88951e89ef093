"""Fits the few numbers of the model with scikit-learn: logistic regressions, nothing else.

Only `training` uses it; the running program needs none of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.knowledge.ranking import CONFIDENCE_FEATURES
from bot.knowledge.routing import OFF_TOPIC_SIGNALS

Row = Sequence[float]
Named = dict[str, float]

FOLDS = 5
#: The share of each kind among the messages of a helpdesk: what being sure is measured against.
MIX = {"covered": 0.6, "uncovered": 0.2, "personal": 0.07, "offtopic": 0.08, "smalltalk": 0.05}
#: What the base's own wordings, left out, weigh beside messages of people.
OWN_SHARE = 0.15
QUESTIONS_TAKEN_FOR_CASES = 0.01
WANTED = 0.97  # precision of automatic answers
FEWEST_COVERED = 50
LOWEST_CUT, USUAL_CUT, HIGHEST_CUT, SUGGEST_FROM = 0.75, 0.85, 0.95, 0.25


@dataclass(frozen=True, slots=True)
class Lesson:
    """What spoke for the first entry, and whether it was right."""

    spoken: tuple[float, ...]
    is_right: bool
    kind: str


def _logistic(
    rows: np.ndarray, labels: np.ndarray, weights: np.ndarray, ridge: float, bias: bool = True
) -> tuple[float, np.ndarray]:
    """Fit on columns of one spread, and return bias and weights for the columns as they are."""
    from sklearn.linear_model import LogisticRegression  # takes seconds: only who fits waits

    spread = rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=1 / ridge, fit_intercept=bias, max_iter=5000, tol=1e-8)
    model.fit(rows / spread, labels, sample_weight=weights)
    return (float(model.intercept_[0]) if bias else 0.0), model.coef_[0] / spread


def fit_choice(
    names: Sequence[str], groups: Iterable[tuple[Sequence[Row], int]], ridge: float = 1.0
) -> Named:
    """Return weights that put the chosen row of each group before the others (pairwise)."""
    pairs: list[np.ndarray] = []
    weights: list[float] = []
    for rows, chosen in groups:
        table = np.asarray(rows)
        others = np.delete(table, chosen, axis=0)
        pairs.append(table[chosen] - others)
        weights += [1 / len(table)] * len(others)
    ahead = np.concatenate(pairs)
    both = np.concatenate([ahead, -ahead])
    labels = np.repeat([1, 0], len(ahead))
    _, found = _logistic(both, labels, np.tile(weights, 2), ridge, bias=False)
    return _named(names, found)


def fit_confidence(
    real: Sequence[Lesson],
    own: Sequence[Lesson],
    names: Sequence[str] = CONFIDENCE_FEATURES,
    ridge: float = 3.0,
) -> tuple[Named, Named]:
    """Return the weights by which the named evidence counts, and where the zones are cut.

    The cut for answers is the lowest chance from which automatic answers were right as often as
    wanted, on messages that the weights had not seen.
    """
    real, own = _only(names, real), _only(names, own)
    chances = np.zeros(len(real))
    for fold in range(FOLDS):
        seen = [one for n, one in enumerate(real) if n % FOLDS != fold]
        bias, weights = _confidence(seen, own, ridge)
        for n in range(fold, len(real), FOLDS):
            chances[n] = 1 / (1 + np.exp(-(bias + weights @ np.asarray(real[n].spoken))))
    bias, weights = _confidence(real, own, ridge)
    zones = {"answer_from": _cut(chances, real), "suggest_from": SUGGEST_FROM}
    return _named(("bias", *names), (bias, *weights)), zones


def _only(names: Sequence[str], lessons: Sequence[Lesson]) -> list[Lesson]:
    places = [CONFIDENCE_FEATURES.index(name) for name in names]
    return [replace(one, spoken=tuple(one.spoken[n] for n in places)) for one in lessons]


def _confidence(
    real: Sequence[Lesson], own: Sequence[Lesson], ridge: float
) -> tuple[float, np.ndarray]:
    every = [*real, *own]
    share = OWN_SHARE if _tell_enough(real) else 1.0
    weights = np.concatenate([_weights(real), np.full(len(own), share * len(real) / len(own))])
    rows = np.asarray([one.spoken for one in every])
    return _logistic(rows, np.asarray([one.is_right for one in every]), weights, ridge)


def _tell_enough(lessons: Sequence[Lesson]) -> bool:
    """Tell whether there are questions enough with a known answer, of people."""
    return sum(one.kind == "covered" for one in lessons) >= FEWEST_COVERED


def _weights(lessons: Sequence[Lesson]) -> np.ndarray:
    """Return weights by which the kinds have their share in the mix."""
    kinds = [one.kind for one in lessons]
    return np.asarray([len(lessons) * MIX[kind] / kinds.count(kind) for kind in kinds])


def _cut(chances: np.ndarray, lessons: Sequence[Lesson]) -> float:
    if not _tell_enough(lessons):
        return USUAL_CUT
    weights, right = _weights(lessons), np.asarray([one.is_right for one in lessons])
    cut = HIGHEST_CUT
    for hundredth in range(round(100 * HIGHEST_CUT), round(100 * LOWEST_CUT) - 1, -1):
        sure = chances >= hundredth / 100
        if sure.any() and (weights * right)[sure].sum() / weights[sure].sum() >= WANTED:
            cut = hundredth / 100
    return cut


def personal_from(leanings: Sequence[float], are_cases: Sequence[bool]) -> float:
    """Return from which leaning on a message is taken for somebody's own case.

    So few questions lean so far that hardly one is kept from its answer.
    """
    questions = sorted(
        lean for lean, is_case in zip(leanings, are_cases, strict=True) if not is_case
    )
    return round(questions[int((1 - QUESTIONS_TAKEN_FOR_CASES) * (len(questions) - 1))], 4)


def fit_off_topic(rows: Sequence[Row], strangers: Sequence[bool], ridge: float = 2.0) -> Named:
    """Return the weights by which strangers' messages are told from questions."""
    table = np.asarray(rows)
    bias, weights = _logistic(table, np.asarray(strangers), np.ones(len(table)), ridge)
    return _named(("bias", *OFF_TOPIC_SIGNALS), (bias, *weights))


def _named(names: Sequence[str], values: Iterable[float]) -> Named:
    return {name: round(float(value), 4) for name, value in zip(names, values, strict=True)}
