"""Reads the small part of YAML 1.2 that people need, and refuses the rest with the line.

Texts, whole numbers, `true` and `false`, lists, tables: nothing is guessed, so a register number
keeps its zeros. Only events of the parser are used, so no file can make it recurse or swell.
What the fields should be is said in `models`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from bot.knowledge.complaints import Complaint, Refused, quoted
from bot.knowledge.decoding import hides_signs

DEEPEST = 12

Place = tuple[str | int, ...]

_WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")


@dataclass(frozen=True, slots=True)
class Document:
    """The value of a YAML text and the line of every place in it."""

    value: Any
    lines: Mapping[Place, int]

    def line_of(self, place: Place) -> int:
        """Return the line of `place`, or of the nearest place that contains it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_yaml(text: str, file: str, first_line: int = 1) -> Document:
    """Return the value of `text`; refuse duplicate keys, anchors, tags and depth over 12.

    The parser in C reads a hundred times faster, where it is installed; the one in Python tells
    what is wrong in words that we know.
    """
    try:
        return _read(text, file, first_line, pure=False)
    except (YAMLError, ValueError, Refused):
        return _read(text, file, first_line, pure=True)


def _read(text: str, file: str, first_line: int, *, pure: bool) -> Document:
    builder = _Builder(file, first_line)
    parser = YAML(typ="safe", pure=pure)
    try:
        for event in parser.parse(text):
            builder.take(event)
    except MarkedYAMLError as error:
        raise builder.refusal(_line(error), _advice(error)) from None
    except (YAMLError, ValueError):
        raise builder.refusal(0, "tego nie da się odczytać jako YAML; sprawdź znaki") from None
    return Document(builder.value, builder.lines)


def _line(error: MarkedYAMLError) -> int:
    """Return the line to look at: what is left open is put right where it begins."""
    marks = [error.problem_mark, error.context_mark]
    if any(words in str(error.context or "") for words in ("quoted scalar", "flow")):
        marks.reverse()
    return next((mark.line for mark in marks if mark is not None), 0)


def _advice(error: MarkedYAMLError) -> str:
    problem = str(error.problem or "")
    for words, advice in _ADVICE.items():
        if words in problem:
            return advice
    return "błąd zapisu YAML; sprawdź wcięcia, dwukropki i cudzysłowy w tej i poprzedniej linii"


_ADVICE = {
    "mapping values are not allowed": "dwukropek w środku tekstu; weź cały tekst w cudzysłów",
    "expected <block end>": "wcięcie się nie zgadza; wyrównaj z liniami obok",
    "cannot start any token": "tekst zaczyna się od znaku specjalnego; weź go w cudzysłów",
    "could not find expected ':'": "brakuje dwukropka po nazwie pola",
    "unexpected end of stream": "plik urywa się w połowie; sprawdź cudzysłowy i nawiasy",
    "undefined alias": "odsyłacz (*) nie jest dozwolony; wpisz wartość wprost",
}


@dataclass(slots=True)
class _Open:
    """A list or a table that is still being read."""

    place: Place
    items: list[Any] | dict[str, Any]
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Builds the value from events with its own stack, so depth is ours to limit."""

    file: str
    first_line: int
    value: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0

    def refusal(self, line: int, what: str) -> Refused:
        """Return the refusal of a zero-based line of this text."""
        return Refused(Complaint(self.file, self.first_line + line, what))

    def take(self, event: Event) -> None:
        """Add one event of the parser to the value."""
        line = event.start_mark.line
        if isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                what = "drugi dokument w pliku; zostaw jeden (usuń linię --- albo ...)"
                raise self.refusal(line, what)
        if isinstance(event, NodeEvent):
            self._refuse_cleverness(event, line)
        if isinstance(event, ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, CollectionStartEvent):
            self._open(event, line)
        elif isinstance(event, CollectionEndEvent | MappingEndEvent):
            self._close()

    def _refuse_cleverness(self, event: NodeEvent, line: int) -> None:
        if isinstance(event, AliasEvent) or event.anchor is not None:
            raise self.refusal(
                line, "kotwice (&) i odsyłacze (*) są niedozwolone; wpisz tekst wprost"
            )
        if getattr(event, "tag", None) is not None:
            raise self.refusal(line, "znacznik typu (!) jest niedozwolony; weź tekst w cudzysłów")

    def _scalar(self, event: ScalarEvent, line: int) -> None:
        if hides_signs(event.value):
            raise self.refusal(line, "zapis ze znakiem \\ daje niewidoczny znak; usuń go")
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.items, dict) and top.key is None:
            self._key(top, event.value, line)
        else:
            self._put(
                _plain(event.value) if event.implicit[0] and not event.style else event.value, line
            )

    def _key(self, top: _Open, key: str, line: int) -> None:
        if not key.strip():
            raise self.refusal(line, "przed dwukropkiem brakuje nazwy pola; dopisz ją")
        if key in top.items:
            raise self.refusal(line, f"pole {quoted(key)} jest podane dwa razy; zostaw jedno")
        top.key = key
        self.lines[(*top.place, key)] = self.first_line + line

    def _open(self, event: CollectionStartEvent, line: int) -> None:
        if len(self.stack) >= DEEPEST:
            raise self.refusal(line, f"zagnieżdżenie głębsze niż {DEEPEST}; uprość zapis")
        if self.stack and isinstance(self.stack[-1].items, dict) and self.stack[-1].key is None:
            raise self.refusal(line, "nazwą pola może być tylko tekst")
        items: list[Any] | dict[str, Any] = {} if isinstance(event, MappingStartEvent) else []
        self.stack.append(_Open(self._next_place(line), items))

    def _close(self) -> None:
        done = self.stack.pop().items
        self._put(done if isinstance(done, dict) else tuple(done), None)

    def _next_place(self, line: int) -> Place:
        place: Place = ()
        if self.stack:
            top = self.stack[-1]
            place = (*top.place, top.key if isinstance(top.items, dict) else len(top.items))  # type: ignore[arg-type]
        self.lines.setdefault(place, self.first_line + line)
        return place

    def _put(self, value: Any, line: int | None) -> None:
        if line is not None:
            self._next_place(line)
        if not self.stack:
            self.value = value
            return
        top = self.stack[-1]
        if isinstance(top.items, list):
            top.items.append(value)
        elif top.key is not None:
            top.items[top.key] = value
            top.key = None


def _plain(written: str) -> str | int | bool | None:
    """Read an unquoted word: only canonical numbers and truth values are not text."""
    known: dict[str, bool | None] = {
        "true": True,
        "false": False,
        "null": None,
        "~": None,
        "": None,
    }
    if written in known:
        return known[written]
    return int(written) if _WHOLE_NUMBER.fullmatch(written) else written
