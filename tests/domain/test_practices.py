"""The form of a good practice: which step comes next, and what short words stand for."""

from __future__ import annotations

import pytest

from bot.domain.practices import STEPS, SUMMARY, is_wish, length, next_step, said


def test_steps_come_in_order_and_people_are_asked_about_only_with_photos() -> None:
    without, done = [], []
    while (step := next_step(done, photos=0)) != SUMMARY:
        without.append(step)
        done.append(step)
    assert without == [step for step in STEPS if step != "people"]
    assert next_step(done, photos=1) == "people"


@pytest.mark.parametrize(
    "text",
    [
        "zgłoś praktykę",
        "Zglos swoja praktyke",
        "chcę zgłosić naszą dobrą praktykę!",
        "Dzień dobry, chciałabym zgłosić praktykę.",
        "jak zgłosić dobrą praktykę?",
        "Zgłoszenie dobrej praktyki",
    ],
)
def test_a_wish_to_tell_of_a_practice_is_understood(text: str) -> None:
    assert is_wish(text)


@pytest.mark.parametrize(
    "text",
    [
        "praktyka",
        "zgłosić praktykę studencką do ZUS",
        "czy trzeba zgłosić praktykanta",
        "gdzie są dobre praktyki",
        "zgłosić wolontariusza i praktykę",
        "zgłoszenie koła do rejestru",
        "zgłoś praktykę " * 40,
        "",
    ],
)
def test_other_words_about_practices_are_no_wish(text: str) -> None:
    assert not is_wish(text)


@pytest.mark.parametrize(
    ("text", "what"),
    [("Tak!", "yes"), ("nie", "no"), ("Pomiń", "on"), ("to już wszystko.", "on"), ("ławka", None)],
)
def test_short_words_stand_for_buttons(text: str, what: str | None) -> None:
    assert said(text) == what


def test_length_is_counted_as_telegram_counts() -> None:
    assert (length("ławka"), length("🎺")) == (5, 2)
