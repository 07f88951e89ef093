"""What people said of the age of entries and values, over what the files say.

A word holds for the very file it was said of: another mark makes it void. Files are never written.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal, Protocol, TypeVar

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Entry, Value

Aged = TypeVar("Aged", Entry, Value)

#: A word lasts as long as the file's own period, but past the next list, and not over a year.
SHORTEST, LONGEST = timedelta(days=92), timedelta(days=366)


class Named(Protocol):
    """What names an entry or a value."""

    @property
    def kind(self) -> str: ...  # noqa: D102 - "entry" or "value"

    @property
    def name(self) -> str: ...  # noqa: D102 - its id


@dataclass(frozen=True, slots=True)
class Review:
    """The latest word on one entry or value, and the mark of the file it was said of.

    `until` is the last day on which it counts as checked; None: not to be said by itself.
    """

    kind: Literal["entry", "value"]
    name: str
    mark: str
    on: date
    until: date | None


def renewed_until(aged: Entry | Value, on: date) -> date:
    """Return until when a thing is right that somebody looked at on `on` and found so."""
    ends = aged.valid_until
    period = ends - aged.checked if ends is not None else LONGEST
    return on + min(max(period, SHORTEST), LONGEST)


def with_reviews(base: KnowledgeBase, reviews: Collection[Review]) -> KnowledgeBase:
    """Return the base with the words that still hold; the same one when there are none."""
    held = holding(base, reviews)
    if not held:
        return base
    entries = _aged(base.entries, [one for one in held if one.kind == "entry"])
    values = _aged(base.values, [one for one in held if one.kind == "value"])
    return replace(base, entries=entries, values=values)


def holding(base: KnowledgeBase, reviews: Collection[Review]) -> list[Review]:
    """Return the words that were said of the files as they are."""
    return [one for one in reviews if (sheet := sheet_of(base, one)) and sheet.digest == one.mark]


def sheet_of(base: KnowledgeBase, named: Named) -> Entry | Value | None:
    """Return the entry or value that is named, if it is there."""
    return base.entries.get(named.name) if named.kind == "entry" else base.values.get(named.name)


def _aged(sheets: Mapping[str, Aged], reviews: Collection[Review]) -> Mapping[str, Aged]:
    changed = {one.name: _as_said(sheets[one.name], one) for one in reviews}
    return MappingProxyType({**sheets, **changed})


def _as_said(sheet: Aged, said: Review) -> Aged:
    if said.until is None:
        return sheet.model_copy(update={"valid_until": said.on - timedelta(days=1)})
    changes = {"checked": said.on, "valid_until": said.until}
    if isinstance(sheet, Entry) and sheet.as_of == sheet.checked:
        changes["as_of"] = said.on
    return sheet.model_copy(update=changes)
