"""Spreadsheets that the bot makes, all written here: their cells hold text and numbers.

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

Cell = str | int | float
_INERT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_ROOM = 500  # rows with a choice in what is handed out
_WIDEST = 50
_LONGEST = 32_767  # characters that a cell may hold
_DECIMALS, _A4 = "#,##0.00", 9
_GREEN, _WHEAT = "#2F6B3A", "#E9C46A"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a sheet's own cells: bars of `values` columns beside the names of `names`.

    `rows`: how many rows from the top it shows.
    """

    title: str
    names: int
    values: tuple[int, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet of a file: its name, its heads, its rows, and what stands under them.

    `links`: the sheets that the rows lead to, from the top.
    """

    name: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    foot: tuple[Cell, ...] = ()
    chart: Chart | None = None
    links: tuple[str, ...] = ()


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
    """Write the cells of a row, numbers as such and all else as text."""
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.write_string(at, column, cell[:_LONGEST], form)
        else:
            sheet.write_number(at, column, cell, form)


def leaves(given: Sequence[Leaf]) -> bytes:
    """Return a file of several sheets, with columns as wide as what stands in them."""

    def fill(book: Workbook) -> None:
        bold, foot = book.add_format({"bold": True, "bottom": 1}), book.add_format({"top": 1})
        decimals = book.add_format({"num_format": _DECIMALS})
        for leaf in given:
            sheet = book.add_worksheet(leaf.name)
            _write(sheet, leaf, bold, foot, decimals)
            if leaf.chart is not None and leaf.chart.rows:
                _draw(book, sheet, leaf, leaf.chart)

    return workbook(fill)


def _write(sheet: Worksheet, leaf: Leaf, bold: Format, foot: Format, decimals: Format) -> None:
    line(sheet, 0, leaf.heads, bold)
    for at, cells in enumerate(leaf.rows, 1):
        line(sheet, at, cells)
    for at, name in enumerate(leaf.links, 1):
        sheet.write_url(at, 0, f"internal:'{name}'!A1", None, str(leaf.rows[at - 1][0]))
    if leaf.foot:
        line(sheet, len(leaf.rows) + 1, leaf.foot, foot)
    for column, cells in enumerate(zip(leaf.heads, *leaf.rows, strict=True)):
        width = min(max(len(str(one)) for one in cells) + 2, _WIDEST)
        parts = any(isinstance(one, float) for one in cells)
        sheet.set_column(column, column, width, decimals if parts else None)
    sheet.freeze_panes(1, 0)
    _on_paper(sheet)


def _on_paper(sheet: Worksheet) -> None:
    """Let it be printed across one page, with the heads on each."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _draw(book: Workbook, sheet: Worksheet, leaf: Leaf, chart: Chart) -> None:
    """Put a chart to the right of the rows; it follows the cells when somebody changes them."""
    drawn = book.add_chart({"type": "bar"})
    for column, colour in zip(chart.values, (_GREEN, _WHEAT), strict=False):
        drawn.add_series(
            {
                "name": [leaf.name, 0, column],
                "categories": [leaf.name, 1, chart.names, chart.rows, chart.names],
                "values": [leaf.name, 1, column, chart.rows, column],
                "fill": {"color": colour},
            }
        )
    drawn.set_title({"name": chart.title, "name_font": {"size": 12}})
    drawn.set_y_axis({"reverse": True})
    drawn.set_size({"width": 640, "height": 140 + 26 * chart.rows * len(chart.values)})
    if len(chart.values) == 1:
        drawn.set_legend({"none": True})
    sheet.insert_chart(1, len(leaf.heads) + 1, drawn)


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
