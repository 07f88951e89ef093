"""Loads one knowledge directory whole, or says everything that is wrong with it at once.

What a field may be is said in `models`, what YAML may be in `yaml_reading`, how pages are read in
`pages`; here the parts are put together and compared with each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from bot.knowledge.amendments import NOTHING, Over
from bot.knowledge.articles import Guide, Practice
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.beside import (
    read_rehearsals,
    read_sources,
    read_values,
    read_weights,
    strangers,
)
from bot.knowledge.complaints import Complaint, KnowledgeError, quoted
from bot.knowledge.files import Shelf
from bot.knowledge.looks import lasting_warnings, unused_values, warnings
from bot.knowledge.models import (
    MOST_TOPICS,
    NO_TOPICS,
    TOPIC_ID,
    Entry,
    Organisation,
    Phrases,
    Synonyms,
    Topic,
    values_in,
)
from bot.knowledge.numbers import PLACES, phones, private_numbers, suspects
from bot.knowledge.pages import (
    Page,
    comparisons,
    dead_references,
    read_entry,
    read_guide,
    read_practice,
    unknown_values,
)
from bot.knowledge.programme_reading import ORGANISATION, read_programme
from bot.knowledge.sources import unknown_sources
from bot.knowledge.validation import Model, fit
from bot.knowledge.yaml_reading import Document

__all__ = ["Complaint", "KnowledgeError", "load", "warnings"]


@dataclass(frozen=True, slots=True)
class _Written:
    """All pages of a directory."""

    entries: list[Page[Entry]]
    guides: list[Page[Guide]]
    practices: list[Page[Practice]]

    def complaints(self, named: frozenset[str]) -> Iterator[Complaint]:
        """Compare the pages with each other and with the names of the values."""
        known = {page.sheet.id for page in self.entries}
        yield from comparisons(self.entries)
        for entry in self.entries:
            yield from dead_references(entry, entry.sheet.answer, known)
            yield from unknown_values(entry, entry.sheet.answer, named)
        for guide in self.guides:
            yield from dead_references(guide, guide.sheet.text, known)
            yield from unknown_values(guide, guide.sheet.text, named)
        for practice in self.practices:
            yield from dead_references(practice, practice.sheet.text, known)

    @property
    def values(self) -> set[str]:
        """Return the names of values that stand in texts."""
        texts = [page.sheet.answer for page in self.entries]
        texts += [page.sheet.text for page in self.guides]
        return {name for text in texts for name in values_in(text)}


def load(directory: Path, over: Over = NOTHING) -> KnowledgeBase:
    """Return everything written in `directory`; raise `KnowledgeError` with every complaint.

    What people approved lies `over` the files, under the same rules.
    """
    shelf = Shelf(directory, over)
    topics = _topics(shelf)
    organisation = _sheet(shelf, ORGANISATION, Organisation)
    phrases = _sheet(shelf, "phrases.yaml", Phrases)
    synonyms = _sheet(shelf, "synonyms.yaml", Synonyms)
    values, named = read_values(shelf)
    known = read_sources(shelf)
    rehearsals = read_rehearsals(shelf)
    weights = read_weights(shelf)
    files = shelf.entry_files()
    programme = read_programme(shelf, {path.stem for path in files})
    entries = (read_entry(shelf, path, rehearsals) for path in files)
    guides = (read_guide(shelf, path) for path in shelf.pages("guides"))
    practices = (read_practice(shelf, path) for path in shelf.pages("practices"))
    written = _Written(_read(entries), _read(guides), _read(practices))
    shelf.complaints += written.complaints(named)
    shelf.complaints += strangers(rehearsals, {path.stem: path.parent.name for path in files})
    numbers = list(suspects(shelf.texts_in(PLACES)))
    shelf.complaints += private_numbers(numbers)
    if shelf.complaints or organisation is None or phrases is None or synonyms is None:
        raise KnowledgeError(tuple(sorted(set(shelf.complaints), key=_by_place)))
    return KnowledgeBase(
        entries=MappingProxyType({page.sheet.id: page.sheet for page in written.entries}),
        topics=MappingProxyType(topics),
        organisation=organisation,
        phrases=phrases,
        synonyms=synonyms,
        version=shelf.version(),
        guides=MappingProxyType({page.sheet.id: page.sheet for page in written.guides}),
        practices=MappingProxyType({page.sheet.id: page.sheet for page in written.practices}),
        values=MappingProxyType(values),
        programme=programme,
        known_sources=known,
        weights=weights,
        warnings=(
            *lasting_warnings(written.entries, rehearsals),
            *unused_values(written.values, values),
            *unknown_sources(shelf.citations, known),
            *phones(numbers, [organisation.phone, *(one for s in known for one in s.phones)]),
        ),
        lines=MappingProxyType(
            {
                (page.sheet.id, field): page.document.line_of((field,))
                for page in written.entries
                for field in ("checked", "valid_until")
            }
        ),
    )


def read_organisation(directory: Path) -> Organisation:
    """Return only who runs the programme; raise `KnowledgeError` when that file is wrong."""
    shelf = Shelf(directory)
    found = _sheet(shelf, ORGANISATION, Organisation)
    if found is None:
        raise KnowledgeError(tuple(shelf.complaints))
    return found


def _read(pages: Iterable[Page[Model] | None]) -> list[Page[Model]]:
    return [page for page in pages if page is not None]


def _by_place(complaint: Complaint) -> tuple[str, int, str]:
    return complaint.file, complaint.line, complaint.what


def _sheet(shelf: Shelf, name: str, model: type[Model]) -> Model | None:
    document = shelf.document(name)
    if document is None:
        return None
    sheet = fit(model, document, shelf.named(shelf.root / name))
    if isinstance(sheet, list):
        shelf.complaints += sheet
        return None
    return sheet


def _topics(shelf: Shelf) -> dict[str, Topic]:
    """Return the topics in the order of the file, which everybody sees; note what is wrong."""
    document = shelf.document("topics.yaml")
    if document is None:
        return {}
    file = shelf.named(shelf.root / "topics.yaml")
    shelf.complaints += _misnamed(document, file)
    shelf.topics = tuple(filter(_may_be_topic, document.value))
    topics: dict[str, Topic] = {}
    for ident in shelf.topics:
        topic = fit(Topic, document, file, (ident,), {"id": ident})
        if isinstance(topic, list):
            shelf.complaints += topic
        else:
            topics[ident] = topic
    shelf.complaints += _cared_for_twice(topics, document, file)
    return topics


def _may_be_topic(ident: str) -> bool:
    return TOPIC_ID.fullmatch(ident) is not None and ident not in NO_TOPICS


def _misnamed(document: Document, file: str) -> Iterator[Complaint]:
    for ident in document.value:
        if not _may_be_topic(ident):
            what = f"id tematu {quoted(ident)}: od 2 do 12 małych liter bez polskich znaków"
            what += f"; inne niż: {', '.join(sorted(NO_TOPICS))}; zmień je"
            yield Complaint(file, document.line_of((ident,)), what)
    if not 2 <= len(document.value) <= MOST_TOPICS:
        what = f"tematów może być od 2 do {MOST_TOPICS}, a jest {len(document.value)}; popraw"
        yield Complaint(file, 1, what)


def _cared_for_twice(
    topics: Mapping[str, Topic], document: Document, file: str
) -> Iterator[Complaint]:
    seen: dict[str, str] = {}
    for topic in topics.values():
        for matter in topic.cares_for:
            if seen.setdefault(matter, topic.id) != topic.id:
                what = f"{matter} ma już temat {quoted(seen[matter])}; zostaw w jednym"
                yield Complaint(file, document.line_of((topic.id, "cares_for")), what)
