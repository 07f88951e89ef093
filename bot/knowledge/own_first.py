"""Asks a base everything that is written down as a way of asking, and tells what comes first.

An author's own words are known by heart, so their entry comes first even where another one is
nearer by meaning. Both are told here: people will ask in words that are only similar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from statistics import median

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.decision import Decider
from bot.knowledge.markdown import plain_words
from bot.knowledge.models import Entry


@dataclass(frozen=True, slots=True)
class Astray:
    """A way of asking whose own entry does not come first by its meaning."""

    file: str
    entry: str
    wording: str
    #: What comes first; nothing when the words are taken for no question at all.
    first: str | None
    #: Whether the bot answers rightly all the same, as it knows the words by heart.
    by_heart: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """What one topic, or the whole base, consists of."""

    name: str
    entries: int
    words: float
    ways: float
    fewest: int
    by_heart: int
    lost: int


def astray(decider: Decider, on: date) -> tuple[Astray, ...]:
    """Ask every way of asking; return those whose own entry does not come first."""
    return tuple(_astray(decider, on))


def _astray(decider: Decider, on: date) -> Iterator[Astray]:
    for entry in decider.base.entries.values():
        for file, wording in _written(entry):
            first = _first(decider, wording, on, by_heart=False)
            if first != entry.id:
                known = _first(decider, wording, on, by_heart=True) == entry.id
                yield Astray(file, entry.id, wording, first, known)


def _first(decider: Decider, wording: str, on: date, *, by_heart: bool) -> str | None:
    candidates = decider.decide(wording, on, by_heart=by_heart).candidates
    return candidates[0].entry if candidates else None


def _written(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the file and the words of each way of asking."""
    for wording in (entry.question, *entry.also_asked):
        yield entry.path, wording
    root = PurePosixPath(entry.path).parents[2]
    for wording in entry.rehearsed:
        yield f"{root}/wordings/{entry.topic}.yaml", wording


def figures(base: KnowledgeBase, lost: tuple[Astray, ...]) -> tuple[Figures, ...]:
    """Return the figures of each topic that has entries, and then of all of them."""
    everything = list(base.entries.values())
    parts = [
        (topic.name, [entry for entry in everything if entry.topic == topic.id])
        for topic in base.topics.values()
    ]
    return tuple(
        _figures(name, entries, lost)
        for name, entries in (*parts, ("Razem", everything))
        if entries
    )


def _figures(name: str, entries: list[Entry], lost: tuple[Astray, ...]) -> Figures:
    ids = {entry.id for entry in entries}
    ways = [len(entry.wordings) for entry in entries]
    own = [one for one in lost if one.entry in ids]
    return Figures(
        name=name,
        entries=len(entries),
        words=median(len(plain_words(entry.answer)) for entry in entries),
        ways=median(ways),
        fewest=min(ways),
        by_heart=sum(one.by_heart for one in own),
        lost=sum(not one.by_heart for one in own),
    )
