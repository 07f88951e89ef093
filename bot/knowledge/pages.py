"""Reads pages: lines of fields between two lines of dashes, and Markdown below them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Generic

from bot.knowledge.articles import LONGEST_ARTICLE, Guide, Practice
from bot.knowledge.beside import Rehearsal
from bot.knowledge.complaints import Complaint, quoted
from bot.knowledge.files import Shelf
from bot.knowledge.markdown import FULL, SIMPLE, objections, pages_linked, plain_words
from bot.knowledge.models import LONGEST_ANSWER, PLACEHOLDER, Entry, values_in
from bot.knowledge.text import asked
from bot.knowledge.validation import Model, fit
from bot.knowledge.yaml_reading import Document


@dataclass(frozen=True, slots=True)
class Page(Generic[Model]):
    """What a file holds, and the lines it was read from."""

    sheet: Model
    file: str
    document: Document

    def complaint(self, place: str, what: str, number: int | None = None) -> Complaint:
        """Complain about a field, or about one position of its list."""
        at = (place,) if number is None else (place, number)
        return Complaint(self.file, self.document.line_of(at), what)

    @property
    def text_line(self) -> int:
        """Return the line where the text begins."""
        return max(self.document.lines.values()) + 2


@dataclass(frozen=True, slots=True)
class _Parts:
    """A page before anybody has asked what its fields mean."""

    file: str
    document: Document | None
    text: str
    first_line: int
    digest: str


def _parts(shelf: Shelf, path: Path) -> _Parts | None:
    file, text = shelf.named(path), shelf.text(path)
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
    answer, digest = "\n".join(lines[ends + 1 :]), sha256(text.encode()).hexdigest()
    return _Parts(file, document, answer, ends + 2, digest)


def _read(
    shelf: Shelf, model: type[Model], parts: _Parts, added: Mapping[str, Any]
) -> Page[Model] | None:
    if parts.document is None:
        return None
    sheet = fit(model, parts.document, parts.file, (), added, shelf.topics)
    if isinstance(sheet, list):
        shelf.complaints += sheet
        return None
    sources = getattr(sheet, "sources", ())  # a good practice rests on none
    shelf.cite(sources, parts.file, parts.document, ("sources",))
    return Page(sheet, parts.file, parts.document)


def read_entry(
    shelf: Shelf, path: Path, rehearsals: Mapping[str, Rehearsal]
) -> Page[Entry] | None:
    """Return an entry of the FAQ, or note what is wrong with it."""
    parts = _parts(shelf, path)
    if parts is None:
        return None
    shelf.complaints += _about_text(parts, SIMPLE, LONGEST_ANSWER)
    added = {
        "id": path.stem,
        "topic": path.parent.name,
        "path": parts.file,
        "digest": parts.digest,
        "answer": parts.text.strip() or "-",
        "rehearsed": rehearsals[path.stem].ways if path.stem in rehearsals else (),
    }
    return _read(shelf, Entry, parts, added)


def read_guide(shelf: Shelf, path: Path) -> Page[Guide] | None:
    """Return a guide, or note what is wrong with it."""
    return _article(shelf, path, Guide)


def read_practice(shelf: Shelf, path: Path) -> Page[Practice] | None:
    """Return a good practice, or note what is wrong with it or its picture."""
    page = _article(shelf, path, Practice)
    if page is not None and (what := shelf.picture(path.parent / page.sheet.picture)):
        shelf.complaints.append(page.complaint("picture", what))
    return page


def _article(shelf: Shelf, path: Path, model: type[Model]) -> Page[Model] | None:
    parts = _parts(shelf, path)
    if parts is None:
        return None
    shelf.complaints += _about_text(parts, FULL, LONGEST_ARTICLE)
    text = parts.text.strip() or "-"
    return _read(shelf, model, parts, {"id": path.stem, "path": parts.file, "text": text})


def _about_text(parts: _Parts, allowed: Collection[str], longest: int) -> Iterator[Complaint]:
    answer, file, first_line = parts.text, parts.file, parts.first_line
    if not plain_words(answer):  # a line of dashes, or signs that show nothing
        yield Complaint(file, first_line, "brakuje odpowiedzi; napisz ją pod drugą linią ---")
    if len(answer.strip()) > longest:
        what = f"tekst ma {len(answer.strip())} znaków, a może mieć {longest}; skróć go"
        yield Complaint(file, first_line, what)
    plain = PLACEHOLDER.sub(lambda found: "x" * len(found[0]), answer)
    for sign in ("{{", "{%", "{#"):
        if sign in plain:
            line = first_line + plain.count("\n", 0, plain.index(sign))
            what = f"znaki {sign} są zastrzeżone; usuń je albo wpisz {{{{ nazwa }}}} z values.yaml"
            yield Complaint(file, line, what)
    for line, what in objections(answer, allowed):
        yield Complaint(file, first_line + line, what)


def comparisons(pages: Collection[Page[Entry]]) -> Iterator[Complaint]:
    """Complain about entries that have the same question or the same id."""
    questions: dict[str, Page[Entry]] = {}
    ids: dict[str, Page[Entry]] = {}
    for page in pages:
        same = questions.setdefault(asked(page.sheet.question), page)
        if same is not page:
            what = f"to samo pytanie ma {same.file}; zmień jedno albo połącz hasła"
            yield page.complaint("question", what)
        twin = ids.setdefault(page.sheet.id, page)
        if twin is not page:
            what = f"takie samo id ma {twin.file}; zmień nazwę jednego pliku"
            yield page.complaint("question", what)


def dead_references(
    page: Page[Entry] | Page[Guide] | Page[Practice], text: str, known: Collection[str]
) -> Iterator[Complaint]:
    """Complain about entries that a page names and that are not there."""
    for number, target in enumerate(page.sheet.related):
        if target == page.sheet.id:
            yield page.complaint("related", "hasło odsyła do siebie; usuń tę pozycję", number)
        elif target not in known:
            what = f"nie ma hasła {quoted(target)}; popraw id albo usuń tę pozycję"
            yield page.complaint("related", what, number)
    for target in pages_linked(text):
        if target not in known:
            what = f"link prowadzi do hasła {quoted(target)}, którego nie ma; popraw go"
            yield Complaint(page.file, page.text_line, what)


def unknown_values(
    page: Page[Entry] | Page[Guide], text: str, named: Collection[str]
) -> Iterator[Complaint]:
    """Complain about values that a text names and that `values.yaml` does not."""
    for name in values_in(text):
        if name not in named:
            what = f"values.yaml nie ma wartości {quoted(name)}; dopisz ją albo popraw nazwę"
            yield Complaint(page.file, page.text_line, what)
