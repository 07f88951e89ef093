"""Weekly duties of advisors, as they stand in `programme/rosters.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from itertools import pairwise
from types import MappingProxyType
from typing import Literal, Self

from pydantic import model_validator

from bot.knowledge.models import WEEKDAYS, Sheet, TopicId
from bot.knowledge.values import Line, Span


class Roster(Sheet):
    """One advisor's hours by weekday; without topics they are for all that the advisor knows."""

    id: str
    advisor: Line  # as the name is written in Telegram
    topics: tuple[TopicId, ...] = ()
    where: Literal["any", "office", "phone", "out"] = "any"
    monday: tuple[Span, ...] = ()
    tuesday: tuple[Span, ...] = ()
    wednesday: tuple[Span, ...] = ()
    thursday: tuple[Span, ...] = ()
    friday: tuple[Span, ...] = ()
    saturday: tuple[Span, ...] = ()
    sunday: tuple[Span, ...] = ()

    @model_validator(mode="after")
    def _has_hours_in_order(self) -> Self:
        if not any(self.by_weekday.values()):
            raise ValueError("dyżur nie ma ani jednej godziny; dopisz dzień z godzinami")
        for name in WEEKDAYS:
            if any(before[1] > after[0] for before, after in pairwise(getattr(self, name))):
                raise ValueError(f"{name}: godziny mają iść po kolei i nie zachodzić na siebie")
        return self

    @property
    def by_weekday(self) -> Mapping[int, tuple[tuple[time, time], ...]]:
        """Return the spans by weekday as `date.weekday()` counts it, Monday being 0."""
        return MappingProxyType({n: getattr(self, name) for n, name in enumerate(WEEKDAYS)})
