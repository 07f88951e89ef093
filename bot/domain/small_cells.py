"""Figures that may be shown to everybody: none so small that it points at somebody.

A count from 1 to 4 is hidden. One hidden cell of a row is what is left of the row's total, so
others have to go with it: after `hidden`, no cell that is not shown follows from those that are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

SMALLEST = 5
Grid = Sequence[Sequence[int]]
Cell = tuple[int, int]


def is_small(count: int) -> bool:
    """Tell whether a count points at somebody."""
    return 0 < count < SMALLEST


def with_totals(grid: Grid) -> list[list[int]]:
    """Return a table with a column and a row of totals."""
    rows = [[*row, sum(row)] for row in grid]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def hidden(grid: Grid) -> set[Cell]:
    """Return the cells of a table with its totals (`with_totals`) that must not be shown.

    Each line, totals included, is a sum of its cells: a hidden cell is safe when the hidden ones
    of its line could exchange enough with each other in both directions.
    """
    gone = {cell for cell, count in _cells(grid) if is_small(count)}
    while more := _needed(grid, gone):
        gone |= more
    return gone


def shown_list(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Return counts whose total is known, with None for those that must not be shown."""
    gone = {name for name, count in counts.items() if is_small(count)}
    left = sorted((count, name) for name, count in counts.items() if count >= SMALLEST)
    while gone and left and (len(gone) < 2 or _sum(counts, gone) < 2 * SMALLEST):
        gone.add(left.pop(0)[1])
    return {name: None if name in gone else count for name, count in counts.items()}


def total_shown(counts: Mapping[str, int]) -> int | None:
    """Return the total of such a list; None when it would tell what is hidden in it."""
    shown, total = shown_list(counts), sum(counts.values())
    gone = [name for name, count in shown.items() if count is None]
    enough = not gone or (len(gone) > 1 and _sum(counts, gone) >= 2 * SMALLEST)
    return total if enough and not is_small(total) else None


def _sum(counts: Mapping[str, int], names: Iterable[str]) -> int:
    return sum(counts[name] for name in names)


def _cells(grid: Grid) -> Iterator[tuple[Cell, int]]:
    for row, counts in enumerate(grid):
        for column, count in enumerate(counts):
            yield (row, column), count


def _needed(grid: Grid, gone: set[Cell]) -> set[Cell]:
    """Return further cells to hide for the sake of one that is exposed; none when all is safe.

    Best are the three that close the round with it and cost least; else the least at all.
    """
    exposed = next(_exposed(grid, gone), None)
    if exposed is None:
        return set()
    rounds = [more for more in _rounds(grid, exposed) if more - gone]
    if rounds:
        return min(rounds, key=lambda more: (_cost(grid, more - gone), sorted(more))) - gone
    rest = [cell for cell, count in _cells(grid) if count and cell not in gone]
    return {min(rest, key=lambda cell: (grid[cell[0]][cell[1]], cell))} if rest else set()


def _rounds(grid: Grid, cell: Cell) -> Iterator[set[Cell]]:
    """Yield three cells that make a rectangle with this one, each side with enough in it."""
    row, column = cell
    for other in (one for one in range(len(grid)) if one != row):
        for beside in (one for one in range(len(grid[0])) if one != column):
            corners = [(row, column), (row, beside), (other, beside), (other, column)]
            counts = [grid[r][c] for r, c in corners]
            sides = (a + b for a, b in pairwise([*counts, counts[0]]))
            if all(counts) and all(side >= 2 * SMALLEST for side in sides):
                yield set(corners[1:])


def _cost(grid: Grid, cells: Iterable[Cell]) -> int:
    return sum(grid[row][column] for row, column in cells)


def _exposed(grid: Grid, gone: set[Cell]) -> Iterator[Cell]:
    """Yield the hidden cells that can be worked out, or nearly."""
    held = _on_a_round(gone)
    for cell in sorted(gone):
        if cell not in held or not _has_room(grid, gone, cell):
            yield cell


def _has_room(grid: Grid, gone: set[Cell], cell: Cell) -> bool:
    """Tell whether the hidden cells of each of its lines hold enough together."""
    row, column = cell
    lines = ([one for one in gone if one[0] == row], [one for one in gone if one[1] == column])
    return all(sum(grid[r][c] for r, c in line) >= 2 * SMALLEST for line in lines)


def _on_a_round(gone: set[Cell]) -> set[Cell]:
    """Return the cells that lie on a round of hidden cells, from line to line and back.

    A cell on none is all that its part of the table shares with the rest: it can be worked out.
    """
    return {cell for cell in gone if _joined(gone - {cell}, cell)}


def _joined(others: Iterable[Cell], cell: Cell) -> bool:
    """Tell whether a cell's row and column are joined by other hidden cells."""
    rest, reached = list(others), {("row", cell[0])}
    grown = True
    while grown:
        grown = False
        for row, column in rest:
            ends = {("row", row), ("column", column)}
            if len(ends & reached) == 1:
                reached |= ends
                grown = True
    return ("column", cell[1]) in reached


def tally(names: Iterable[str]) -> dict[str, int]:
    """Return how often each name stands there, the most frequent first."""
    counts = Counter(names)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
