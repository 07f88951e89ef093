"""One table of a report: its name for files, its heads and rows, and the line that checks it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from bot.programme.comma_files import comma_file, written
from bot.programme.workbooks import Cell, Chart, Leaf

Rows = Sequence[tuple[Cell, ...]]
HIDDEN = "ukryte (mniej niż 5)"


@dataclass(frozen=True, slots=True)
class Table:
    """One list of the report; `public`: nothing in it points at anybody, others may have it."""

    slug: str
    title: str  # of the sheet: 31 characters at most
    heads: tuple[str, ...]
    rows: Rows
    public: bool = False
    chart: Chart | None = None

    @property
    def check(self) -> tuple[Cell, ...]:
        """Return the last line: how many rows, the sum of each column of numbers, and a mark.

        The mark is made of all that stands above: where it differs, something was changed.
        """
        sums = [self._sum(column) for column in range(len(self.heads))]
        sums[0] = f"Suma kontrolna: wierszy {len(self.rows)}, znak {self._mark()}"
        return tuple(sums)

    def _sum(self, column: int) -> Cell:
        cells = [row[column] for row in self.rows]
        numbers = [cell for cell in cells if not isinstance(cell, str)]
        if not numbers or len(numbers) < len(cells):
            return ""
        total = sum(numbers)
        return round(total, 2) if isinstance(total, float) else total

    def _mark(self) -> str:
        lines = [";".join(written(cell) for cell in row) for row in (self.heads, *self.rows)]
        return sha256("\n".join(lines).encode()).hexdigest()[:8]

    def leaf(self) -> Leaf:
        """Return it as a sheet."""
        return Leaf(self.title, self.heads, self.rows, self.check, self.chart)

    def file(self) -> bytes:
        """Return it as a file with semicolons."""
        return comma_file(self.heads, [*self.rows, self.check])
