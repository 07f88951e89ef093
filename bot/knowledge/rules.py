"""Says in Polish by which rule a message got its zone."""

from __future__ import annotations

from datetime import date

from bot.knowledge.decision import (
    LONGEST_ANSWERED,
    OFF_TOPIC_FROM,
    Decider,
    Decision,
)
from bot.knowledge.labels import KIND_LABELS, label
from bot.knowledge.text import clean, passages

_HUMAN = ("personal", "complaint", "letter", "human")


def rule(decider: Decider, decision: Decision, on: date) -> str:
    """Return the rule that decided about the zone on a day."""
    if decision.kind != "question":
        return _not_a_question(decider, decision)
    sure = f"Pewność {decision.confidence:.0%}"
    answers, suggests = f"{decider.answer_from:.0%}", f"{decider.suggest_from:.0%}"
    if decision.zone == "answer":
        return f"{sure}: od {answers} bot odpowiada sam; pewne jest tylko jedno hasło."
    if decision.zone == "advisor":
        return f"{sure}: bot proponuje hasła dopiero od {suggests}, więc pyta doradcę."
    return f"{sure}: {_why_only_offered(decider, decision, on)}"


def _why_only_offered(decider: Decider, decision: Decision, on: date) -> str:
    sure = [one for one in decision.candidates if one.confidence >= decider.answer_from]
    if not sure:
        answers, suggests = f"{decider.answer_from:.0%}", f"{decider.suggest_from:.0%}"
        return f"od {suggests} bot proponuje hasła, a sam odpowiada od {answers}."
    if len(sure) > 1:
        names = " i ".join(one.entry for one in sure)
        return (
            f"pewne są naraz {names}, a to są osobne pytania; lider wskaże, które jest pierwsze."
        )
    if not decider.base.entries[sure[0].entry].is_valid_on(on):
        return f"hasło {sure[0].entry} straciło ważność, więc bot nie wysyła go sam."
    if decider.base.entries[sure[0].entry].offer_only:
        return f"hasło {sure[0].entry} ma offer_only, więc bot je proponuje, a nie wysyła sam."
    count = len(passages(clean(decision.question)))
    if count > LONGEST_ANSWERED:
        return f"wiadomość ma {count} części, a na tak długie bot nie odpowiada sam."
    return "bot woli zapytać, o które hasło chodzi."


def _not_a_question(decider: Decider, decision: Decision) -> str:
    called = label(KIND_LABELS, decision.kind)
    heard = [said for kind, said in decider.ear.phrases_in(clean(decision.question))
             if kind == decision.kind]  # fmt: skip
    by = f" (usłyszane: {', '.join(f'„{said}”' for said in heard)})" if heard else ""
    if decision.kind == "personal" and not heard:
        by = " (po sposobie pisania)"
    if decision.kind == "offtopic":
        return (
            f"To wygląda na pytanie nie do nas (szansa {OFF_TOPIC_FROM:.0%} albo więcej), "
            f"a najlepsze hasło ma tylko {decision.confidence:.0%}."
        )
    end = (
        "takie sprawy zawsze trafiają do człowieka"
        if decision.kind in _HUMAN
        else "bot nie szuka wtedy haseł"
    )
    return f"To {called}{by}: {end}."
