"""Measures decisions against labelled messages.

A report is nothing but lines with the decisions on them, whoever decided; every figure follows
from it. How figures are shown is nobody's concern here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any, Protocol

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.decision import Decision
from bot.knowledge.figures import CalibrationError, CoverageAt, Figure, Mean
from bot.knowledge.judging import COVERED, FAULTS, NEAR, OFF, Judged, judge
from bot.knowledge.labelled import Labelled, labelled


@dataclass(frozen=True, slots=True)
class Report:
    """All judged lines, and how many seconds it took to build what decided."""

    judged: tuple[Judged, ...]
    built: float | None = None

    def of(self, sort: str) -> tuple[Judged, ...]:
        """Return the lines of one sort: covered, near, off or denied."""
        return tuple(one for one in self.judged if one.sort == sort)

    @property
    def answered(self) -> tuple[Judged, ...]:
        """Return the lines answered by the machine alone of which it is known if rightly."""
        return tuple(one for one in self.judged if one.is_answered and one.is_settled)

    def figure(self, name: str) -> Figure:
        """Return a figure of FIGURES over these lines."""
        return FIGURES[name](self.judged)

    def value(self, name: str) -> float | None:
        """Return the value of a figure of FIGURES; nothing when no line counts for it."""
        return self.figure(name).over(range(len(self.judged)))

    @property
    def precision(self) -> float | None:
        """Return the share of automatic answers that are right; nothing when none was given."""
        return self.value("precision")

    @property
    def coverage(self) -> float | None:
        """Return the share of covered questions answered rightly by the machine."""
        return self.value("coverage")

    def recall(self, within: int) -> float | None:
        """Return the share of covered questions with a right entry in the first `within`."""
        return _recall(within)(self.judged).over(range(len(self.judged)))

    def faults(self) -> dict[str, int]:
        """Return how many messages of each kind were answered wrongly."""
        found = [one.fault for one in self.judged]
        return {kind: found.count(kind) for kind in FAULTS}

    def seconds(self) -> tuple[float, ...]:
        """Return how long each decision took, where that was measured."""
        return tuple(one.seconds for one in self.judged if one.seconds is not None)


Lines = Sequence[Judged]
Of = Callable[[Judged], bool]


def _share(holds: Of, among: Of) -> Callable[[Lines], Figure]:
    """Return a figure: the share of the lines `among` which it `holds`."""
    return lambda judged: Mean([float(holds(one)) if among(one) else None for one in judged])


def _is(sort: str) -> Of:
    return lambda one: one.sort == sort


def _in_zone(zone: str) -> Of:
    return lambda one: one.decision.zone == zone


def _recall(within: int) -> Callable[[Lines], Figure]:
    return _share(lambda one: one.rank is not None and one.rank <= within, _is(COVERED))


def _mean_reciprocal_rank(judged: Lines) -> Figure:
    return Mean(
        [(1 / one.rank if one.rank else 0.0) if one.sort == COVERED else None for one in judged]
    )


def _coverage_at(percent: int) -> Callable[[Lines], Figure]:
    return lambda judged: CoverageAt(
        percent,
        [_sure(one) for one in judged],
        [one.rank == 1 for one in judged],
        [one.sort == COVERED for one in judged],
    )


def _sure(one: Judged) -> float | None:
    """Return how sure the first candidate is; nothing when it would be answered by nobody."""
    asks = one.decision.kind == "question" and one.first is not None and one.is_settled
    return one.decision.candidates[0].confidence if asks else None


def _calibration(judged: Lines) -> Figure:
    ranked = [one.first is not None and one.is_settled for one in judged]
    confidences = [one.decision.candidates[0].confidence if one.first else 0.0 for one in judged]
    pairs = zip(judged, ranked, strict=True)
    return CalibrationError(
        confidences, [one.rank == 1 if counts else None for one, counts in pairs]
    )


def _is_routed(one: Judged) -> bool:
    return one.line.topic == one.decision.topic


def _is_nearly_routed(one: Judged) -> bool:
    return one.line.topic in one.decision.topics


def _has_topic(one: Judged) -> bool:
    return one.line.topic is not None


def _is_near_with_topic(one: Judged) -> bool:
    return one.sort == NEAR and one.line.topic is not None


def _has_no_topic(one: Judged) -> bool:
    return one.decision.topic is None


def _wrong(kind: str) -> Callable[[Lines], Figure]:
    """Return a figure: the share of automatic answers that were wrong, on this kind of message."""
    return _share(lambda one: one.fault == kind, lambda one: one.is_answered and one.is_settled)


#: Every figure by its name.
FIGURES: Mapping[str, Callable[[Lines], Figure]] = {
    "recall_1": _recall(1),
    "recall_3": _recall(3),
    "mrr": _mean_reciprocal_rank,
    "coverage_95": _coverage_at(95),
    "coverage_97": _coverage_at(97),
    "precision": _share(lambda one: one.is_right, lambda one: one.is_answered and one.is_settled),
    "coverage": _share(lambda one: one.is_right, _is(COVERED)),
    "offered": _share(
        lambda one: one.rank is not None and one.rank <= 3,
        lambda one: one.sort == COVERED and one.decision.zone == "suggest",
    ),
    "near_answered": _share(_in_zone("answer"), _is(NEAR)),
    "near_offered": _share(_in_zone("suggest"), _is(NEAR)),
    "off_answered": _share(_in_zone("answer"), _is(OFF)),
    "off_seen": _share(_has_no_topic, _is(OFF)),
    "ours_seen_off": _share(_has_no_topic, _has_topic),
    "routed_1": _share(_is_routed, _has_topic),
    "routed_2": _share(_is_nearly_routed, _has_topic),
    "near_routed_1": _share(_is_routed, _is_near_with_topic),
    "near_routed_2": _share(_is_nearly_routed, _is_near_with_topic),
    **{f"wrong_{kind}": _wrong(kind) for kind in FAULTS},
    "calibration": _calibration,
}


class Decides(Protocol):
    """Whatever decides about messages over one knowledge base."""

    @property
    def base(self) -> KnowledgeBase:
        """Return the knowledge it knows."""

    def decide(self, text: str, on: date) -> Decision:
        """Return what the message gets on the day `on`."""


def evaluate(decider: Decides, lines: Iterable[Labelled | Mapping[str, Any]], on: date) -> Report:
    """Decide about every line and compare with what it expects."""
    read = (line if isinstance(line, Labelled) else labelled(line) for line in lines)
    return Report(tuple(_decided(decider, line, on) for line in read))


def _decided(decider: Decides, line: Labelled, on: date) -> Judged:
    begun = perf_counter()
    decision = decider.decide(line.text, on)
    return judge(line, decision, decider.base, perf_counter() - begun)
