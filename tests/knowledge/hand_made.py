"""Decisions and judged lines written by hand, whose figures can be computed on paper."""

from __future__ import annotations

from bot.knowledge.candidates import Candidate
from bot.knowledge.decision import Decision, Kind, Zone
from bot.knowledge.judging import Judged, judge
from bot.knowledge.labelled import Labelled
from tests.knowledge.sample import base

RIGHT = "zarzad-zmiana"
OTHERS = ("plakat", "maly-grant", "cit-8-termin", "porozumienie")


def decision(
    *candidates: tuple[str, float],
    zone: Zone = "suggest",
    kind: Kind = "question",
    topics: tuple[str, ...] = ("legal", "fundraising"),
) -> Decision:
    """Return a decision with these candidates."""
    found = tuple(Candidate(entry, confidence) for entry, confidence in candidates)
    return Decision(
        question="x",
        zone=zone,
        kind=kind,
        topic=topics[0] if topics else None,
        topics=topics,
        topic_confidence=0.5,
        entry=found[0].entry if zone == "answer" else None,
        confidence=found[0].confidence if found else 0.0,
        candidates=found,
        urgent=False,
        model_version="m",
        base_version="b",
    )


def found(place: int | None, confidence: float, zone: Zone = "suggest") -> Judged:
    """Return a covered question whose right entry stands at `place`."""
    entries = list(OTHERS)
    if place is not None:
        entries.insert(place - 1, RIGHT)
    candidates = [(entry, confidence / n) for n, entry in enumerate(entries[:5], 1)]
    line = Labelled("pytanie z hasłem", "legal", (RIGHT,), style=("normal",))
    return judge(line, decision(*candidates, zone=zone), base())


def uncovered(confidence: float, zone: Zone = "suggest", kind: str = "uncovered") -> Judged:
    """Return a message without an entry whose first candidate is this sure."""
    topic = None if kind in ("offtopic", "smalltalk") else "promotion"
    line = Labelled(f"pytanie {kind}", topic, kind=kind)
    return judge(line, decision((OTHERS[0], confidence), zone=zone), base())
