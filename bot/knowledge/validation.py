"""Compares what was read with a model, and says in Polish, with the line, what does not fit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.knowledge.complaints import Complaint, quoted
from bot.knowledge.yaml_reading import Document, Place

Model = TypeVar("Model", bound=BaseModel)

_KINDS = {
    "tuple_type": "lista (kolejne linie od „- ”)",
    "bool_type": "true albo false",
    "int_type": "liczba całkowita bez cudzysłowu",
    "date_type": "data RRRR-MM-DD",
    "dataclass_exact_type": "dzień roku MM-DD, na przykład 03-31",
    "datetime_type": "dzień z godziną, na przykład 2026-11-22 17:00",
    "model_type": "pola „nazwa: wartość”",
    "dict_type": "pola „nazwa: wartość”",
}


def fit(
    model: type[Model],
    document: Document,
    file: str,
    within: Place = (),
    added: Mapping[str, Any] | None = None,
    topics: Collection[str] = (),
) -> Model | list[Complaint]:
    """Return the model of the part of `document` at `within`, or every complaint about it.

    Where `topics` are given, no other may stand in it.
    """
    value = document.value
    for step in within:
        value = value[step]
    if isinstance(value, dict) and added:
        doubled = [
            Complaint(
                file, document.line_of((*within, name)), f"nieznane pole {quoted(name)}; usuń je"
            )
            for name in added
            if name in value
        ]
        if doubled:
            return doubled
        value = {**value, **added}
    try:
        return model.model_validate(value, context={"topics": topics})
    except ValidationError as error:
        return list(_complaints(error, document, file, within))


def _complaints(
    error: ValidationError, document: Document, file: str, within: Place
) -> Iterator[Complaint]:
    details = error.errors(include_url=False)
    lists = {detail["loc"][:-1] for detail in details}
    for detail in details:
        if detail["type"] == "default_factory_not_called":  # the field it copies is wrong
            continue
        if detail["type"] == "too_short" and detail["loc"] in lists:  # so are all its items
            continue
        what = _what(detail)
        place = _first_named(what, document, (*within, *detail["loc"]))
        yield Complaint(file, document.line_of(place), f"{_called(detail['loc'])}{what}")


def _first_named(what: str, document: Document, place: Place) -> Place:
    """Return the field below `place` that a complaint about several fields names first."""
    named = (word for word in re.findall(r"\w+", what) if (*place, word) in document.lines)
    return (*place, *islice(named, 1))


def _called(place: tuple[int | str, ...]) -> str:
    names = [f"{step + 1}. pozycja" if isinstance(step, int) else step[:40] for step in place]
    return f"{' → '.join(names)}: " if names else ""


def _what(detail: ErrorDetails) -> str:
    kind = detail["type"]
    if kind == "value_error":
        return str(detail["ctx"]["error"]) if "ctx" in detail else detail["msg"]
    if kind == "missing":
        return "brakuje tego pola; dopisz je"
    if kind == "extra_forbidden":
        return "nieznane pole; popraw nazwę albo usuń"
    if detail["input"] is None:
        return "puste; wpisz wartość albo usuń pole"
    if kind == "string_type":
        return _not_text(detail["input"])
    if kind == "too_short":
        fewest = detail.get("ctx", {}).get("min_length", 1)
        return f"za krótka lista (najmniej {fewest}); dopisz pozycje"
    if kind in ("greater_than_equal", "less_than_equal"):
        limits = detail.get("ctx", {})
        return (
            f"za mało (najmniej {limits['ge']})"
            if "ge" in limits
            else f"za dużo (najwyżej {limits['le']})"
        )
    if kind == "literal_error":
        known = ", ".join(re.findall(r"'([^']*)'", detail.get("ctx", {}).get("expected", "")))
        return f"nie ma tu {quoted(detail['input'])}; wybierz z: {known}"
    if kind in _KINDS:
        return f"tu ma być {_KINDS[kind]}"
    return "wartość nie pasuje do tego pola; zobacz knowledge/README.md"


def _not_text(value: object) -> str:
    if isinstance(value, bool | int):
        written = str(value).lower()
        return f'tu ma być tekst; weź w cudzysłów: "{written}"'
    return "tu ma być jeden tekst, a nie lista ani tabela"
