"""A case of one person is told from a question that many may have."""

from __future__ import annotations

import pytest

from bot.knowledge.cases import Cases
from bot.knowledge.decision import Decider
from bot.knowledge.labelled import Labelled, cases, shipped
from tests.knowledge.sample import DAY, base

SAID = (
    ("Proszę poprawić mój wniosek, numer 17.", True),
    ("Poprawcie proszę mój PIT, jest w nim błąd.", True),
    ("Jak poprawić wniosek?", False),
    ("Kto poprawia PIT?", False),
)


def test_how_a_message_is_put_tells_a_case() -> None:
    known = Cases(SAID)
    assert known.lean("proszę poprawić moje sprawozdanie") > 0
    assert known.lean("jak poprawić sprawozdanie?") < 0


def test_what_says_nothing_known_leans_nowhere() -> None:
    assert Cases(SAID).lean("xyz") <= Cases(SAID).lean("Proszę poprawić mój")
    assert Cases([]).lean("cokolwiek") == 0.0


def test_a_denial_alone_teaches_nothing() -> None:
    denied = Labelled("Jak to?", "legal", (), None, ("plakat",))
    assert list(cases([denied])) == []


@pytest.mark.parametrize(
    "message",
    [
        "Odrzuciliście nasz wniosek numer 112, proszę o ponowne sprawdzenie i telefon do mnie.",
        "proszę zadzwońcie do naszej gminy bo nie chcą podpisać z nami umowy",
    ],
)
def test_a_case_goes_to_a_human_whatever_its_words(message: str) -> None:
    decision = Decider(base()).decide(message, DAY)
    assert (decision.zone, decision.kind) == ("advisor", "personal")


def test_a_known_way_of_asking_is_no_case() -> None:
    decider = Decider(base())
    wrong = [
        way
        for entry in base().entries.values()
        for way in entry.wordings
        if decider.decide(way, DAY).kind == "personal"
    ]
    assert wrong == []


def test_some_shipped_cases_are_told_by_others_alone_and_hardly_a_question_is() -> None:
    known = list(cases(shipped()))
    heard, rest = Cases(known[::2]), known[1::2]
    where = base().weights.zones["personal_from"]  # type: ignore[union-attr]
    told = [(heard.lean(text) >= where, is_case) for text, is_case in rest]
    assert sum(says for says, is_case in told if is_case) >= 0.2 * sum(c for _, c in told)
    assert sum(says for says, is_case in told if not is_case) <= 0.03 * len(told)
