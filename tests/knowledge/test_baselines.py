"""The plain ways of searching, on a base so small that their order is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.baselines import PlainBM25, TokenSet
from bot.knowledge.evaluation import evaluate
from tests.knowledge.sample import DAY, base

PAGES = {
    "plakat": ("Co napisać na plakacie?", "Na plakacie podaj miejsce i dzień festynu."),
    "maly-grant": ("Kiedy złożyć wniosek?", "Wniosek o grant składa się przed festynem."),
    "umowa-partnerska": ("Kto podpisuje umowę?", "Umowę podpisuje dwóch członków zarządu."),
}
ASKED = [
    {"text": "co napisać na plakacie", "expect": ["plakat"]},
    {"text": "PODPISUJE UMOWE KTO?", "expect": ["umowa-partnerska"]},
    {"text": "złożyć grant", "expect": ["maly-grant"]},
]


def tiny() -> KnowledgeBase:
    """Return three entries, each asked for in one way."""
    entries = {
        name: base()
        .entries[name]
        .model_copy(
            update={"question": question, "also_asked": (), "rehearsed": (), "answer": answer}
        )
        for name, (question, answer) in PAGES.items()
    }
    return replace(base(), entries=entries)


def order(decides: TokenSet | PlainBM25, text: str) -> list[str]:
    return [one.entry for one in decides.decide(text, DAY).candidates]


def test_token_set_takes_any_part_of_a_wording_for_the_whole() -> None:
    decision = TokenSet(tiny()).decide("Napisac na plakacie co?", DAY)
    assert decision.candidates[0].entry == "plakat"
    assert decision.candidates[0].confidence == 1.0
    assert len(decision.candidates) == 3


def test_token_set_likes_the_best_of_all_wordings() -> None:
    whole = tiny()
    grant = whole.entries["maly-grant"].model_copy(update={"also_asked": ("pieniądze na altanę",)})
    more = replace(whole, entries={**whole.entries, "maly-grant": grant})
    assert TokenSet(more).decide("pieniadze na altane", DAY).candidates[0].confidence == 1.0


def test_bm25_finds_words_of_the_answer_and_prefers_rare_ones() -> None:
    assert order(PlainBM25(tiny()), "zarządu") == ["umowa-partnerska"]
    # "festynu" and "festynem" are different words to it; "na" stands in one page only
    assert order(PlainBM25(tiny()), "festynu") == ["plakat"]
    assert order(PlainBM25(tiny()), "festyn") == []


def test_bm25_score_is_the_textbook_one() -> None:
    # pages of 11, 10 and 8 words; "dwóch" stands once in the third:
    # idf = ln(1 + 2.5 / 1.5), damping = 1.6 * (0.25 + 0.75 * 8 / (29 / 3))
    (candidate,) = PlainBM25(tiny()).decide("dwóch", DAY).candidates
    assert candidate.confidence == pytest.approx(0.980829 * 2.6 / (1 + 1.393103), abs=1e-5)


def test_bm25_does_not_forgive_a_missing_letter_and_token_set_does() -> None:
    assert order(PlainBM25(tiny()), "umowe") == []
    assert order(TokenSet(tiny()), "umowe")[0] == "umowa-partnerska"


def test_both_are_measured_like_ours_and_answer_nothing_alone() -> None:
    for decides in (TokenSet(tiny()), PlainBM25(tiny())):
        report = evaluate(decides, ASKED, DAY)
        assert report.recall(3) == 1.0
        assert (report.coverage, report.precision) == (0.0, None)
        assert report.value("coverage_95") == 1.0  # by its raw score


def test_nothing_is_found_for_nothing_and_in_nothing() -> None:
    empty = replace(base(), entries={})
    for kind in (TokenSet, PlainBM25):
        assert kind(tiny()).decide("...", DAY).candidates == ()
        assert kind(empty).decide("plakat", DAY).candidates == ()
