"""Longer pages: guides, and good practices with a picture."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.knowledge.models import Sheet, TopicId, values_in
from bot.knowledge.values import Audience, Day, Line, PictureName, Text

LONGEST_ARTICLE = 20_000  # letters

Summary = Annotated[Line, Field(max_length=200)]


class Guide(Sheet):
    """A guide: one matter from its beginning to its end, with steps and lists to tick off."""

    id: str
    title: Line
    summary: Summary
    topic: TopicId
    audience: tuple[Audience, ...] = ()
    sources: tuple[Line, ...] = Field(min_length=1)
    checked: Day
    valid_until: Day | None = None
    confirm: bool = False
    related: tuple[str, ...] = ()
    text: Text
    path: str

    @model_validator(mode="after")
    def _ages_honestly(self) -> Self:
        if self.valid_until is not None and self.valid_until < self.checked:
            raise ValueError("valid_until jest wcześniej niż checked; popraw jedną z dat")
        return self

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the guide may still be read without an advisor on `day`."""
        return self.valid_until is None or day <= self.valid_until

    @property
    def values(self) -> tuple[str, ...]:
        """Return the names of the yearly values that stand in the text."""
        return values_in(self.text)


class Practice(Sheet):
    """What people did somewhere; `illustrative` until it tells of something that happened."""

    id: str
    title: Line
    summary: Summary
    illustrative: bool
    topics: tuple[TopicId, ...] = Field(min_length=1)
    municipality: Line
    who: Line
    cost: Line
    partners: tuple[Line, ...] = ()
    volunteers: int = Field(ge=0)
    hours: int = Field(ge=0)
    lessons: tuple[Line, ...] = Field(min_length=1)
    picture: PictureName
    picture_alt: Line
    related: tuple[str, ...] = ()
    text: Text
    path: str
