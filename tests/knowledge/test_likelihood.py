"""How likely an entry's own texts would say a question."""

from __future__ import annotations

from bot.knowledge.index import Index
from bot.knowledge.likelihood import Likelihood
from bot.knowledge.spoken import Fields, added_up


def _entry(asked: dict[str, float], answer: dict[str, float] | None = None) -> Fields:
    return Fields((asked,), asked, answer or {})


def _likelihood(entries: list[Fields], most: int | None = None) -> Likelihood:
    index = Index.of([(fields.asked, fields.answer) for fields in entries], (1.0, 1.0), most)
    return Likelihood.of(entries, index)


def _always(_steps: int) -> bool:
    return True


def test_an_entry_that_says_it_more_often_is_likelier() -> None:
    found = _likelihood(
        [_entry({"statut": 3.0, "koło": 1.0}), _entry({"statut": 1.0, "pit": 3.0})]
    )
    sums, mass = found.sums({"statut": 1.0}, _always)
    assert sums[0] > sums[1]
    assert mass == 1.0


def test_a_long_entry_is_not_likelier_for_its_length_alone() -> None:
    long = {f"słowo{n}": 1.0 for n in range(200)}
    found = _likelihood([_entry({"statut": 2.0}), _entry({"statut": 2.0} | long)])
    sums, _ = found.sums({"statut": 1.0}, _always)
    assert sums[0] > sums[1]


def test_a_word_in_an_answer_counts_twice_at_most() -> None:
    once = _likelihood([_entry({"a": 1.0}, {"pit": 2.0})])
    often = _likelihood([_entry({"a": 1.0}, {"pit": 50.0})])
    assert once.sums({"pit": 1.0}, _always) == often.sums({"pit": 1.0}, _always)


def test_what_no_entry_says_tells_nothing() -> None:
    found = _likelihood([_entry({"statut": 1.0}), _entry({"pit": 1.0})])
    assert found.sums({"pogoda": 5.0}, _always) == ([0.0, 0.0], 0.0)


def test_what_too_many_entries_say_is_not_looked_for() -> None:
    entries = [_entry({"wszędzie": 1.0, f"słowo{n}": 1.0}) for n in range(4)]
    found = _likelihood(entries, most=3)
    assert found.sums({"wszędzie": 1.0}, _always)[1] == 0.0
    assert found.sums({"słowo2": 1.0}, _always)[1] == 1.0


def test_no_more_is_counted_than_is_allowed() -> None:
    found = _likelihood([_entry({"a": 1.0, "b": 1.0})])
    asked: list[int] = []

    def once(steps: int) -> bool:
        asked.append(steps)
        return len(asked) == 1

    assert found.sums({"a": 1.0, "b": 1.0}, once)[1] == 1.0


def test_terms_add_up() -> None:
    assert added_up(({"a": 1.0, "b": 0.5}, {"a": 2.0})) == {"a": 3.0, "b": 0.5}
