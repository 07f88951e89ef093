"""Loads one knowledge directory whole, or says everything that is wrong with it at once.

What a field may be is said in `models`, what YAML may be in `yaml_reading`; here the parts of
files are put together and compared with each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from bot.knowledge.complaints import Complaint, KnowledgeError, quoted
from bot.knowledge.files import Shelf
from bot.knowledge.markdown import objections, pages_linked, plain_words
from bot.knowledge.models import (
    LONGEST_ANSWER,
    TOPIC_IDS,
    Entry,
    KnowledgeBase,
    Organisation,
    Phrases,
    Synonyms,
    Topic,
    TopicId,
)
from bot.knowledge.text import fold, tokens
from bot.knowledge.validation import Model, fit
from bot.knowledge.yaml_reading import Document

__all__ = ["Complaint", "KnowledgeError", "load", "warnings"]

FEWEST_WORDINGS = 10
ANSWER_WORDS = range(60, 181)


@dataclass(frozen=True, slots=True)
class _Page:
    """An entry and the lines it was read from."""

    entry: Entry
    document: Document

    def complaint(self, place: str, what: str, number: int | None = None) -> Complaint:
        at = (place,) if number is None else (place, number)
        return Complaint(self.entry.path, self.document.line_of(at), what)

    @property
    def answer_line(self) -> int:
        """Return the line where the answer begins."""
        return max(self.document.lines.values()) + 2


def load(directory: Path) -> KnowledgeBase:
    """Return everything written in `directory`; raise `KnowledgeError` with every complaint."""
    shelf = Shelf(directory)
    topics = _topics(shelf)
    organisation = _sheet(shelf, "programme/organisation.yaml", Organisation)
    phrases = _sheet(shelf, "phrases.yaml", Phrases)
    synonyms = _sheet(shelf, "synonyms.yaml", Synonyms)
    pages = [page for path in shelf.entry_files() if (page := _page(shelf, path)) is not None]
    shelf.complaints += _comparisons(pages)
    if shelf.complaints or organisation is None or phrases is None or synonyms is None:
        raise KnowledgeError(tuple(sorted(set(shelf.complaints), key=_by_place)))
    return KnowledgeBase(
        entries=MappingProxyType({page.entry.id: page.entry for page in pages}),
        topics=MappingProxyType(topics),
        organisation=organisation,
        phrases=phrases,
        synonyms=synonyms,
        version=shelf.version(),
        warnings=tuple(_lasting_warnings(pages)),
        lines=MappingProxyType(
            {
                (page.entry.id, field): page.document.line_of((field,))
                for page in pages
                for field in ("checked", "valid_until")
            }
        ),
    )


def warnings(base: KnowledgeBase, on: date) -> tuple[Complaint, ...]:
    """Return what is allowed but worth a look, the entries too old on `on` included."""
    return (*base.warnings, *_warnings_of_a_day(base, on))


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


def _topics(shelf: Shelf) -> dict[TopicId, Topic]:
    document = shelf.document("topics.yaml")
    if document is None:
        return {}
    file = shelf.named(shelf.root / "topics.yaml")
    for name in document.value:
        if name not in TOPIC_IDS:
            line = document.line_of((name,))
            shelf.complain(
                file, line, f"nie ma tematu {quoted(name)}; są tylko: {', '.join(TOPIC_IDS)}"
            )
    topics: dict[TopicId, Topic] = {}
    for topic_id in TOPIC_IDS:
        if topic_id not in document.value:
            shelf.complain(file, 1, f"brakuje tematu „{topic_id}”; dopisz go")
            continue
        topic = fit(Topic, document, file, (topic_id,), {"id": topic_id})
        if isinstance(topic, list):
            shelf.complaints += topic
        else:
            topics[topic_id] = topic
    return topics


def _page(shelf: Shelf, path: Path) -> _Page | None:
    file = shelf.named(path)
    text = shelf.text(path)
    if text is None:
        return None
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        shelf.complain(file, 1, "plik ma się zaczynać od linii --- i pól; zobacz inne hasła")
        return None
    ends = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if ends is None:
        shelf.complain(
            file, len(lines), "pola nie są zamknięte; dopisz linię --- przed odpowiedzią"
        )
        return None
    document = shelf.table("\n".join(lines[1:ends]), file, 2)
    answer = "\n".join(lines[ends + 1 :])
    shelf.complaints += _about_answer(answer, file, ends + 2)
    if document is None:
        return None
    added = {
        "id": path.stem,
        "topic": path.parent.name,
        "path": file,
        "answer": answer.strip() or "-",
    }
    entry = fit(Entry, document, file, (), added)
    if isinstance(entry, list):
        shelf.complaints += entry
        return None
    return _Page(entry, document)


def _about_answer(answer: str, file: str, first_line: int) -> Iterator[Complaint]:
    if not plain_words(answer):  # a line of dashes, or signs that show nothing
        yield Complaint(file, first_line, "brakuje odpowiedzi; napisz ją pod drugą linią ---")
    if len(answer.strip()) > LONGEST_ANSWER:
        what = f"odpowiedź ma {len(answer.strip())} znaków, a może mieć {LONGEST_ANSWER}; skróć ją"
        yield Complaint(file, first_line, what)
    for sign in ("{{", "{%", "{#"):
        if sign in answer:
            line = first_line + answer.count("\n", 0, answer.index(sign))
            yield Complaint(file, line, f"znaki {sign} są zastrzeżone dla szablonów; usuń je")
    for line, what in objections(answer):
        yield Complaint(file, first_line + line, what)


def _asked(wording: str) -> str:
    return " ".join(token.folded for token in tokens(wording))


def _comparisons(pages: list[_Page]) -> Iterator[Complaint]:
    known = {page.entry.id for page in pages}
    questions: dict[str, _Page] = {}
    ids: dict[str, _Page] = {}
    for page in pages:
        same = questions.setdefault(_asked(page.entry.question), page)
        if same is not page:
            what = f"to samo pytanie ma {same.entry.path}; zmień jedno albo połącz hasła"
            yield page.complaint("question", what)
        twin = ids.setdefault(page.entry.id, page)
        if twin is not page:
            what = f"takie samo id ma {twin.entry.path}; zmień nazwę jednego pliku"
            yield page.complaint("question", what)
        yield from _dead_references(page, known)


def _dead_references(page: _Page, known: set[str]) -> Iterator[Complaint]:
    for number, target in enumerate(page.entry.related):
        if target == page.entry.id:
            yield page.complaint("related", "hasło odsyła do siebie; usuń tę pozycję", number)
        elif target not in known:
            what = f"nie ma hasła {quoted(target)}; popraw id albo usuń tę pozycję"
            yield page.complaint("related", what, number)
    for target in pages_linked(page.entry.answer):
        if target not in known:
            what = f"link prowadzi do hasła {quoted(target)}, którego nie ma; popraw go"
            yield Complaint(page.entry.path, page.answer_line, what)


def _lasting_warnings(pages: list[_Page]) -> Iterator[Complaint]:
    wordings: dict[str, _Page] = {}
    for page in pages:
        entry = page.entry
        count = len({fold(way) for way in entry.also_asked})
        if count < FEWEST_WORDINGS:
            what = f"różnych sposobów pytania: {count}; dopisz do {FEWEST_WORDINGS} innymi słowami"
            yield page.complaint("also_asked", what)
        length = len(plain_words(entry.answer))
        if length not in ANSWER_WORDS:
            what = f"słów w odpowiedzi: {length}; najlepiej od 60 do 180"
            yield Complaint(entry.path, page.answer_line, what)
        for number, way in enumerate(entry.also_asked):
            same = wordings.setdefault(_asked(way), page)
            if same is not page:
                what = f"tak samo pyta {same.entry.path}; zostaw w jednym haśle"
                yield page.complaint("also_asked", what, number)


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
