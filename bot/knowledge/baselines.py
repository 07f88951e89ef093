"""The plain ways of finding an entry that ours must be better than, on the same messages.

They know no Polish, no synonyms and no small talk: they only order entries by a score, which
stands where a confidence would. They never answer alone, for no threshold of theirs is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from rapidfuzz import fuzz, process

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.candidates import MOST_CANDIDATES, Candidate
from bot.knowledge.decision import Decision
from bot.knowledge.index import rarity
from bot.knowledge.markdown import plain_text
from bot.knowledge.text import asked, clean, tokens

K1 = 1.6
B = 0.75


class TokenSet:
    """The likeness that RapidFuzz finds between a message and any way of asking (token set)."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.base = base
        ways = [
            (entry.id, asked(way)) for entry in base.entries.values() for way in entry.wordings
        ]
        self._owners = [owner for owner, _ in ways]
        self._ways = [way for _, way in ways]

    def decide(self, text: str, on: date) -> Decision:
        """Return the entries whose likest way of asking is likest to the text, by folded words."""
        found = process.extract(
            asked(clean(text)), self._ways, scorer=fuzz.token_set_ratio, score_cutoff=1, limit=None
        )
        best: dict[str, float] = {}
        for _, likeness, number in found:
            best.setdefault(self._owners[number], likeness / 100)
            if len(best) == MOST_CANDIDATES:
                break
        return _ordered(text, self.base, best.items())


class PlainBM25:
    """BM25 over the words as they are typed: of the question, other wordings and the answer."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.base = base
        self._ids = tuple(base.entries)
        pages = [
            Counter(_typed("\n".join([*entry.wordings, plain_text(entry.answer)])))
            for entry in base.entries.values()
        ]
        lengths = [page.total() for page in pages]
        mean = sum(lengths) / len(lengths) if lengths else 1.0
        held = Counter(word for page in pages for word in page)
        self._worth: dict[str, dict[int, float]] = {word: {} for word in held}
        for number, (page, length) in enumerate(zip(pages, lengths, strict=True)):
            damping = K1 * (1 - B + B * length / mean)
            for word, count in page.items():
                value = count * (K1 + 1) / (count + damping)
                self._worth[word][number] = value * rarity(len(pages), held[word])

    def decide(self, text: str, on: date) -> Decision:
        """Return the entries that hold the rarest words of the text most often."""
        scores: Counter[int] = Counter()
        for word in _typed(clean(text)):
            scores.update(self._worth.get(word, {}))
        best = sorted(scores.items(), key=lambda one: (-one[1], one[0]))[:MOST_CANDIDATES]
        return _ordered(text, self.base, ((self._ids[number], score) for number, score in best))


def _typed(text: str) -> list[str]:
    return [token.typed for token in tokens(text)]


def _ordered(text: str, base: KnowledgeBase, best: Iterable[tuple[str, float]]) -> Decision:
    """Return a decision that says nothing but the order of entries."""
    candidates = tuple(Candidate(entry, score) for entry, score in best)
    return Decision(
        text, "advisor", "question", None, (), 0.0, None,
        candidates[0].confidence if candidates else 0.0, candidates, False,
        "baseline", base.version,
    )  # fmt: skip
