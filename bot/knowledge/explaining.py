"""Tells a person at a terminal, in Polish, what was decided about a message."""

from __future__ import annotations

from datetime import date

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.decision import Decision

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
