"""What people said of the age of entries and values, over what the files say.

A word holds for the very file it was said of: another mark makes it void. Files are never written.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal, TypeVar

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Entry, Value

Aged = TypeVar("Aged", Entry, Value)

#: A word lasts as long as the file's own period, but past the next list, and not over a year.
SHORTEST, LONGEST = timedelta(days=92), timedelta(days=366)


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
    entries = _aged(base.entries, [one for one in reviews if one.kind == "entry"])
    values = _aged(base.values, [one for one in reviews if one.kind == "value"])
    if entries is base.entries and values is base.values:
        return base
    return replace(base, entries=entries, values=values)


def _aged(sheets: Mapping[str, Aged], reviews: Collection[Review]) -> Mapping[str, Aged]:
    changed = {
        one.name: _as_said(sheets[one.name], one)
        for one in reviews
        if one.name in sheets and sheets[one.name].digest == one.mark
    }
    return MappingProxyType({**sheets, **changed}) if changed else sheets


def _as_said(sheet: Aged, said: Review) -> Aged:
    if said.until is None:
        return sheet.model_copy(update={"valid_until": said.on - timedelta(days=1)})
    changes = {"checked": said.on, "valid_until": said.until}
    if isinstance(sheet, Entry) and sheet.as_of == sheet.checked:
        changes["as_of"] = said.on
    return sheet.model_copy(update=changes)
