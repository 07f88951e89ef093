"""A wish for a meeting in plain words, and what only looks like one."""

from __future__ import annotations

import pytest

from bot.programme.consultations.asked_for import is_asked_for


@pytest.mark.parametrize(
    "text",
    [
        "chce sie umowic na spotkanie w biurze",
        "Dzień dobry, chciałabym umówić się na rozmowę telefoniczną.",
        "Czy mogę się spotkać z doradcą?",
        "umów mnie",
        "Proszę o umówienie wizyty",
        "🤝 konsultacja",
        "Konsultacje",
    ],
)
def test_a_wish_is_heard(text: str) -> None:
    assert is_asked_for(text)


@pytest.mark.parametrize(
    "text",
    [
        "jak umówić spotkanie z wójtem?",
        "co wpisać w umowie z biurem",
        "chcę umówić się na spotkanie, bo nie rozumiem umowy dotacji",
        "spotkanie w biurze",
        "umowa",
        "",
    ],
)
def test_a_question_stays_a_question(text: str) -> None:
    assert not is_asked_for(text)
