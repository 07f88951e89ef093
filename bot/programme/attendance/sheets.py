"""Spreadsheets for the coordinator: cells hold text and counts, never formulas.

What people wrote goes in as text whatever it begins with, so nothing in it is ever worked out.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import xlsxwriter

from bot.domain.warsaw import local
from bot.programme.attendance import figures
from bot.programme.documents import Made
from bot.storage.certificates import Certificate
from bot.storage.occasions import Occasion
from bot.storage.registrations import Registration

Cell = str | int
STATES = {
    "seated": "miejsce",
    "offered": "miejsce zaproponowane",
    "waiting": "lista rezerwowa",
    "left": "rezygnacja",
}
CHANNELS = {
    "telegram": "Telegram",
    "phone": "telefon",
    "email": "e-mail",
    "list": "lista",
    "walk_in": "z sali",
}
BY = {"list": "lista", "link": "kod", "walk_in": "z sali"}


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a file: its name, its heads, its rows."""

    name: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


def attendance(
    row: Occasion, people: Sequence[Registration], reasons: dict[int, str]
) -> list[Table]:
    """Return the list of a meeting and its figures by commune."""
    heads = (
        *("Lp.", "Imię i nazwisko", "Organizacja", "Gmina", "Status", "Osoby towarzyszące"),
        *("Obecność", "Godzina wejścia", "Jak potwierdzono", "Jak zapisano", "Nieobecność"),
    )
    lines = [(at, *_line(one, reasons)) for at, one in enumerate(people, 1)]
    places = [*figures.communes(people)]
    places.append(("razem", sum(one for _, one, _ in places), sum(one for _, _, one in places)))
    return [
        Table("Lista", heads, lines),
        Table("Gminy", ("Gmina", "Zapisani z miejscem", "Obecni"), places),
        Table("Spotkanie", ("Co", "Wartość"), _about(row)),
    ]


def _line(one: Registration, reasons: dict[int, str]) -> tuple[Cell, ...]:
    came = local(one.present_at) if one.present_at is not None else None
    return (
        one.name,
        one.organisation,
        one.commune,
        STATES[one.state],
        one.guests,
        "tak" if came else "nie",
        f"{came:%d.%m.%Y %H:%M}" if came else "",
        BY.get(one.present_by or "", ""),
        CHANNELS[one.channel],
        reasons.get(one.id, ""),
    )


def _about(row: Occasion) -> list[tuple[Cell, ...]]:
    return [
        ("Tytuł", row.title),
        ("Początek", f"{local(row.starts_at):%d.%m.%Y %H:%M}"),
        ("Koniec", f"{local(row.ends_at):%d.%m.%Y %H:%M}"),
        ("Miejsce", row.place),
    ]


def register(found: Sequence[Certificate]) -> list[Table]:
    """Return the register of certificates, cancelled ones too."""
    heads = ("Numer", "Imię i nazwisko", "Spotkanie", "Dzień", "Godziny", "Wydano", "Unieważniono")
    rows = [
        (
            one.sign,
            one.name,
            one.title,
            one.day,
            one.hours,
            f"{local(one.issued_at):%d.%m.%Y}",
            f"{local(one.cancelled_at):%d.%m.%Y}" if one.cancelled_at else "",
        )
        for one in found
    ]
    return [Table("Rejestr", heads, rows)]


def make(name: str) -> Callable[[Sequence[Table]], Made]:
    """Return what makes a file of this name from tables."""
    return partial(_made, name)


def _made(name: str, tables: Sequence[Table]) -> Made:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for table in tables:
            _write(book.add_worksheet(table.name), table, bold)
    return Made(name, out.getvalue())


def _write(sheet: xlsxwriter.worksheet.Worksheet, table: Table, bold: object) -> None:
    widths = [len(head) for head in table.heads]
    for column, head in enumerate(table.heads):
        sheet.write_string(0, column, head, bold)
    for at, line in enumerate(table.rows, 1):
        for column, cell in enumerate(line):
            if isinstance(cell, int):
                sheet.write_number(at, column, cell)
            else:
                sheet.write_string(at, column, cell)
            widths[column] = max(widths[column], len(str(cell)))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width + 2, 50))
    sheet.freeze_panes(1, 0)
