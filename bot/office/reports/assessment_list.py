"""What leaders say of their own skills, all together: nothing from fewer than five of them."""

from __future__ import annotations

from bot.domain.small_cells import SMALLEST
from bot.helpdesk.desk import Desk
from bot.office.reports.ledger import Ledger
from bot.office.reports.table import HIDDEN, Table
from bot.programme.workbooks import Cell

PARTS = {"begin": "na początku", "end": "na końcu"}


def assessment(desk: Desk, told: Ledger) -> Table:
    """List how many rated each statement, and the mean, at the beginning and at the end."""
    asked = desk.base.organisation.self_assessment
    statements = asked.statements if asked is not None else ()
    rows: list[tuple[Cell, ...]] = []
    for number, statement in enumerate(statements):
        cells = [_mean(told, part, number) for part in PARTS]
        rows.append((statement, *(one for pair in cells for one in pair)))
    heads = ["Zdanie"]
    for part in PARTS.values():
        heads += [f"Odpowiedzi {part}", f"Średnia {part} (1-5)"]
    return Table("samoocena", "Samoocena", tuple(heads), rows, public=True)


def _mean(told: Ledger, part: str, number: int) -> tuple[Cell, Cell]:
    count, total = told.ratings.get((part, number), (0, 0))
    if count == 0:
        return 0, ""
    return (count, round(total / count, 2)) if count >= SMALLEST else (HIDDEN, HIDDEN)
