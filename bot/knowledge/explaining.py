"""Tells a person at a terminal, in Polish, what was decided about a message, and why."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.decision import Decider, Decision
from bot.knowledge.labels import (
    CONFIDENCE_LABELS,
    FEATURE_LABELS,
    OFF_TOPIC_LABELS,
    TOPIC_LABELS,
    label,
)
from bot.knowledge.lexicon import Origin
from bot.knowledge.ranking import sigmoid
from bot.knowledge.reasons import (
    Part,
    Passage,
    closest_way,
    confidence_parts,
    is_by_heart,
    off_topic_parts,
    ranking_parts,
    read_again,
    shared_words,
    speaks_for,
    synonyms,
    topic_parts,
    topic_words,
)
from bot.knowledge.rules import rule
from bot.knowledge.text import fold

_WIDTH = 80
_SHOWN = 3  # candidates

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


def reasons(decider: Decider, decision: Decision, on: date) -> str:
    """Return in Polish why a message got this decision on a day."""
    found = read_again(decider, decision.question)
    lines = ["Dlaczego"]
    lines += _wrapped(rule(decider, decision, on))
    lines += _understood(decider, found)
    if decision.candidates:
        lines += _candidates(decider, decision, found)
        lines += _confidence(decider, decision, found)
        lines += _topic(decider, decision, found)
    return "\n".join(lines)


def _wrapped(text: str, indent: str = "  ") -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_on_hyphens=False,
    )


def _understood(decider: Decider, found: Sequence[Passage]) -> Iterator[str]:
    """Yield what every passage was read as."""
    yield from ("", "Co bot zrozumiał")
    for number, passage in enumerate(found, 1):
        if len(found) > 1:
            start = textwrap.shorten(passage.text, 56, placeholder="…")
            yield f"  Część {number} z {len(found)}: „{start}”"
        for called, what in _readings(decider, passage):
            if what:
                yield from _wrapped(f"{called}: {', '.join(what)}")
    if not found:
        yield "  nic"


def _readings(decider: Decider, passage: Passage) -> Iterator[tuple[str, list[str]]]:
    kept = [(typed, word) for typed, word in passage.words if not word.is_stop and word.lemmas]
    known = [(typed, word) for typed, word in kept if word.origin is not Origin.NOWHERE]
    repaired = [(typed, w) for typed, w in passage.words if w.origin is Origin.REPAIRED]
    yield "słowa", [_read_as(typed, [lemma for lemma, _ in w.lemmas]) for typed, w in known]
    yield "poprawione literówki", [f"{typed} -> {word.form}" for typed, word in repaired]
    yield "synonimy", [_read_as(typed, added) for typed, added in synonyms(decider, passage)]
    of = {origin: [t for t, word in kept if word.origin is origin] for origin in Origin}
    yield "polskie słowa, których nie ma w bazie", of[Origin.LANGUAGE]
    yield "słowa, których nikt nie zna", of[Origin.NOWHERE]
    kept_words = {typed for typed, _ in kept}
    yield "pominięte", [typed for typed, _ in passage.words if typed not in kept_words]


def _read_as(typed: str, lemmas: Sequence[str]) -> str:
    """Return a word with what it was read as, where that is more than a matter of Polish signs."""
    read = "/".join(lemmas)
    return f"{typed} -> {read}" if typed and fold(typed) != read else read


def _candidates(decider: Decider, decision: Decision, found: Sequence[Passage]) -> Iterator[str]:
    """Yield what stands behind each of the first candidates, and a table of what each got."""
    yield from ("", "Pierwsi kandydaci")
    pages = {page.id: page for page in decider.pages}
    columns = []
    for place, one in enumerate(decision.candidates[:_SHOWN], 1):
        yield from _wrapped(f"{place}. {decider.base.entries[one.entry].question} [{one.entry}]")
        passage = speaks_for(found, one.entry)
        columns.append(ranking_parts(decider, passage, one.entry) if passage else [])
        if passage is None:
            continue
        if len(found) > 1:
            yield f"     mówi za nim część {found.index(passage) + 1}"
        way = closest_way(decider, one.entry, passage)
        yield from _wrapped(f"najbliższy sposób pytania: „{way}”", "     ")
        shared = shared_words(pages[one.entry], passage.query)
        yield from _wrapped(f"wspólne słowa: {', '.join(shared) or 'żadne'}", "     ")
    yield from ("", "Za co dostali punkty (ile zmierzono, ile to dało)")
    yield from _side_by_side(columns)


def _side_by_side(columns: Sequence[Sequence[Part]]) -> Iterator[str]:
    """Yield the parts of several sums beneath each other, and the sums."""
    heads = "".join(f"{f'{place}.':>15}" for place in range(1, len(columns) + 1))
    yield f"  {'':<33}{heads}"
    named = {part.name: part for column in columns for part in column}
    for name in named:
        cells = ""
        for column in columns:
            part = next((one for one in column if one.name == name), None)
            cells += (
                f"{'-':>15}"
                if part is None
                else f"{_number(part.value):>7}{_signed(part.worth):>8}"
            )
        yield f"  {label(FEATURE_LABELS, name):<33}{cells}"
    sums = (f"{_signed(sum(p.worth for p in column)):>15}" for column in columns)
    yield f"  {'razem':<33}{''.join(sums)}"


def _confidence(decider: Decider, decision: Decision, found: Sequence[Passage]) -> Iterator[str]:
    """Yield where the confidence of the first candidate comes from."""
    yield from ("", f"Pewność pierwszego: {decision.confidence:.0%}")
    first = decision.candidates[0].entry
    if is_by_heart(decider, decision):
        yield from _wrapped("pytanie jest zapisane w haśle słowo w słowo: bot zna je na pamięć")
        return
    passage = speaks_for(found, first)
    if passage is not None:
        yield from _chance(confidence_parts(decider, passage), CONFIDENCE_LABELS)


def _topic(decider: Decider, decision: Decision, found: Sequence[Passage]) -> Iterator[str]:
    """Yield what speaks for the topic, or for the message being none of our business."""
    if decision.kind == "offtopic":
        yield from ("", "Dlaczego nie do nas")
        yield from _chance(off_topic_parts(decider, found), OFF_TOPIC_LABELS)
        return
    by_topic = topic_parts(decider, found)
    for topic in decision.topics:
        name = next(t.name for t in decider.base.topics.values() if t.id == topic)
        yield from ("", f"Temat: {name}")
        yield from _sum(by_topic[topic], TOPIC_LABELS)
        said = topic_words(decider, topic, found)
        yield from _wrapped(f"słowa z topics.yaml w pytaniu: {', '.join(said) or 'żadne'}")
    if decision.zone == "answer":
        yield from _wrapped("pierwszy jest temat hasła, którym bot odpowiada")


def _sum(given: Sequence[Part], labels: Mapping[str, str]) -> Iterator[str]:
    for part in given:
        yield f"  {label(labels, part.name):<43}{_number(part.value):>7}{_signed(part.worth):>8}"
    yield f"  {'razem':<43}{_signed(sum(part.worth for part in given)):>15}"


def _chance(given: Sequence[Part], labels: Mapping[str, str]) -> Iterator[str]:
    """Yield the parts of a sum, and the chance that it makes."""
    yield from _sum(given, labels)
    yield f"  {'czyli szansa':<43}{sigmoid(sum(part.worth for part in given)):>15.0%}"


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace(".", ",") if abs(value) >= 0.005 else "0,00"
