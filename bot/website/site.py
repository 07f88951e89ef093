"""What the site is built from: the knowledge, the day it is built on, and its own address.

Here it is asked what stands beside what; what a page looks like is said in its template.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from bot.knowledge.articles import Guide, Practice
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Entry, TopicId


@dataclass(frozen=True)
class Site:
    """The knowledge, where its files lie, the day, and the site's own address when it has one.

    `home` is a whole address and ends with a slash.
    """

    base: KnowledgeBase
    directory: Path
    day: date
    home: str | None = None

    @property
    def path(self) -> str:
        """Return the path of the site's own address; nothing when it has none."""
        return urlsplit(self.home).path if self.home else ""

    def address(self, page: str) -> str | None:
        """Return the whole address of a page; None when the site does not know its own."""
        if self.home is None:
            return None
        return self.home + ("" if page == "index.html" else page)

    def bot(self, payload: str | None = None) -> str:
        """Return the link that opens the bot, at a page of its own when `payload` names one."""
        start = f"?start={payload}" if payload else ""
        return f"https://t.me/{self.base.organisation.bot_username}{start}"

    def entries_of(self, topic: TopicId) -> list[Entry]:
        """Return the entries of a topic in the order of their questions."""
        return [entry for entry in self.entries if entry.topic == topic]

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Return all entries in the order of their questions."""
        return tuple(sorted(self.base.entries.values(), key=lambda entry: entry.question))

    def guides_of(self, topic: TopicId) -> list[Guide]:
        """Return the guides of a topic."""
        return [guide for guide in self.base.guides.values() if guide.topic == topic]

    def practices_of(self, topic: TopicId) -> list[Practice]:
        """Return the good practices of a topic."""
        return [one for one in self.base.practices.values() if topic in one.topics]

    def related(self, ids: Iterable[str]) -> list[Entry]:
        """Return the entries that a page names."""
        return [self.base.entries[ident] for ident in ids]

    def guides_naming(self, entry: str) -> Sequence[Guide]:
        """Return the guides that send their readers to an entry."""
        return [guide for guide in self.base.guides.values() if entry in guide.related]

    def practices_naming(self, entry: str) -> Sequence[Practice]:
        """Return the good practices that send their readers to an entry."""
        return [one for one in self.base.practices.values() if entry in one.related]
