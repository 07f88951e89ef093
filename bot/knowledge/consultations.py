"""Consultations face to face, by phone and video: how long, how soon, and where the office is.

The weekly duties that stand in the files are `rosters`; those written in the chat are rows.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.knowledge.places import Point
from bot.knowledge.values import Line

Minutes = Annotated[int, Field(ge=15, le=240, multiple_of=15)]


class Lengths(BaseModel):
    """How many minutes a consultation takes, by its form."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    office: Minutes = 45
    visit: Minutes = 90
    phone: Minutes = 30
    video: Minutes = 45


class Consultations(BaseModel):
    """The rules of booking, as they stand in `organisation.yaml`."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    minutes: Lengths = Lengths()
    #: The way to a visit, and back: so long nobody can book the same advisor.
    travel_minutes: Annotated[int, Field(ge=0, le=180, multiple_of=15)] = 30
    #: Nobody books for the very next hours, or for too far ahead.
    notice_hours: Annotated[int, Field(ge=0, le=240)] = 4
    days_ahead: Annotated[int, Field(ge=1, le=90)] = 28
    point: Point | None = None
    #: How people get into the office: "wejście od podwórza, domofon 1".
    way_in: Line | None = None

    @model_validator(mode="after")
    def _leaves_something_to_book(self) -> Self:
        if self.notice_hours >= self.days_ahead * 24:
            raise ValueError(
                "notice_hours jest dłuższe niż days_ahead, więc niczego nie można umówić; "
                "skróć notice_hours albo wydłuż days_ahead"
            )
        return self
