"""Questions with their right entries, a JSON object a line: read whole, or refused by line."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge.labelled import Labelled, WrongLabel, labelled_line

_SHOWN = 20  # complaints; more of them would hide the first


class WrongQuestions(Exception):
    """The file cannot be used; `complaints` say which lines and why."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


def read_questions(file: Path) -> list[Labelled]:
    """Return the questions of a file; raise WrongQuestions when a line cannot be used."""
    questions, wrong = [], []
    text = file.read_bytes().decode("utf-8-sig", "replace")
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            questions.append(labelled_line(line))
        except WrongLabel as told:
            wrong.append(f"{file}:{number}: {told}")
    if wrong[_SHOWN:]:
        wrong[_SHOWN:] = [f"... i jeszcze {len(wrong) - _SHOWN}"]
    if not wrong and not questions:
        wrong = [f"{file}:1: nie ma tu pytań; wpisz je po jednym w linii, jako obiekty JSON"]
    if wrong:
        raise WrongQuestions(wrong)
    return questions
