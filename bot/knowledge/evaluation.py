"""Measures decisions against labelled messages, and shows decisions to people and programs.

The promised shapes of `ask --jsonl` and of the table of `evaluate` are made here; the command
line only prints them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.decision import Decider, Decision

COVERED = "covered"
NEAR = "near"
OFF = "off"
_OFF_KINDS = {"offtopic", "smalltalk"}


@dataclass(frozen=True, slots=True)
class Line:
    """A message with what should become of it."""

    text: str
    topic: str | None = None
    expect: tuple[str, ...] = ()
    kind: str | None = None
    style: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A line, the decision on it, and whether the base has an answer to it."""

    line: Line
    decision: Decision
    sort: str

    @property
    def rank(self) -> int | None:
        """Return the place of the first right candidate, from 1."""
        for place, candidate in enumerate(self.decision.candidates, 1):
            if candidate.entry in self.line.expect:
                return place
        return None


@dataclass(frozen=True, slots=True)
class Report:
    """All judged lines."""

    judged: tuple[Judged, ...]

    def of(self, sort: str) -> tuple[Judged, ...]:
        """Return the lines of one sort: covered, near or off."""
        return tuple(one for one in self.judged if one.sort == sort)

    @property
    def answered(self) -> tuple[Judged, ...]:
        """Return the lines answered by the machine alone."""
        return tuple(one for one in self.judged if one.decision.zone == "answer")

    @property
    def precision(self) -> float | None:
        """Return the share of automatic answers that are right; nothing when none was given."""
        return share(self.answered, lambda one: one.decision.entry in one.line.expect)

    @property
    def coverage(self) -> float | None:
        """Return the share of covered questions answered rightly by the machine."""
        return share(self.of(COVERED), _is_right)

    def recall(self, within: int) -> float | None:
        """Return the share of covered questions with a right entry in the first `within`."""
        return share(self.of(COVERED), lambda one: one.rank is not None and one.rank <= within)

    def mean_reciprocal_rank(self) -> float | None:
        """Return the mean of 1/place of the right entry over covered questions."""
        covered = self.of(COVERED)
        return sum(1 / one.rank for one in covered if one.rank) / len(covered) if covered else None


def _is_right(one: Judged) -> bool:
    return one.decision.zone == "answer" and one.decision.entry in one.line.expect


def share(lines: Sequence[Judged], holds: Callable[[Judged], bool]) -> float | None:
    """Return the share of `lines` for which `holds`; nothing when there are no lines."""
    return sum(map(holds, lines)) / len(lines) if lines else None


def evaluate(decider: Decider, lines: Iterable[Line | Mapping[str, Any]], on: date) -> Report:
    """Decide about every line and compare with what it expects."""
    read = (line if isinstance(line, Line) else labelled(line) for line in lines)
    return Report(tuple(_judge(decider, line, on) for line in read))


def _judge(decider: Decider, line: Line, on: date) -> Judged:
    known = any(entry in decider.base.entries for entry in line.expect)
    sort = COVERED if known else OFF if line.kind in _OFF_KINDS else NEAR
    return Judged(line, decider.decide(line.text, on), sort)


def labelled(fields: Mapping[str, Any]) -> Line:
    """Read a labelled line from its JSON object."""
    style = fields.get("style") or ()
    return Line(
        str(fields["text"]),
        fields.get("topic"),
        tuple(fields.get("expect") or ()),
        fields.get("kind"),
        (style,) if isinstance(style, str) else tuple(style),
    )


def report_table(report: Report) -> str:
    """Return the table that `evaluate` prints."""
    covered, near, off = (report.of(sort) for sort in (COVERED, NEAR, OFF))
    suggested = [one for one in covered if one.decision.zone == "suggest"]
    routed = [one for one in report.judged if one.line.topic]
    rows: list[tuple[str, int, float | None]] = [
        ("covered: right entry first (R@1)", len(covered), report.recall(1)),
        ("covered: right entry in three (R@3)", len(covered), report.recall(3)),
        ("covered: MRR", len(covered), report.mean_reciprocal_rank()),
        ("covered: answered rightly (coverage)", len(covered), report.coverage),
        ("automatic answers: right (precision)", len(report.answered), report.precision),
        ("suggested: right among three", len(suggested), share(suggested, _is_among_three)),
        ("near-miss: answered wrongly", len(near), share(near, _is_answered)),
        ("near-miss: suggested", len(near), share(near, _is_suggested)),
        ("off-topic: answered wrongly", len(off), share(off, _is_answered)),
        ("off-topic: seen as such", len(off), share(off, _has_no_topic)),
        ("on topic: seen as off-topic", len(routed), share(routed, _has_no_topic)),
        ("routing: right topic first", len(routed), share(routed, _is_routed)),
        ("routing: right topic in two", len(routed), share(routed, _is_nearly_routed)),
    ]
    table = [f"{name:<40} {count:>5} {_figure(value):>7}" for name, count, value in rows]
    return "\n".join([*table, *_groups(report)])


def _is_among_three(one: Judged) -> bool:
    return one.rank is not None and one.rank <= 3


def _is_suggested(one: Judged) -> bool:
    return one.decision.zone == "suggest"


def _has_no_topic(one: Judged) -> bool:
    return one.decision.topic is None


def _is_routed(one: Judged) -> bool:
    return one.line.topic == one.decision.topic


def _is_nearly_routed(one: Judged) -> bool:
    return one.line.topic in one.decision.topics


def _is_answered(one: Judged) -> bool:
    return one.decision.zone == "answer"


def _groups(report: Report) -> Iterable[str]:
    head = f"{'':<18} {'n':>5} {'R@1':>7} {'R@3':>7} {'answered':>9}"
    covered = report.of(COVERED)
    styles = sorted({style for one in covered for style in one.line.style})
    groups = [(style, [one for one in covered if style in one.line.style]) for style in styles]
    topics = sorted({one.line.topic for one in covered if one.line.topic})
    groups += [(topic, [one for one in covered if one.line.topic == topic]) for topic in topics]
    yield from ("", head) if groups else ()
    for name, lines in groups:
        part = Report(tuple(lines))
        figures = f"{_figure(part.recall(1)):>7} {_figure(part.recall(3)):>7}"
        yield f"{name:<18} {len(lines):>5} {figures} {_figure(part.coverage):>9}"


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


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


_ZONES = {
    "answer": "bot odpowiada od razu",
    "suggest": "bot pyta, o które hasło chodzi",
    "advisor": "bot nie odpowiada treścią hasła",
}


def explain(decision: Decision, base: KnowledgeBase, on: date) -> str:
    """Return the decision of a day in Polish, for a person at a terminal."""
    lines = [f"Decyzja: {_ZONES[decision.zone]} ({decision.zone}, {decision.kind})"]
    if decision.topic is not None:
        names = [base.topics[topic].name for topic in base.topics if topic in decision.topics[:1]]
        lines.append(f"Temat: {names[0]} (pewność {decision.topic_confidence:.0%})")
    if decision.urgent:
        lines.append("Pilne: tak")
    for place, one in enumerate(decision.candidates, 1):
        lines.append(
            f"{place}. {one.confidence:>4.0%}  {base.entries[one.entry].question}  [{one.entry}]"
        )
    if decision.entry is not None:
        lines += ["", base.said(base.entries[decision.entry].answer, on)]
    lines.append(f"Model {decision.model_version}, baza {decision.base_version}")
    return "\n".join(lines)
