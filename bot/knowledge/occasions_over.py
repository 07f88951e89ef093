"""Occasions that the chat changed, laid over the files of the programme.

Each stands in its file as it is in force: in the place of what the file says, at the end where it
is new, and not at all once it is called off. All else stays as somebody wrote it, comments too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from bot.knowledge.amendments import Over, text_of_file

TABLES: Mapping[str, str] = MappingProxyType(
    {"workshop": "workshops", "event": "events", "duty": "duties"}
)
_KEY = re.compile(r"([\"']?)([a-z0-9][a-z0-9-]{0,80})\1\s{0,20}:")


@dataclass(frozen=True, slots=True)
class InChat:
    """An occasion by the chat's word: its fields as YAML under its id; `over` when called off."""

    kind: str
    ident: str
    text: str
    over: bool


def laid_over(directory: Path, chat: Sequence[InChat]) -> Over:
    """Return the files of the programme that the chat changed, as they would be."""
    found: dict[str, str] = {}
    for kind, table in TABLES.items():
        name = f"programme/{table}.yaml"
        before = text_of_file(directory / name) or ""
        after = _table(before, kind, chat)
        if after != before:
            found[name] = after
    return found


def _table(text: str, kind: str, chat: Sequence[InChat]) -> str:
    lines = text.splitlines()
    for one in chat:
        there = _block(lines, one.ident)
        stays = one.kind == kind and not one.over
        fields = one.text.splitlines() if stays else []
        if there is not None:
            lines[there] = fields
        elif stays:
            lines += fields
    if text and not any(_KEY.match(line) for line in lines):
        lines.append("{}")
    return "\n".join(lines) + "\n" if lines else ""


def _block(lines: Sequence[str], ident: str) -> slice | None:
    """Return where the lines of an id stand; comments before the next one belong to that."""
    starts = next((n for n, line in enumerate(lines) if _key_of(line) == ident), None)
    if starts is None:
        return None
    end = next((n for n in _tops(lines) if n > starts), len(lines))
    while end > starts + 1 and lines[end - 1].startswith("#"):
        end -= 1
    return slice(starts, end)


def _tops(lines: Sequence[str]) -> Iterable[int]:
    return (n for n, line in enumerate(lines) if _key_of(line) is not None)


def _key_of(line: str) -> str | None:
    found = _KEY.match(line)
    return None if found is None else found[2]
