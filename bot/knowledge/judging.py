"""What is to be said of a decision on a labelled message.

Figures over many of them are `evaluation`'s work.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.decision import Decision
from bot.knowledge.labelled import STRANGERS, Labelled

COVERED = "covered"  # the base has the answer
NEAR = "near"  # a question for us that no entry answers
OFF = "off"  # nothing for us
DENIED = "denied"  # nothing is known but which entries are wrong
#: Kinds of messages that may be answered wrongly; `entry` has an answer, but got another one.
FAULTS = ("entry", "uncovered", "personal", "offtopic", "smalltalk")


@dataclass(frozen=True, slots=True)
class Judged:
    """A line, the decision on it, whether the base has an answer, and the seconds it took."""

    line: Labelled
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
    line: Labelled, decision: Decision, base: KnowledgeBase, seconds: float | None = None
) -> Judged:
    """Return a line with a decision on it, judged by what the base holds."""
    if any(entry in base.entries for entry in line.expect):
        sort = COVERED
    elif line.kind in STRANGERS:
        sort = OFF
    else:
        sort = DENIED if line.denied and line.is_denial else NEAR
    return Judged(line, decision, sort, seconds)
