"""The index of the search: every page by the words people use, small enough for a phone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.loading import load
from bot.website.searching import index
from bot.website.site import Site
from tests.website.conftest import DAY


@pytest.fixture(scope="module")
def held(knowledge: Path) -> dict[str, dict[str, int]]:
    """The index read back: word -> page -> how well it holds the word."""
    made = index(Site(load(knowledge), knowledge, DAY))
    pages, lines, word, read = made["pages"], made["words"], "", {}
    assert isinstance(pages, list)
    assert isinstance(lines, str)
    for line in lines.split("\n"):
        rest, _, postings = line[1:].partition(" ")
        word = word[: int(line[0], 36)] + rest
        marks = [postings[at : at + 3] for at in range(0, len(postings), 3)]
        read[word] = {pages[int(mark[:2], 36)][0]: int(mark[2]) for mark in marks}
    return read


def test_words_stand_in_order_without_polish_letters_and_without_stop_words(
    held: dict[str, dict[str, int]],
) -> None:
    assert list(held) == sorted(held)
    assert all(word.isascii() for word in held)
    assert {"jak", "nie", "czy"} & set(held) == set()


def test_page_is_found_by_its_name_and_by_how_people_ask(
    held: dict[str, dict[str, int]],
) -> None:
    assert held["opisac"]["pytania/opis-faktury.html"] > 1
    assert held["pieczatka"]["pytania/opis-faktury.html"] >= 1
    assert "poradniki/zabawa.html" in held["zabawa"]
    assert "praktyki/lawka.html" in held["bielsk"]
    assert "tematy/accounting.html" in held["finanse"]


def test_name_counts_more_than_ways_of_asking(held: dict[str, dict[str, int]]) -> None:
    asked = held["dokumentu"]["pytania/opis-faktury.html"]
    assert held["fakture"]["pytania/opis-faktury.html"] > asked
