"""The best of many and the nearest ways of asking: quick, and the same as the slow way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.features import best
from bot.knowledge.index import Index
from bot.knowledge.lexicon import Budget
from bot.knowledge.spoken import Fields, added_up
from bot.knowledge.ways import NOTHING_ALIKE, Common, Ways, weight_of

TERMS = st.sampled_from("abcdefgh")
WAY = st.dictionaries(TERMS, st.sampled_from((0.5, 1.0)), min_size=1, max_size=4)
ENTRIES = st.lists(st.lists(WAY, max_size=4), min_size=1, max_size=12)
SOUGHT = st.dictionaries(TERMS, st.sampled_from((0.5, 1.0)), min_size=1, max_size=5)


def _ways(entries: list[list[dict[str, float]]]) -> tuple[Ways, Index]:
    fields = [Fields(tuple(ways), added_up(ways), {}) for ways in entries]
    index = Index.of([(one.asked, one.answer) for one in fields], (1.0, 1.0))
    return Ways.of(fields, index), index


def _alike(
    ways: Ways, entries: list[list[dict[str, float]]], common: Common, total: float
) -> dict[int, float]:
    """Return how alike the nearest way of each entry is, in the order the query meets them."""
    owners = [number for number, entry in enumerate(entries) for _ in entry]
    met = dict.fromkeys(owners[way] for way in common)
    return {number: ways.fit(common, total, number)[1] for number in met}


@given(ENTRIES, SOUGHT, st.integers(1, 4), st.none() | st.integers(0, 3))
def test_the_nearest_entries_are_those_of_a_full_sort(
    entries: list[list[dict[str, float]]], sought: dict[str, float], most: int, without: int | None
) -> None:
    ways, index = _ways(entries)
    common, total = ways.common(sought, Budget()), weight_of(sought, index)
    alike = _alike(ways, entries, common, total)
    ordered = sorted((n for n in alike if n != without), key=lambda n: -alike[n])
    assert set(ways.nearest(common, total, most, without)) == set(ordered[:most])


@given(ENTRIES, SOUGHT)
def test_a_way_has_in_common_what_both_say(
    entries: list[list[dict[str, float]]], sought: dict[str, float]
) -> None:
    ways, index = _ways(entries)
    every = [way for entry in entries for way in entry]
    expected = {
        number: sum(sought[term] * index.rarity(term) for term in sought if term in way)
        for number, way in enumerate(every)
        if not sought.keys().isdisjoint(way)
    }
    assert ways.common(sought, Budget()) == expected


def test_an_entry_fits_by_what_is_held_and_by_its_first_and_third_way() -> None:
    ways, index = _ways([[{"a": 1.0}, {"a": 1.0, "b": 1.0}, {"a": 1.0, "c": 1.0}], [{"d": 1.0}]])
    sought = {"a": 1.0}
    common, total = ways.common(sought, Budget()), weight_of(sought, index)
    holds, first, third = ways.fit(common, total, 0)
    assert (holds, first) == (1.0, 1.0)
    assert third == 2 * total / (total + index.rarity("a") + index.rarity("c"))
    assert ways.fit(common, total, 1) == NOTHING_ALIKE


def test_no_more_is_compared_than_is_allowed() -> None:
    ways, _ = _ways([[{"a": 1.0}], [{"a": 1.0}], [{"b": 1.0}]])
    assert set(ways.common({"a": 1.0, "b": 1.0}, Budget(steps=2))) == {0, 1}


@given(st.lists(st.sampled_from((-8.0, -1.0, 0.0, 0.5, 2.0))), st.integers(1, 5))
def test_the_best_are_those_of_a_full_sort(scores: list[float], most: int) -> None:
    ordered = sorted(range(len(scores)), key=lambda n: -scores[n])
    assert set(best(scores, most)) == set(ordered[:most])
