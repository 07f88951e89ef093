"""The table that is handed out for an import: with lists to choose from, and how to fill it in."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.programme.documents import Document, Made
from bot.programme.organising.import_columns import HEADINGS, KINDS
from bot.programme.organising.import_columns import MOST as ROWS
from bot.programme.workbooks import workbook
from bot.templates import TABLES

XLSX, CSV = "import_xlsx", "import_csv"
_WIDE: Mapping[str, int] = MappingProxyType(
    {"title": 40, "summary": 40, "agenda": 50, "venue": 30, "trainer": 25, "note": 30, "topic": 28}
)
_BREAKS = ("title", "summary", "agenda", "note")


def collect(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> dict[str, Any]:
    """Read what the lists offer."""
    return {
        "kind": list(KINDS),
        "topic": [one.name for one in desk.topics.values()],
        "municipality": list(desk.base.programme.municipalities),
        "how": (TABLES / "occasions.txt").read_text(encoding="utf-8").splitlines(),
    }


def make(given: Mapping[str, Any]) -> Made:
    """Return the table as XLSX."""

    def fill(book: Any) -> None:
        _fill(book, given)
        _instruct(book, given["how"])
        _offer(book, given)

    return Made("spotkania-wzor.xlsx", workbook(fill))


def _fill(book: Any, given: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet("Spotkania")
    head = book.add_format({"bold": True, "bg_color": "#E9E6D8", "border": 1, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
    hour = book.add_format({"num_format": "hh:mm", "valign": "top"})
    formats = {"day": day, "register_until": day, "from": hour, "to": hour}
    for at, (name, heading) in enumerate(HEADINGS.items()):
        form = formats.get(name, wrapped if name in _BREAKS else None)
        sheet.set_column(at, at, _WIDE.get(name, 14), form)
        sheet.write(0, at, heading, head)
        if name in given:
            _list(sheet, at, name, given)
    for name in ("capacity", "waitlist"):
        at = list(HEADINGS).index(name)
        rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 10_000}
        sheet.data_validation(1, at, ROWS, at, rule)
    sheet.freeze_panes(1, 0)


def _list(sheet: Any, at: int, name: str, given: Mapping[str, Any]) -> None:
    column = "ABC"[_LISTED.index(name)]
    source = f"=Listy!${column}$1:${column}${max(len(given[name]), 1)}"
    sheet.data_validation(1, at, ROWS, at, {"validate": "list", "source": source})


_LISTED = ("kind", "topic", "municipality")


def _offer(book: Any, given: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet("Listy")
    for at, name in enumerate(_LISTED):
        sheet.write_column(0, at, given[name])
    sheet.hide()


def _instruct(book: Any, how: list[str]) -> None:
    sheet = book.add_worksheet("Jak wypełnić")
    sheet.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
    sheet.write_column(0, 0, how)


def make_csv(given: Mapping[str, Any]) -> Made:
    """Return the table as CSV: semicolons, and a mark by which office programs know UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerow(HEADINGS.values())
    return Made("spotkania-wzor.csv", text.getvalue().encode("utf-8-sig"))


DOCUMENTS: Mapping[str, Document] = MappingProxyType(
    {XLSX: Document(collect, make), CSV: Document(collect, make_csv)}
)
