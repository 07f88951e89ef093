"""Spreadsheets that the bot makes, all written here: their cells hold text and counts.

What people wrote goes in as text whatever it begins with, so nothing in it is ever worked out or
opened. Reading what people send is left to `sheets`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Cell = str | int
_INERT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_ROOM = 500  # rows with a choice in what is handed out
_WIDEST = 50


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet of a file: its name, its heads, its rows."""

    name: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a spreadsheet that is handed out; `choices` are offered in each of its cells."""

    title: str
    width: int = 20
    choices: tuple[str, ...] = ()


def workbook(fill: Callable[[Workbook], None]) -> bytes:
    """Return the file that `fill` makes; whatever strings it writes stay strings."""
    import xlsxwriter  # big, and not always needed

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, **_INERT}) as book:
        fill(book)
    return made.getvalue()


def line(sheet: Worksheet, at: int, cells: Sequence[Cell], form: Format | None = None) -> None:
    """Write the cells of a row, counts as numbers and all else as text."""
    for column, cell in enumerate(cells):
        if isinstance(cell, int):
            sheet.write_number(at, column, cell, form)
        else:
            sheet.write_string(at, column, cell, form)


def leaves(given: Sequence[Leaf]) -> bytes:
    """Return a file of several sheets, with columns as wide as what stands in them."""

    def fill(book: Workbook) -> None:
        bold = book.add_format({"bold": True, "bottom": 1})
        for leaf in given:
            _write(book.add_worksheet(leaf.name), leaf, bold)

    return workbook(fill)


def _write(sheet: Worksheet, leaf: Leaf, bold: Format) -> None:
    line(sheet, 0, leaf.heads, bold)
    for at, cells in enumerate(leaf.rows, 1):
        line(sheet, at, cells)
    for column, cells in enumerate(zip(leaf.heads, *leaf.rows, strict=True)):
        sheet.set_column(column, column, min(max(len(str(one)) for one in cells) + 2, _WIDEST))
    sheet.freeze_panes(1, 0)


def blank(columns: Sequence[Column], notes: Sequence[str]) -> bytes:
    """Return a spreadsheet to be filled: named columns, and a second sheet that says how."""

    def fill(book: Workbook) -> None:
        words, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        sheet = book.add_worksheet("Dane")
        sheet.freeze_panes(1, 0)
        line(sheet, 0, [column.title for column in columns], head)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width, words)
            if column.choices:
                offer = {"validate": "list", "source": list(column.choices)}
                sheet.data_validation(1, place, _ROOM, place, offer)
        how = book.add_worksheet("Jak wypełnić")
        how.set_column(0, 0, 100)
        for number, note in enumerate(notes):
            line(how, number, [note])

    return workbook(fill)
