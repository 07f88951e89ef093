"""Questions with their right entries, a JSON object a line: read whole, or refused by line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_SHOWN = 20  # complaints; more of them would hide the first


class WrongQuestions(Exception):
    """The file cannot be used; `complaints` say which lines and why."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


def read_questions(file: Path) -> list[dict[str, Any]]:
    """Return the questions of a file; raise WrongQuestions when a line cannot be used."""
    questions, wrong = [], []
    text = file.read_bytes().decode("utf-8-sig", "replace")
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        read = _question(line)
        if isinstance(read, str):
            wrong.append(f"{file}:{number}: {read}")
        else:
            questions.append(read)
    if wrong[_SHOWN:]:
        wrong[_SHOWN:] = [f"... i jeszcze {len(wrong) - _SHOWN}"]
    if not wrong and not questions:
        wrong = [f"{file}:1: nie ma tu pytań; wpisz je po jednym w linii, jako obiekty JSON"]
    if wrong:
        raise WrongQuestions(wrong)
    return questions


def _question(line: str) -> dict[str, Any] | str:
    """Return the question of a line, or what is wrong with it."""
    try:
        read = json.loads(line)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict) or not isinstance(read.get("text"), str):
        return "to nie jest obiekt JSON z polem text"
    if not isinstance(read.get("topic"), str | None):
        return 'topic to id tematu albo null, np. "legal"'
    expected = read.get("expect")
    if not _is_list_of_texts([] if expected is None else expected):
        return 'expect to lista id haseł, np. ["zalozenie-kgw"]; pusta, gdy hasła nie ma'
    if not _is_list_of_texts([] if read.get("not") is None else read["not"]):
        return 'not to lista id haseł, które są złe, np. ["zalozenie-kgw"]'
    style = read.get("style")
    if not isinstance(style, str | None) and not _is_list_of_texts(style):
        return 'style to lista słów, np. ["long"]'
    if not isinstance(read.get("kind"), str | None):
        return 'kind to tekst, np. "offtopic"'
    return read


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
