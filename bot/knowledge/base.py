"""Everything read from one knowledge directory: whole, checked, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.knowledge.articles import Guide, Practice
from bot.knowledge.complaints import Complaint
from bot.knowledge.models import (
    PLACEHOLDER,
    USUALLY,
    Entry,
    Matter,
    Organisation,
    Phrases,
    Synonyms,
    Topic,
    Value,
)
from bot.knowledge.programme import Programme
from bot.knowledge.ranking import Model
from bot.knowledge.sources import KnownSource


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """Everything read from one directory: whole, checked, never changed."""

    entries: Mapping[str, Entry]
    topics: Mapping[str, Topic]
    organisation: Organisation
    phrases: Phrases
    synonyms: Synonyms
    version: str
    guides: Mapping[str, Guide] = field(default_factory=dict)
    practices: Mapping[str, Practice] = field(default_factory=dict)
    values: Mapping[str, Value] = field(default_factory=dict)
    programme: Programme = field(default_factory=Programme)
    #: The acts and institutions that sources lead to.
    known_sources: tuple[KnownSource, ...] = ()
    #: How to weigh what speaks for an entry, where that was learnt from this very base.
    weights: Model | None = None
    warnings: tuple[Complaint, ...] = ()
    #: Where in its file each field of an entry stands: (entry, field) -> line.
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def said(self, text: str, day: date) -> str:
        """Return a text with its yearly values as they are on `day`."""
        return PLACEHOLDER.sub(lambda found: self.values[found[1]].on(day), text)

    def needs_advisor(self, page: Entry | Guide, day: date) -> bool:
        """Tell whether an advisor is to confirm a page: by its author's wish, or by age."""
        return page.confirm or any(not self.values[name].is_valid_on(day) for name in page.values)

    def topic_for(self, matter: Matter) -> Topic | None:
        """Return which topic looks after a matter: as `topics.yaml` says, else the usual one."""
        said = (topic for topic in self.topics.values() if matter in topic.cares_for)
        return next(said, None) or self.topics.get(USUALLY[matter])
