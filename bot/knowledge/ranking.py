"""Puts entries in order and says how likely the first one is right.

Both are logistic regressions over readable numbers; their weights stand in `weights.yaml`, and
`training` writes them. Another ranker may stand here, as long as it keeps the promise of `Ranker`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ruamel.yaml import YAML

from bot.knowledge.features import FEATURES, MEANING, Catalogue, Measures
from bot.knowledge.lexicon import Budget
from bot.knowledge.query import Query

#: What counts of the first entry itself.
OF_THE_FIRST = ("lemmas_cover", "pieces_cover", "wording_alike", "third_alike", "matched", "topic")
CONFIDENCE_FEATURES = ("lead", "share", "likely", *OF_THE_FIRST, "known", "missing", MEANING)
LONGEST_LEAD = 4.0
MOST_RANKED = 8
PARTS = ("ranking", "confidence", "routing", "off_topic", "zones")
#: Without these nothing can be decided; any other weight that is not written counts nothing.
ZONES = frozenset({"answer_from", "suggest_from", "personal_from"})
WEIGHTS_FILE = Path(__file__).parent / "weights.yaml"


@dataclass(frozen=True, slots=True)
class Scored:
    """An entry with the chance that it is what was asked for."""

    entry: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Entries, the likeliest first, and what was measured on the way."""

    scored: tuple[Scored, ...]
    measures: Measures

    @property
    def sureness(self) -> float:
        """Return the chance of the first entry."""
        return self.scored[0].confidence if self.scored else 0.0


def surest(rankings: Sequence[Ranking]) -> Ranking:
    """Return the ranking that is surest of its first entry: its message's topic is told by it."""
    return max(rankings, key=lambda ranking: ranking.sureness)


class Ranker(Protocol):
    """Orders entries for a query."""

    @property
    def version(self) -> str:
        """Return a short mark of the model, stored with every decision."""

    def rank(self, query: Query, budget: Budget) -> Ranking:
        """Return at most eight entries, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by name, with what is added to every sum under `bias`."""

    version: str
    ranking: Mapping[str, float]
    confidence: Mapping[str, float]
    routing: Mapping[str, float]
    off_topic: Mapping[str, float]
    zones: Mapping[str, float]  # from which chance to answer, and from which to suggest
    encoder: str = ""  # the mark of the one it was learnt with


def read_model(path: Path = WEIGHTS_FILE) -> Model:
    """Read the weights shipped with the program."""
    return model_of(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))


def model_of(written: Mapping[str, object]) -> Model:
    """Return the model that was written; ValueError with the name of the part that is wrong."""
    parts: dict[str, dict[str, float]] = {}
    for part in PARTS:
        numbers = written.get(part)
        if not isinstance(numbers, Mapping):
            raise ValueError(part)
        try:
            parts[part] = {str(name): float(value) for name, value in numbers.items()}
        except (TypeError, ValueError):
            raise ValueError(part) from None
    if not parts["zones"].keys() >= ZONES:
        raise ValueError("zones")
    encoder = str(written.get("encoder") or "")
    return Model(str(written.get("version", "")), **parts, encoder=encoder)


def sigmoid(value: float) -> float:
    """Return the probability for a sum of evidence."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


def weigh(weights: Mapping[str, float], names: Sequence[str], values: Sequence[float]) -> float:
    """Return the weighted sum of named values."""
    known = ((weights.get(name, 0.0), value) for name, value in zip(names, values, strict=True))
    return weights.get("bias", 0.0) + sum(weight * value for weight, value in known)


def order(measures: Measures, model: Model) -> list[tuple[float, int]]:
    """Return (score, entry number), the best first."""
    scored = [(weigh(model.ranking, FEATURES, row), n) for n, row in measures.rows.items()]
    return sorted(scored, key=lambda one: (-one[0], one[1]))


def evidence(
    ordered: Sequence[tuple[float, int]], measures: Measures, query: Query
) -> tuple[float, ...]:
    """Return what speaks for the first entry being right."""
    scores = [score for score, _ in ordered]
    lead = min(LONGEST_LEAD, scores[0] - scores[1]) if len(scores) > 1 else LONGEST_LEAD
    share = 1 / sum(math.exp(score - scores[0]) for score in scores)
    first = dict(zip(FEATURES, measures.rows[ordered[0][1]], strict=True))
    likely = measures.likely * math.exp(first["likelihood"])
    missing = math.log1p(len(query.words) * (1 - min(1.0, first["matched"])))
    of_first = (first[name] for name in OF_THE_FIRST)
    return (lead, share, likely, *of_first, measures.known, missing, first[MEANING])


def chance(
    ordered: Sequence[tuple[float, int]], measures: Measures, query: Query, model: Model
) -> float:
    """Return the probability that the first entry is right."""
    spoken = evidence(ordered, measures, query)
    return sigmoid(weigh(model.confidence, CONFIDENCE_FEATURES, spoken))


class LearnedRanker:
    """The ranker of this house: shipped weights over the signals of `features`."""

    def __init__(self, catalogue: Catalogue, model: Model) -> None:
        self._catalogue = catalogue
        self._model = model

    @property
    def version(self) -> str:
        """Return the mark of the weights."""
        return self._model.version

    def rank(self, query: Query, budget: Budget) -> Ranking:
        """Return at most eight entries, the likeliest first."""
        return self.ranked(query, self._catalogue.measure(query, budget))

    def ranked(self, query: Query, measures: Measures) -> Ranking:
        """Return the ranking of what was measured."""
        if not measures.rows:
            return Ranking((), measures)
        ordered = order(measures, self._model)
        first = chance(ordered, measures, query, self._model)
        top = ordered[0][0]
        scored = (
            Scored(self._catalogue.ids[n], round(first * math.exp(score - top), 4))
            for score, n in ordered[:MOST_RANKED]
        )
        return Ranking(tuple(scored), measures)
