"""Decides what a message gets: an answer, suggestions, or an advisor, and in which topic.

Pure and immutable: the same text, day and base give the same decision. Work is bounded by steps,
whatever the message; sending and remembering belong to others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.domain.courtesies import without_greeting
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.candidates import Candidate, led, merged
from bot.knowledge.cases import Cases
from bot.knowledge.encoder import Encoder
from bot.knowledge.features import Catalogue
from bot.knowledge.labelled import cases, said, shipped
from bot.knowledge.lexicon import Budget, Lexicon, Origin
from bot.knowledge.meanings import Meanings
from bot.knowledge.morphology import Morfeusz, Morphology
from bot.knowledge.phrases import Ear, Heard
from bot.knowledge.query import Query, Thesaurus, content, joined, read
from bot.knowledge.ranking import LearnedRanker, Model, Ranker, Ranking, Scored, read_model, surest
from bot.knowledge.routing import Router, Routing
from bot.knowledge.speech import Speech
from bot.knowledge.spoken import Page, Spoken
from bot.knowledge.text import asked, clean, passages, tokens

OFF_TOPIC_FROM = 0.85
# A story of more passages holds more than one question; its author says which comes first.
LONGEST_ANSWERED = 2

Zone = Literal["answer", "suggest", "advisor"]
Kind = Literal[
    "question",
    "greeting",
    "thanks",
    "goodbye",
    "smalltalk",
    "denial",
    "confirmation",
    "human",
    "resolved",
    "abuse",
    "foreign_uk",
    "foreign_en",
    "personal",
    "complaint",
    "letter",
    "offtopic",
    "nonsense",
    "empty",
]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a message gets, and everything needed to explain it later."""

    question: str
    zone: Zone
    kind: Kind
    topic: str | None
    topics: tuple[str, ...]
    topic_confidence: float
    entry: str | None
    confidence: float
    candidates: tuple[Candidate, ...]
    urgent: bool
    model_version: str
    base_version: str
    has_matter: bool = False  # it speaks of something, whatever else it wishes


