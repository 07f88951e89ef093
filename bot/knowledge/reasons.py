"""Gathers why a message got its decision, as numbers and words; `explaining` says it in Polish.

Everything is measured again, by the very parts that decided, so that nothing is kept for the
sake of an explanation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.candidates import LISTED
from bot.knowledge.decision import Decider, Decision, votes_of
from bot.knowledge.features import FEATURES, MEANING
from bot.knowledge.index import rarity
from bot.knowledge.lexicon import Budget, Word
from bot.knowledge.query import Query, content, distinct, joined, lemma_terms, piece_terms, read
from bot.knowledge.ranking import CONFIDENCE_FEATURES, Ranking, evidence, order, surest
from bot.knowledge.routing import OFF_TOPIC_SIGNALS, TOPIC_SIGNALS
from bot.knowledge.spoken import Page
from bot.knowledge.text import asked, clean, passages, tokens


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sum: what was measured, and what it is worth."""

    name: str
    weight: float
    value: float

    @property
    def worth(self) -> float:
        """Return what it adds to the sum."""
        return self.weight * self.value


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a message: its words as typed and as understood, and what it found."""

    text: str
    words: tuple[tuple[str, Word], ...]
    query: Query
    ranking: Ranking


def parts(
    weights: Mapping[str, float], names: Sequence[str], values: Sequence[float]
) -> list[Part]:
    """Return the parts of a weighted sum, first what is always added, if anything is."""
    bias = [Part("bias", weights["bias"], 1.0)] if weights.get("bias") else []
    named = zip(names, values, strict=True)
    return bias + [Part(name, weights.get(name, 0.0), value) for name, value in named]


def read_again(decider: Decider, text: str) -> tuple[Passage, ...]:
    """Return the passages of a message, read and ranked as they were for its decision."""
    budget, noticing = Budget(), Budget()
    texts = passages(clean(text))
    queries = [read(part, decider.lexicon, decider.thesaurus, budget) for part in texts]
    rankings = [decider.ranker.rank(query, budget) for query in decider.meant(queries)]
    words = [
        tuple((t.typed, decider.lexicon.understand(t, noticing)) for t in distinct(part))
        for part in texts
    ]
    return tuple(map(Passage, texts, words, queries, rankings))


def speaks_for(found: Sequence[Passage], entry: str) -> Passage | None:
    """Return the passage by which an entry is likeliest; nothing when it is by none."""
    chances = [
        (one.confidence, -number, passage)
        for number, passage in enumerate(found)
        for one in passage.ranking.scored
        if one.entry == entry
    ]
    return max(chances, key=lambda chance: chance[:2])[2] if chances else None


def ranking_parts(decider: Decider, passage: Passage, entry: str) -> list[Part]:
    """Return what each signal gave to an entry; nothing when the passage did not measure it."""
    number = [page.id for page in decider.pages].index(entry)
    row = passage.ranking.measures.rows.get(number)
    return _heard(decider, parts(decider.model.ranking, FEATURES, row)) if row else []


def confidence_parts(decider: Decider, passage: Passage) -> list[Part]:
    """Return what speaks for the first entry of a passage being right."""
    ordered = order(passage.ranking.measures, decider.model)
    spoken = evidence(ordered, passage.ranking.measures, passage.query)
    return _heard(decider, parts(decider.model.confidence, CONFIDENCE_FEATURES, spoken))


def _heard(decider: Decider, given: Sequence[Part]) -> list[Part]:
    """Return the parts without that of the meaning when there is no encoder to tell it."""
    return [one for one in given if one.name != MEANING or decider.encoder is not None]


def topic_parts(decider: Decider, found: Sequence[Passage]) -> dict[str, list[Part]]:
    """Return what speaks for each topic."""
    votes = votes_of(_clearest(found).scored, {page.id: page.topic for page in decider.pages})
    signals = decider.router.topic_signals(joined([one.query for one in found]), votes)
    weights = decider.model.routing
    return {str(topic): parts(weights, TOPIC_SIGNALS, row) for topic, row in signals.items()}


def off_topic_parts(decider: Decider, found: Sequence[Passage]) -> list[Part]:
    """Return what speaks for a message being none of our business."""
    query = joined([one.query for one in found])
    row = decider.router.off_topic_signals(query, _clearest(found).measures)
    return parts(decider.model.off_topic, OFF_TOPIC_SIGNALS, row)


def _clearest(found: Sequence[Passage]) -> Ranking:
    """Return the ranking by which the topic was decided."""
    return surest([one.ranking for one in found])


def topic_words(decider: Decider, topic: str, found: Sequence[Passage]) -> list[str]:
    """Return the words of `topics.yaml` that a message says."""
    known = lemma_terms(decider.topic_words.get(topic, ()))
    return sorted({lemma for one in found for lemma in one.query.lemmas if lemma in known})


def synonyms(decider: Decider, passage: Passage) -> list[tuple[str, list[str]]]:
    """Return what was added as meaning the same, by the word that led to it, if it was one."""
    found, left = [], set(passage.query.added)
    for typed, word in passage.words:
        added = sorted(left & set(decider.thesaurus.expansion(dict(word.lemmas))))
        if added:
            found.append((typed, added))
            left -= set(added)
    return [*found, ("", sorted(left))] if left else found


def is_by_heart(decider: Decider, decision: Decision) -> bool:
    """Tell whether the first entry is asked for word for word as its author wrote down."""
    if not decision.candidates or decision.confidence != LISTED:
        return False
    return decider.known_by_heart(clean(decision.question)) == decision.candidates[0].entry


def shared_words(page: Page, query: Query) -> list[str]:
    """Return the words of a query that a page holds, those of like meaning too."""
    held = lemma_terms(word for words in (*page.wordings, page.answer) for word in words)
    return [lemma for lemma in (*query.lemmas, *query.added) if lemma in held]


def closest_way(decider: Decider, entry: str, passage: Passage) -> str:
    """Return the way of asking for an entry that is likest to a passage, by its rarest words."""
    ways = {
        way: content(tokens(way), decider.lexicon, Budget())
        for way in decider.base.entries[entry].wordings
    }
    query, said = passage.query, {**passage.query.lemmas, **passage.query.added}
    rare = _rarities(decider, {*said, *lemma_terms(w for words in ways.values() for w in words)})

    def worth(terms: Mapping[str, float]) -> float:
        return sum(min(1.0, weight) * rare[term] for term, weight in terms.items())

    def alike(way: str) -> tuple[bool, float, float]:
        lemmas, pieces = lemma_terms(ways[way]), piece_terms(ways[way]).keys()
        common = worth({term: weight for term, weight in said.items() if term in lemmas})
        whole = worth(query.lemmas) + worth(lemmas)
        in_pieces = len(pieces & query.pieces.keys()) / (len(pieces | query.pieces.keys()) or 1)
        return asked(way) == asked(passage.text), common / (whole or 1.0), in_pieces

    return max(ways, key=alike)


def _rarities(decider: Decider, terms: Iterable[str]) -> dict[str, float]:
    held = [
        set(lemma_terms(word for words in (*page.wordings, page.answer) for word in words))
        for page in decider.pages
    ]
    return {term: rarity(len(held), sum(term in page for page in held)) for term in terms}
