"""A word or two finds the pages that hold them, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.decision import Decider
from bot.knowledge.finding import MOST_FOUND, Finder
from bot.knowledge.loading import load
from tests.dialogues.shelf import furnished
from tests.knowledge.sample import decider, plain_decider


@pytest.fixture(scope="module")
def furnished_finder(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    directory: Path = furnished(tmp_path_factory.mktemp("shelf"))
    return Finder(Decider(load(directory)))


def found(finder: Finder, words: str) -> list[str]:
    return [f"{one.kind}:{one.id}" for one in finder.find(words)]


@pytest.mark.parametrize("words", ["plakat", "PLAKATU", "plakta", "na plakacie?"])
def test_any_form_of_a_word_finds_its_entry(words: str) -> None:
    assert found(Finder(decider()), words)[0] == "entry:plakat"


def test_without_morfeusz_words_as_they_are_written_find_their_entry() -> None:
    assert found(Finder(plain_decider()), "plakat")[0] == "entry:plakat"


@pytest.mark.parametrize("words", ["", "   ", "???", "i na to", "xqzw", "kosmonauta", "\u202e"])
def test_words_that_no_page_holds_find_nothing(words: str) -> None:
    assert found(Finder(decider()), words) == []


def test_longer_pages_come_beside_entries_and_leave_them_room(furnished_finder: Finder) -> None:
    results = found(furnished_finder, "plakaty")
    assert results[0] == "entry:plakat"
    assert {one.partition(":")[0] for one in results} == {"entry", "practice"}
    assert len(results) == MOST_FOUND


def test_a_word_that_only_longer_pages_hold_finds_as_many_as_are_shown(
    furnished_finder: Finder,
) -> None:
    results = found(furnished_finder, "przystanek")
    assert len(results) == MOST_FOUND
    assert all(one.startswith("practice:przystanek-") for one in results)


def test_a_guide_is_found_by_a_word_of_its_headings(furnished_finder: Finder) -> None:
    assert "guide:wspolna-kolacja" in found(furnished_finder, "zaproszenie na kolację")


def test_one_hostile_text_costs_no_more_than_its_first_passage() -> None:
    assert len(found(Finder(decider()), "plakat zarząd " * 2_000)) <= MOST_FOUND


def test_what_answers_comes_by_likelihood_and_before_stories(furnished_finder: Finder) -> None:
    kinds = [one.kind for one in furnished_finder.find("plakaty")]
    assert kinds == sorted(kinds, key=lambda kind: kind == "practice")
    assert found(furnished_finder, "wspólna kolacja")[0] == "guide:wspolna-kolacja"
    assert found(furnished_finder, "KRS")[0] == "entry:stowarzyszenie-krs"