class Decider:
    """Everything built from one knowledge base to decide about messages."""

    def __init__(
        self,
        base: KnowledgeBase,
        *,
        use_morfeusz: bool = True,
        model: Model | None = None,
        ranker: Ranker | None = None,
        morphology: Morphology | None = None,
        encoder: Encoder | None = None,
        meanings: Meanings | None = None,
    ) -> None:
        self.base = base
        self.encoder = encoder
        if encoder is not None and meanings is None:
            meanings = Meanings.of(base.entries.values(), encoder)
        self.meanings = meanings
        self.model = model or base.weights or read_model()
        if morphology is None and use_morfeusz:
            morphology = Morfeusz.installed()
        self._knows_polish = morphology is not None
        self.ear = Ear(base.phrases, morphology)
        self.lexicon = Lexicon.of(_texts(base), morphology)
        self.thesaurus = Thesaurus(base.synonyms, self.lexicon)
        self.pages = tuple(Page.of(entry, self.lexicon) for entry in base.entries.values())
        self.topic_words = {
            str(topic.id): content(tokens(" ".join(topic.words)), self.lexicon, Budget())
            for topic in base.topics.values()
        }
        self.said = tuple(said(self.lexicon))
        spoken = Spoken.of(self.pages)
        self.speech = Speech(spoken, self.topic_words, self.said)
        self.ranker = ranker or self._ranker_of(spoken, self.meanings)
        self._cases = Cases([*cases(shipped()), *_own_questions(base)])
        self._wordings = dict(_sole_wordings(base))
        self._topics = {page.id: page.topic for page in self.pages}
        self.router = Router(self.speech, self.topic_words)
        if morphology is not None:
            morphology.forget_forms()

    def over(self, base: KnowledgeBase) -> Decider:
        """Return a decider that differs only in what `base` says of the age of its entries."""
        other = copy(self)
        other.base = base
        return other

    def ranker_of(self, pages: Sequence[Page]) -> Ranker:
        """Return a ranker of any pages that this decider's lexicon has read."""
        return self._ranker_of(Spoken.of(pages))

    def _ranker_of(self, spoken: Spoken, meanings: Meanings | None = None) -> Ranker:
        return LearnedRanker(Catalogue(spoken, self.speech, meanings), self.model)

    @property
    def answer_from(self) -> float:
        """Return the chance from which an entry is sent without asking."""
        return self.model.zones["answer_from"]

    @property
    def suggest_from(self) -> float:
        """Return the chance from which entries are suggested."""
        return self.model.zones["suggest_from"]

    @property
    def model_version(self) -> str:
        """Return the mark of the weights, and of doing without Morfeusz or their encoder."""
        lacking = "" if self._knows_polish else "-plain"
        if self.model.encoder and self.encoder is None:
            lacking += "-wordbound"
        return self.ranker.version + lacking

    def read(self, cleaned: str, budget: Budget) -> list[Query]:
        """Return the passages of a cleaned message as queries."""
        return [read(part, self.lexicon, self.thesaurus, budget) for part in passages(cleaned)]

    def meant(self, queries: Sequence[Query]) -> list[Query]:
        """Return the queries with what they mean, all told at once, where an encoder tells it."""
        if self.encoder is None:
            return list(queries)
        vectors = self.encoder.encode([query.text for query in queries])
        pairs = zip(queries, vectors, strict=True)
        return [replace(query, vector=vector) for query, vector in pairs]

    def decide(
        self, text: str, on: date, budget: Budget | None = None, *, by_heart: bool = True
    ) -> Decision:
        """Return what the message gets on the day `on`; by its meaning alone if not `by_heart`."""
        budget = budget or Budget()
        cleaned = clean(text)
        if not cleaned:
            return self._settled(text, "empty")
        if foreign := self.ear.foreign(cleaned):
            return self._settled(text, foreign)
        queries = self.read(cleaned, budget)
        heard = self.ear.hear(cleaned, _matter(queries))
        if heard.light and not heard.heavy:
            return self._settled(text, heard.light)
        if empty := self._without_matter(cleaned, queries):
            return self._settled(text, empty)
        rankings = [self.ranker.rank(query, budget) for query in self.meant(queries)]
        listed = self.known_by_heart(cleaned) if by_heart else None
        if not (heard.heavy or listed) and self._is_case(cleaned):
            heard = replace(heard, heavy="personal")
        return self._judged(text, heard, queries, rankings, listed, on)

    def known_by_heart(self, cleaned: str) -> str | None:
        """Return the entry that is asked for in its author's own words, after a greeting too."""
        ways = (cleaned, without_greeting(cleaned))
        return next(
            (self._wordings[asked(way)] for way in ways if asked(way) in self._wordings), None
        )

    def _is_case(self, text: str) -> bool:
        return self._cases.lean(text) >= self.model.zones["personal_from"]

    def _settled(self, text: str, kind: Kind) -> Decision:
        return Decision(
            text, "advisor", kind, None, (), 0.0, None, 0.0, (), False,
            self.model_version, self.base.version,
        )  # fmt: skip

    def _judged(
        self,
        text: str,
        heard: Heard,
        queries: Sequence[Query],
        rankings: Sequence[Ranking],
        listed: str | None,
        on: date,
    ) -> Decision:
        candidates = merged(rankings) if listed is None else led(listed, merged(rankings))
        confidence = candidates[0].confidence if candidates else 0.0
        routing = self._routed(joined(queries), surest(rankings))
        kind: Kind = heard.heavy or "question"
        if kind == "question" and confidence < self.suggest_from:
            kind = "offtopic" if routing.off_topic >= OFF_TOPIC_FROM else kind
        zone = self._zone(kind, candidates, on)
        if zone == "answer" and len(rankings) > LONGEST_ANSWERED:
            zone = "suggest"
        has_topic = kind != "offtopic" and (kind == "question" or routing.off_topic < 0.9)
        topics = tuple(name for name, _ in routing.topics[:2]) if has_topic else ()
        if zone == "answer":  # whoever asks on goes to those who know the answer
            own = str(self.base.entries[candidates[0].entry].topic)
            topics = tuple(dict.fromkeys((own, *topics)))[:2]
        return Decision(
            question=text,
            zone=zone,
            kind=kind,
            topic=topics[0] if topics else None,
            topics=topics,
            topic_confidence=routing.topics[0][1] if topics else 0.0,
            entry=candidates[0].entry if zone == "answer" else None,
            confidence=confidence,
            candidates=candidates,
            urgent=heard.urgent,
            model_version=self.model_version,
            base_version=self.base.version,
            has_matter=heard.has_matter,
        )

    def _zone(self, kind: Kind, candidates: Sequence[Candidate], on: date) -> Zone:
        if kind != "question" or not candidates or candidates[0].confidence < self.suggest_from:
            return "advisor"
        sure = [one for one in candidates if one.confidence >= self.answer_from]
        # Two sure entries are two questions in one message: the person says which comes first.
        first = self.base.entries[sure[0].entry] if len(sure) == 1 else None
        may_answer = first is not None and first.is_valid_on(on) and not first.offer_only
        return "answer" if may_answer else "suggest"

    def _routed(self, query: Query, ranking: Ranking) -> Routing:
        votes = votes_of(ranking.scored, self._topics)
        return self.router.route(query, ranking.measures, votes, self.model)

    def _without_matter(self, text: str, queries: Sequence[Query]) -> Kind | None:
        """Tell small words alone from noise alone; nothing when there is something to match."""
        words = [word for query in queries for word in query.words]
        if not words:
            return "smalltalk" if any(t.folded.isalpha() for t in tokens(text)) else "nonsense"
        if all(word.form[0].isdigit() for word in words):
            return "nonsense"
        if any(word.origin is not Origin.NOWHERE for word in words):
            return None
        return None if any(_is_pronounceable(word.form) for word in words) else "nonsense"


def votes_of(scored: Sequence[Scored], topic_of: dict[str, str]) -> dict[str, float]:
    """Return the share of votes that the best entries give to each topic."""
    whole = sum(one.confidence for one in scored) or 1.0
    votes: dict[str, float] = {}
    for one in scored:
        topic = topic_of[one.entry]
        votes[topic] = votes.get(topic, 0.0) + one.confidence / whole
    return votes


def _texts(base: KnowledgeBase) -> Iterable[str]:
    for entry in base.entries.values():
        yield from entry.wordings
        yield entry.answer
    for topic in base.topics.values():
        yield from topic.words
    for group in base.synonyms.groups:
        yield from group


def _own_questions(base: KnowledgeBase) -> Iterator[tuple[str, bool]]:
    """Yield the questions of entries, none of which is anybody's own case."""
    return ((entry.question, False) for entry in base.entries.values())


def _sole_wordings(base: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """Yield each way of asking that is written down for one entry only, and the entry."""
    owners: dict[str, set[str]] = {}
    for entry in base.entries.values():
        for way in entry.wordings:
            owners.setdefault(asked(way), set()).add(entry.id)
    return ((way, found.pop()) for way, found in owners.items() if len(found) == 1)


def _matter(queries: Iterable[Query]) -> frozenset[str]:
    known = (word for query in queries for word in query.words)
    return frozenset(word.form for word in known if word.origin is Origin.BASE)


def _is_pronounceable(form: str) -> bool:
    vowels = sum(letter in "aeiouy" for letter in form)
    return form.isalpha() and len(form) > 2 and 0.2 <= vowels / len(form) <= 0.75
