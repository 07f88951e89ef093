"""What a new board sees to: tasks of the law, by their rule in the calendar, and good habits.

A task of the law has its day, its source and its reminders in `calendar.yaml`. Others have a day
that is only our proposal, and say so.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Self

from pydantic import Field, model_validator

from bot.knowledge.models import Sheet
from bot.knowledge.moments import Reminders
from bot.knowledge.values import Audience, Line


class HandoverTask(Sheet):
    """One task after a change of the board: `law` names a rule counted from an event."""

    id: str
    law: str | None = None
    title: Line | None = None
    days: int | None = Field(default=None, ge=1, le=180)
    audience: tuple[Audience, ...] = ()
    when: dict[str, bool] = Field(default_factory=dict)
    note: Line | None = None
    reminders: Reminders = (3,)
    related: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_of_the_law_or_ours(self) -> Self:
        own = (self.title, self.days, self.note)
        if self.law is not None and any(one is not None for one in own):
            raise ValueError("law: bierze tytuł, dni i opis z calendar.yaml; usuń je stąd")
        if self.law is None and not (self.title and self.days and self.note and self.audience):
            raise ValueError("podaj law: albo title, days, audience i note")
        return self

    def concerns(self, kind: str, traits: Collection[str]) -> bool:
        """Tell whether a task of ours concerns an organisation of this kind with these traits."""
        return kind in self.audience and all(
            (name in traits) == has for name, has in self.when.items()
        )

    def counted_from(self, change: date) -> date:
        """Return the day that we propose for a task of ours."""
        assert self.days is not None, self.id
        return change + timedelta(days=self.days)
