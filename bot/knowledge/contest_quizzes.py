"""What a leader may go through alone before entering a contest: a quiz, and a list of checks.

Both are read from the contest's file and hold for nobody in particular: whether somebody may enter
is decided by the rules and by people. What is left of the answers is up to the leader.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bot.knowledge.complaints import quoted
from bot.knowledge.models import Sheet
from bot.knowledge.values import Line, StartId
from bot.knowledge.yaml_reading import Place

#: What an answer, or all answers together, say about entering.
Meaning = Literal["fits", "fails", "ask"]
MOST_ANSWERS, MOST_QUESTIONS, MOST_POINTS = 5, 12, 20
LONGEST_ANSWER = 40  # letters on a button


def _fits_a_button(text: str) -> str:
    if len(text) > LONGEST_ANSWER:
        raise ValueError(f"ma {len(text)} znaków, a przycisk mieści {LONGEST_ANSWER}; skróć")
    return text


class Answer(Sheet):
    """One answer: what it means, why, and the question that comes next (the following one)."""

    say: Annotated[Line, AfterValidator(_fits_a_button)]
    means: Meaning = "fits"
    because: Line | None = None
    then: StartId | None = None


class QuizQuestion(Sheet):
    """One question of a quiz, with the answers to be tapped."""

    id: StartId
    question: Line
    hint: Line | None = None
    answers: tuple[Answer, ...] = Field(min_length=2, max_length=MOST_ANSWERS)


class Point(Sheet):
    """One thing to be checked in an application; `gap` is what to do when it is not so."""

    point: Line
    gap: Line
    entry: str | None = None


def objections(
    quiz: Sequence[QuizQuestion], points: Sequence[Point]
) -> Iterator[tuple[Place, str]]:
    """Say what does not fit together: where, and what to do."""
    if len(quiz) > MOST_QUESTIONS:
        yield ("quiz",), f"za dużo pytań (najwyżej {MOST_QUESTIONS}); skróć"
    if len(points) > MOST_POINTS:
        yield ("self_check",), f"za dużo punktów (najwyżej {MOST_POINTS}); skróć"
    places = {one.id: number for number, one in enumerate(quiz)}
    for number, one in enumerate(quiz):
        if places[one.id] != number:
            yield ("quiz", number, "id"), f"pytanie {quoted(one.id)} jest dwa razy; zmień id"
        for place, answer in enumerate(one.answers):
            yield from _of_answer(("quiz", number, "answers", place), answer, number, places)


def _of_answer(
    place: Place, answer: Answer, number: int, places: dict[str, int]
) -> Iterator[tuple[Place, str]]:
    if answer.means != "fits" and answer.because is None:
        yield (*place, "means"), f"przy means: {answer.means} dopisz because: dlaczego"
    if answer.then is not None and places.get(answer.then, -1) <= number:
        yield (*place, "then"), f"nie ma dalej pytania {quoted(answer.then)}; popraw id"
