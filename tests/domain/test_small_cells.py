"""No small count can be worked out from what is shown of a table, its totals included."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.small_cells import (
    SMALLEST,
    Cell,
    hidden,
    is_small,
    shown_list,
    total_shown,
    with_totals,
)

COUNTS = st.integers(0, 9)


def test_a_lone_small_cell_takes_others_with_it() -> None:
    table = with_totals([[20, 3, 30], [40, 50, 60], [7, 80, 90]])
    gone = hidden(table)
    assert (0, 1) in gone
    assert all(sum(row == at for row, _ in gone) != 1 for at in range(4))
    assert all(sum(column == at for _, column in gone) != 1 for at in range(4))
    assert len(gone) == 4  # and the rest is shown


def test_nothing_is_hidden_of_what_is_large_or_nothing() -> None:
    assert hidden(with_totals([[5, 0], [8, 100]])) == set()


def fitting(table: list[list[int]], gone: set[Cell], most: int) -> list[dict[Cell, int]]:
    """Return everything that the hidden cells might be, going by what is shown."""
    rows, columns = len(table) - 1, len(table[0]) - 1
    inner = [cell for cell in sorted(gone) if cell[0] < rows and cell[1] < columns]
    found = []
    for values in product(range(1, most + 1), repeat=len(inner)):
        guess = dict(zip(inner, values, strict=True))
        grid = [[guess.get((r, c), table[r][c]) for c in range(columns)] for r in range(rows)]
        told = with_totals(grid)
        if all(
            told[r][c] == table[r][c]
            for r in range(rows + 1)
            for c in range(columns + 1)
            if (r, c) not in gone
        ):
            found.append(guess)
    return found


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(COUNTS, min_size=2, max_size=2), min_size=2, max_size=2))
def test_who_knows_the_rest_of_a_small_table_cannot_tell_a_small_cell(
    grid: list[list[int]],
) -> None:
    table = with_totals(grid)
    gone = hidden(table)
    assert all((r, c) in gone for r in range(3) for c in range(3) if is_small(table[r][c]))
    guesses = fitting(table, gone, 12)
    for cell in gone:
        if cell[0] < 2 and cell[1] < 2 and is_small(table[cell[0]][cell[1]]):
            assert len({guess[cell] for guess in guesses}) > 1, (grid, cell)


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 30)))
def test_a_list_shows_no_small_count_nor_what_would_tell_it(counts: dict[str, int]) -> None:
    shown, total = shown_list(counts), total_shown(counts)
    gone = [name for name, count in shown.items() if count is None]
    assert all(shown[name] is None for name, count in counts.items() if is_small(count))
    if gone and total is not None:
        left = total - sum(count for count in shown.values() if count is not None)
        assert len(gone) > 1 and left >= 2 * SMALLEST
