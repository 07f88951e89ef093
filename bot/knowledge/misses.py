"""Sorts what went wrong by its cause, so that a person knows what to write or to repair."""

from __future__ import annotations

from bot.knowledge.evaluation import Report
from bot.knowledge.judging import COVERED, Judged

#: Why a message was missed; the first that holds is meant.
CAUSES = ("answered", "mistaken", "absent", "lower", "close", "unsure")


def cause(one: Judged) -> str | None:
    """Return why a message was missed; nothing when it was not.

    `answered` wrongly; `mistaken` for something that is no question; the right entry `absent`
    from the candidates, `lower` than the third, `close` behind the first; or first, but `unsure`.
    """
    if one.fault is not None:
        return "answered"
    if _is_mistaken(one):
        return "mistaken"
    if one.sort != COVERED or one.is_right:
        return None
    if one.rank is None:
        return "absent"
    return "unsure" if one.rank == 1 else "close" if one.rank <= 3 else "lower"


def _is_mistaken(one: Judged) -> bool:
    if one.sort == COVERED:
        return one.decision.kind != "question"
    return one.line.topic is not None and one.decision.topic is None


def misses(report: Report) -> dict[str, tuple[Judged, ...]]:
    """Return the messages missed, by cause; causes of none are left out."""
    found = [(cause(one), one) for one in report.judged]
    grouped = {name: tuple(one for why, one in found if why == name) for name in CAUSES}
    return {name: missed for name, missed in grouped.items() if missed}
