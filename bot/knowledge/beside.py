"""Reads what stands beside the pages: yearly values, known sources, ways of asking, weights."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from bot.knowledge.complaints import Complaint, quoted
from bot.knowledge.files import Shelf
from bot.knowledge.models import Value, Ways
from bot.knowledge.ranking import Model, model_of
from bot.knowledge.sources import KnownSource
from bot.knowledge.validation import fit
from bot.knowledge.yaml_reading import Document

VALUES = "values.yaml"
SOURCES = "sources.yaml"
WEIGHTS = "weights.yaml"
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


def read_values(shelf: Shelf) -> tuple[dict[str, Value], frozenset[str]]:
    """Return the yearly values and all their names; a base without the file has none."""
    document = shelf.document(VALUES) if shelf.has(VALUES) else None
    if document is None:
        return {}, frozenset()
    file = shelf.named(shelf.root / VALUES)
    values: dict[str, Value] = {}
    for name in document.value:
        if not NAME.fullmatch(str(name)):
            what = f"nazwa {quoted(str(name))}: tylko małe litery, cyfry i myślniki; zmień ją"
            shelf.complain(file, document.line_of((name,)), what)
            continue
        value = fit(Value, document, file, (name,), {"digest": _mark(document.value[name])})
        if isinstance(value, list):
            shelf.complaints += value
        else:
            values[name] = value
            shelf.cite(value.sources, file, document, (name, "sources"))
    return values, frozenset(document.value)


def _mark(written: object) -> str:
    return sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()


def read_sources(shelf: Shelf) -> tuple[KnownSource, ...]:
    """Return the acts and institutions that pages may name; a base without the file has none."""
    document = shelf.document(SOURCES) if shelf.has(SOURCES) else None
    if document is None:
        return ()
    file = shelf.named(shelf.root / SOURCES)
    known: list[KnownSource] = []
    for name in document.value:
        if not NAME.fullmatch(name):
            what = f"nazwa {quoted(name)}: tylko małe litery, cyfry i myślniki; zmień ją"
            shelf.complain(file, document.line_of((name,)), what)
            continue
        source = fit(KnownSource, document, file, (name,), {"id": name})
        if isinstance(source, list):
            shelf.complaints += source
        else:
            known.append(source)
    return tuple(known)


def read_weights(shelf: Shelf) -> Model | None:
    """Return the weights learnt from this base, if it has its own; else the shipped ones serve."""
    document = shelf.document(WEIGHTS) if shelf.has(WEIGHTS) else None
    if document is None:
        return None
    try:
        return model_of(document.value)
    except ValueError as error:
        what = f"w części {quoted(str(error))} mają być liczby; zapisz plik na nowo albo go usuń"
        shelf.complain(shelf.named(shelf.root / WEIGHTS), document.line_of((str(error),)), what)
        return None


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The further ways of asking for one entry, and where they stand."""

    file: str
    document: Document
    ident: str
    ways: tuple[str, ...]

    def complaint(self, what: str, number: int | None = None) -> Complaint:
        """Complain about the entry's list, or about one line of it."""
        place = (self.ident,) if number is None else (self.ident, number)
        return Complaint(self.file, self.document.line_of(place), what)


def read_rehearsals(shelf: Shelf) -> dict[str, Rehearsal]:
    """Return the ways of asking that stand in `wordings/`, by entry."""
    found: dict[str, Rehearsal] = {}
    for topic in shelf.topics:
        name = f"wordings/{topic}.yaml"
        document = shelf.document(name) if shelf.has(name) else None
        if document is None:
            continue
        file = shelf.named(shelf.root / name)
        for ident in document.value:
            ways = fit(Ways, document, file, (ident,))
            if isinstance(ways, list):
                shelf.complaints += ways
                continue
            rehearsal = Rehearsal(file, document, ident, ways.root)
            if ident in found:
                what = f"sposoby pytania o {quoted(ident)} ma już {found[ident].file}; połącz je"
                shelf.complaints.append(rehearsal.complaint(what))
            found[ident] = rehearsal
    return found


def strangers(
    rehearsals: Mapping[str, Rehearsal], topics: Mapping[str, str]
) -> Iterator[Complaint]:
    """Complain about ways of asking for what is not there, or in the file of another topic."""
    for ident, rehearsal in rehearsals.items():
        if ident not in topics:
            what = f"nie ma hasła {quoted(ident)}; popraw id albo usuń te sposoby pytania"
            yield rehearsal.complaint(what)
        elif not rehearsal.file.endswith(f"/{topics[ident]}.yaml"):
            what = f"to hasło jest w temacie {topics[ident]}; przenieś je do jego pliku"
            yield rehearsal.complaint(what)
