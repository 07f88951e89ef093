"""What is allowed in a base but worth a look: few ways of asking, long sentences, old answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.beside import VALUES, Rehearsal
from bot.knowledge.complaints import Complaint, quoted
from bot.knowledge.markdown import plain_words, sentences, words_of
from bot.knowledge.models import Entry, Value
from bot.knowledge.pages import Page
from bot.knowledge.text import asked, fold

FEWEST_WORDINGS = 10
ANSWER_WORDS = range(60, 181)
LONGEST_SENTENCE = 20  # words


def warnings(base: KnowledgeBase, on: date) -> tuple[Complaint, ...]:
    """Return what is allowed but worth a look, the entries too old on `on` included."""
    return (*base.warnings, *_warnings_of_a_day(base, on))


def lasting_warnings(
    pages: Collection[Page[Entry]], rehearsals: Mapping[str, Rehearsal]
) -> Iterator[Complaint]:
    """Return what is worth a look on any day."""
    for page in pages:
        entry = page.sheet
        count = len({fold(way) for way in entry.also_asked})
        if count < FEWEST_WORDINGS:
            what = f"różnych sposobów pytania: {count}; dopisz do {FEWEST_WORDINGS} innymi słowami"
            yield page.complaint("also_asked", what)
        length = len(plain_words(entry.answer))
        if length not in ANSWER_WORDS:
            what = f"słów w odpowiedzi: {length}; najlepiej od 60 do 180"
            yield Complaint(entry.path, page.text_line, what)
        yield from _long_sentences(page)
    yield from _shared_ways(pages, rehearsals)


def _shared_ways(
    pages: Collection[Page[Entry]], rehearsals: Mapping[str, Rehearsal]
) -> Iterator[Complaint]:
    owners: dict[str, str] = {}
    for page in pages:
        rehearsal = rehearsals.get(page.sheet.id)
        places = [("also_asked", way, n) for n, way in enumerate(page.sheet.also_asked)]
        places += [("rehearsed", way, n) for n, way in enumerate(page.sheet.rehearsed)]
        for field, way, number in places:
            other = owners.setdefault(asked(way), page.sheet.id)
            if other == page.sheet.id:
                continue
            what = f"tak samo pyta hasło {other}; zostaw w jednym haśle"
            if field == "also_asked" or rehearsal is None:
                yield page.complaint(field, what, number)
            else:
                yield rehearsal.complaint(what, number)


def _long_sentences(page: Page[Entry]) -> Iterator[Complaint]:
    for sentence in sentences(page.sheet.answer):
        words = words_of(sentence)
        if len(words) > LONGEST_SENTENCE:
            start = " ".join(words[:4])
            what = f"zdanie „{start}…” ma {len(words)} słów; podziel je ({LONGEST_SENTENCE})"
            yield Complaint(page.file, page.text_line, what)


def _warnings_of_a_day(base: KnowledgeBase, on: date) -> Iterator[Complaint]:
    for entry in base.entries.values():
        if not entry.is_valid_on(on):
            what = f"ważne do {entry.valid_until}; sprawdź odpowiedź i przesuń valid_until"
            line = base.lines.get((entry.id, "valid_until"), 1)
            yield Complaint(entry.path, line, f"{what} (do tego czasu nie wysyła się sama)")
        if entry.checked > on:
            line = base.lines.get((entry.id, "checked"), 1)
            what = f"checked {entry.checked} jest w przyszłości; popraw datę"
            yield Complaint(entry.path, line, what)
    for name, value in base.values.items():
        if not value.is_valid_on(on):
            what = f"{quoted(name)} było ważne do {value.valid_until}; wpisz nową wartość"
            yield Complaint(VALUES, 1, f"{what} (teraz potwierdza ją doradca)")


def unused_values(used: Collection[str], values: Mapping[str, Value]) -> Iterator[Complaint]:
    """Return the values that stand in no text."""
    for name in values:
        if name not in used:
            yield Complaint(VALUES, 1, f"nikt nie używa wartości {quoted(name)}; usuń ją")
