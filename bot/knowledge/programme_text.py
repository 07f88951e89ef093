"""An occasion as text, and back: the form in which the chat keeps what the files hold.

The same models and checks as for the files; a moment is written as a clock on the wall shows it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from ruamel.yaml import YAML

from bot.domain.warsaw import local
from bot.knowledge.complaints import Complaint, Refused
from bot.knowledge.contests import Contest
from bot.knowledge.models import Sheet
from bot.knowledge.programme import Duty, Event, Workshop
from bot.knowledge.validation import fit
from bot.knowledge.yaml_reading import read_yaml

Occasioned = Workshop | Event | Duty | Contest
KINDS: Mapping[str, type[Occasioned]] = MappingProxyType(
    {"workshop": Workshop, "event": Event, "duty": Duty, "contest": Contest}
)
WHERE = "programme"  # what complaints about a text call their file


@lru_cache(maxsize=512)  # every sweep asks for all of them, and writing takes milliseconds
def written(sheet: Occasioned) -> str:
    """Return an occasion as YAML under its id; `parsed` reads it back to an equal one."""
    fields = {name: value for name, value in _fields(sheet).items() if name != "id"}
    writer = YAML()
    writer.default_flow_style = False
    writer.allow_unicode = True
    writer.width = 10_000
    text = io.StringIO()
    writer.dump({sheet.id: fields}, text)
    return text.getvalue()


def _fields(sheet: Sheet) -> dict[str, Any]:
    """Return what is set, in the order of the model."""
    given = type(sheet).model_fields
    values = {name: getattr(sheet, name) for name in given if name in sheet.model_fields_set}
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Sheet):
        return _fields(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return f"{local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return value


@lru_cache(maxsize=512)
def _parsed(kind: str, ident: str, text: str) -> Occasioned | tuple[Complaint, ...]:
    try:
        document = read_yaml(text, WHERE)
    except Refused as refused:
        return (refused.complaint,)
    found = fit(KINDS[kind], document, WHERE, (ident,), {"id": ident})
    return tuple(found) if isinstance(found, list) else found


def parsed(kind: str, ident: str, text: str) -> Occasioned | tuple[Complaint, ...]:
    """Return the occasion that a text holds under an id, or what is wrong with it."""
    return _parsed(kind, ident, text)


def kind_of(sheet: Occasioned) -> str:
    """Return which kind of occasion this is."""
    return next(kind for kind, model in KINDS.items() if isinstance(sheet, model))
