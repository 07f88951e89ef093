"""Two texts of one person are about one matter when they share enough words."""

from __future__ import annotations

import time

import pytest

from bot.domain.likeness import seem_alike

TRACTOR = "Czy stary traktor z remizy może jechać w paradzie przez miasto?"


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ("a stary traktor na parade potrzebuje jeszcze polisy?", True),
        ("STARYM TRAKTOREM z remizą", True),
        ("Czy traktor trzeba wpisać do ewidencji majątku koła?", False),  # one word is too few
        ("Kto odpowiada za zgubioną pieczątkę?", False),
        ("czy może przez", False),  # nothing but small words
        ("", False),
    ],
)
def test_shared_words_make_texts_alike(other: str, alike: bool) -> None:
    common = {"czy", "moze", "przez", "jeszcze"}
    assert seem_alike(TRACTOR, other, common) == alike
    assert seem_alike(other, TRACTOR, common) == alike


def test_a_long_story_is_not_alike_for_a_few_shared_words() -> None:
    story = " ".join(f"{a}{b}vwq" for a in "lmnprst" for b in "aeiouy")
    long = " ".join(f"{a}{b}xyz" for a in "bcdfghjk" for b in "aeiouy")
    assert not seem_alike(f"{long} traktor parada", f"{story} traktor parada")


def test_a_hostile_text_takes_no_time() -> None:
    started = time.perf_counter()
    for text in ("a" * 4096, "abcd " * 800, "ąęłó" * 1000):
        seem_alike(text, text)
    assert time.perf_counter() - started < 1
