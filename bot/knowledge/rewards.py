"""What a meeting asks of those who came, and gives them: a short test, and a certificate."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.knowledge.models import Sheet
from bot.knowledge.values import Line

QUESTIONS = 3
LONGEST_OPTION = 60  # characters: it stands on a button
Condition = Literal["attendance", "attendance_and_test"]


class TestQuestion(Sheet):
    """One question of a test; `right` counts its options from 1."""

    __test__ = False  # its name is a word of the programme, not of pytest

    question: Line
    options: tuple[Line, ...] = Field(min_length=2, max_length=4)
    right: int = Field(ge=1, le=4)

    @model_validator(mode="after")
    def _can_be_answered(self) -> Self:
        if self.right > len(self.options):
            raise ValueError("right wskazuje opcję, której nie ma; policz opcje od 1")
        if any(len(one) > LONGEST_OPTION for one in self.options):
            raise ValueError(f"opcja stoi na przycisku i ma najwyżej {LONGEST_OPTION} znaków")
        return self


class Certificate(Sheet):
    """Who gets a certificate, and for how many hours; with a test, after `needed` right ones."""

    hours: int = Field(ge=1, le=200)
    condition: Condition = "attendance"
    needed: int = Field(default=2, ge=1, le=QUESTIONS)


class Rewarding(Sheet):
    """A meeting that may have a test before and after it, and a certificate."""

    test: Annotated[
        tuple[TestQuestion, ...], Field(min_length=QUESTIONS, max_length=QUESTIONS)
    ] = ()
    certificate: Certificate | None = None

    @model_validator(mode="after")
    def _has_the_test_it_asks_for(self) -> Self:
        asked = self.certificate is not None and self.certificate.condition != "attendance"
        if asked and not self.test:
            raise ValueError("certificate wymaga testu, a testu nie ma; dopisz test: trzy pytania")
        return self
