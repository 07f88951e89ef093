"""Labelled messages, and what is to be said of a decision on one of them.

Figures over many of them are `evaluation`'s work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.decision import Decision

COVERED = "covered"  # the base has the answer
NEAR = "near"  # a question for us that no entry answers
OFF = "off"  # nothing for us
DENIED = "denied"  # nothing is known but which entries are wrong
_OFF_KINDS = {"offtopic", "smalltalk"}
#: Kinds of messages that may be answered wrongly; `entry` has an answer, but got another one.
FAULTS = ("entry", "uncovered", "personal", "offtopic", "smalltalk")


@dataclass(frozen=True, slots=True)
class Line:
    """A message with what should become of it, and which entries it surely does not mean."""

    text: str
    topic: str | None = None
    expect: tuple[str, ...] = ()
    kind: str | None = None
    style: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A line, the decision on it, whether the base has an answer, and the seconds it took."""

    line: Line
    decision: Decision
    sort: str
    seconds: float | None = None

    @property
    def first(self) -> str | None:
        """Return the entry that came first."""
        return self.decision.candidates[0].entry if self.decision.candidates else None

    @property
    def rank(self) -> int | None:
        """Return the place of the first right candidate, from 1."""
        for place, candidate in enumerate(self.decision.candidates, 1):
            if candidate.entry in self.line.expect:
                return place
        return None

    @property
    def is_settled(self) -> bool:
        """Tell whether it is known if the first candidate is right."""
        return self.sort != DENIED or self.first in self.line.denied

    @property
    def is_answered(self) -> bool:
        """Tell whether the machine answered alone."""
        return self.decision.zone == "answer"

    @property
    def is_right(self) -> bool:
        """Tell whether the machine answered alone, and rightly."""
        return self.is_answered and self.decision.entry in self.line.expect

    @property
    def fault(self) -> str | None:
        """Return what kind of message was answered wrongly; nothing when it was not."""
        if not self.is_answered or self.is_right or not self.is_settled:
            return None
        if self.sort in (COVERED, DENIED):
            return "entry"
        return self.line.kind if self.line.kind in FAULTS else "uncovered"


def judge(
    line: Line, decision: Decision, base: KnowledgeBase, seconds: float | None = None
) -> Judged:
    """Return a line with a decision on it, judged by what the base holds."""
    if any(entry in base.entries for entry in line.expect):
        sort = COVERED
    elif line.kind in _OFF_KINDS:
        sort = OFF
    else:
        sort = DENIED if line.denied and not line.expect and line.kind is None else NEAR
    return Judged(line, decision, sort, seconds)


def labelled(fields: Mapping[str, Any]) -> Line:
    """Read a labelled line from its JSON object; fields it does not know are let be."""
    style = fields.get("style") or ()
    return Line(
        str(fields["text"]),
        fields.get("topic"),
        tuple(fields.get("expect") or ()),
        fields.get("kind"),
        (style,) if isinstance(style, str) else tuple(style),
        tuple(fields.get("not") or ()),
    )
