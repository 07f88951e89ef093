"""Finds pages by a word or two: entries, guides and good practices, by the ranking of questions.

A search is not a question: nothing is decided, what holds the words is shown. Entries are put in
order by the decider's own ranker; longer pages, by their titles, summaries and headings, are
ranked with the same weights.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.decision import Decider
from bot.knowledge.features import FEATURES
from bot.knowledge.lexicon import Budget, Lexicon
from bot.knowledge.parts import sections
from bot.knowledge.query import Query, content, read
from bot.knowledge.ranking import Ranker, Scored
from bot.knowledge.spoken import Page
from bot.knowledge.text import PASSAGE_CHARS, clean, tokens

MOST_FOUND = 8
MOST_LONGER = 3  # guides and practices among them, where there are entries enough
#: How much of a query's weight is enough for a page to hold, in lemmas (a synonym counts half), or
#: in pieces of words; half of its words are enough in any case.
ENOUGH_LEMMAS, ENOUGH_PIECES = 0.2, 0.45
FAR_BEHIND = 200  # times less likely than the first page of its kind
_LEMMAS, _PIECES = FEATURES.index("lemmas_cover"), FEATURES.index("pieces_cover")

PageKind = Literal["entry", "guide", "practice"]


@dataclass(frozen=True, slots=True)
class Found:
    """A page that holds what was looked for."""

    kind: PageKind
    id: str


class Finder:
    """Finds in one knowledge base; built once, then only read."""

    def __init__(self, decider: Decider) -> None:
        self._decider = decider
        self._longer = tuple(_longer(decider.base, decider.lexicon))
        self._ranker = decider.ranker_of(self._longer) if self._longer else None

    def find(self, words: str) -> tuple[Found, ...]:
        """Return at most eight pages, the likeliest first but stories after what answers.

        Nothing when no page holds the words.
        """
        budget, decider = Budget(), self._decider
        query = read(clean(words)[:PASSAGE_CHARS], decider.lexicon, decider.thesaurus, budget)
        if not query.words:
            return ()
        entries = list(_holding(decider.ranker, decider.pages, query, budget))
        longer = list(_holding(self._ranker, self._longer, query, budget))
        chosen = entries[: MOST_FOUND - min(MOST_LONGER, len(longer))]
        chosen += longer[: MOST_FOUND - len(chosen)]
        best = [_found(one.entry) for one in sorted(chosen, key=lambda one: -one.confidence)]
        return tuple(sorted(best, key=lambda one: one.kind == "practice"))


def _found(name: str) -> Found:
    kind, _, ident = name.rpartition(":")
    if kind == "guide":
        return Found("guide", ident)
    return Found("practice" if kind else "entry", ident)


def _holding(
    ranker: Ranker | None, pages: tuple[Page, ...], query: Query, budget: Budget
) -> Iterator[Scored]:
    """Yield the ranked pages that hold enough of a query and are not far behind the first."""
    if ranker is None:
        return
    ranking = ranker.rank(query, budget)
    measured = {pages[n].id: (pages[n], row) for n, row in ranking.measures.rows.items()}
    for one in ranking.scored:
        page, row = measured[one.entry]
        holds = row[_LEMMAS] >= ENOUGH_LEMMAS or row[_PIECES] >= ENOUGH_PIECES
        near = one.confidence * FAR_BEHIND >= ranking.scored[0].confidence
        if near and (holds or _has(page, query)):
            yield one


def _has(page: Page, query: Query) -> bool:
    """Tell whether a page holds half of the words, in any form, however common they are."""
    known = {
        lemma for way in (*page.wordings, page.answer) for word in way for lemma, _ in word.lemmas
    }
    held = sum(any(lemma in known for lemma, _ in word.lemmas) for word in query.words)
    return 2 * held >= len(query.words)


def _longer(base: KnowledgeBase, lexicon: Lexicon) -> Iterator[Page]:
    """Yield guides and practices as words; their ids say what they are."""
    for guide in base.guides.values():
        headings = dict.fromkeys(part.title for part in sections(guide.text) if part.title)
        ways = (guide.title, guide.summary, *headings)
        yield _page(f"guide:{guide.id}", guide.topic, ways, lexicon)
    for one in base.practices.values():
        told = f"{one.municipality} {one.who} {' '.join(one.partners)}"
        ways = (one.title, one.summary, told, one.picture_alt)
        yield _page(f"practice:{one.id}", one.topics[0], ways, lexicon)


def _page(ident: str, topic: str, texts: Iterable[str], lexicon: Lexicon) -> Page:
    ways = (content(tokens(text), lexicon, Budget(repairs=0)) for text in texts)
    return Page(ident, topic, tuple(words for words in ways if words), ())
