"""Nothing that people read suggests that what comes late will be accepted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXTS = [
    *sorted((ROOT / "bot" / "templates").rglob("*.j2")),
    *sorted((ROOT / "bot" / "website" / "templates").rglob("*.html")),
    ROOT / "knowledge" / "programme" / "contests.yaml",
]
_LATE = r"(?:po terminie|po czasie|spóźnion\w*|z opóźnieniem|po zamknięciu naboru|po końcu naboru)"
_TAKEN = (
    r"(?:przyjm\w*|przyję\w*|uwzględni\w*|rozpatrz\w*|można (?:złożyć|wysłać|dosłać|przynieść)"
    r"|prosimy (?:wysłać|złożyć)|dośl\w*|doślij|zdąż\w*|jeszcze przyj\w*)"
)
_NOT = re.compile(r"\b(?:nie|nic|żadn\w+)\b")
_SENTENCE = re.compile(r"[^.!?\n]+")
_TOGETHER = re.compile(rf"{_LATE}.*{_TAKEN}|{_TAKEN}.*{_LATE}", re.IGNORECASE)
_PROMISES = re.compile(
    r"przedłuż\w* (?:nabór|termin)|(?:damy|dostaniesz|można dostać) więcej czasu"
    r"|w wyjątkow\w+ (?:sytuacj|przypadk)\w*",
    re.IGNORECASE,
)


def suggests(text: str) -> list[str]:
    """Return the sentences that speak of late and accepted together, and do not deny it."""
    sentences = (found[0] for found in _SENTENCE.finditer(text))
    return [
        one.strip()
        for one in sentences
        if _PROMISES.search(one) or (_TOGETHER.search(one) and not _NOT.search(one.lower()))
    ]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_no_text_suggests_that_a_late_submission_is_accepted(path: Path) -> None:
    assert suggests(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "words",
    [
        "Wniosek po terminie też przyjmiemy",
        "Spóźnione wnioski rozpatrzymy w drugiej kolejności",
        "Możemy przedłużyć termin o dzień",
        "Załączniki można dosłać po terminie",
    ],
)
def test_such_a_text_would_be_found(words: str) -> None:
    assert suggests(words) == [words]


def test_a_denial_is_none() -> None:
    assert suggests("Po terminie nic już nie przyjmiemy.") == []
