"""Everything that is known of a person, as two files: for other programs, and to be read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.privacy.wishes import STALE, own
from bot.programme import documents
from bot.programme.documents import Document, Made
from bot.storage import exporting, people, records
from bot.storage.exporting import BASE64, Row
from bot.storage.rows import Person
from bot.templates import Texts, my_data
from bot.templates.polish import WARSAW, hour, short_date

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+\+00:00$")
JSON, PAGE = "my_data_json", "my_data_page"


@dataclass(frozen=True, slots=True)
class Given:
    """What goes into the files."""

    at: str
    organisation: str
    topics: Mapping[str, str]  # names by id
    tables: Mapping[str, list[Row]]


def ask(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe both files to the person whose data they hold; the trail says so."""
    person = own(conn, press)
    if person is None:
        return STALE
    owe(conn, desk, person, person.address)
    records.note(conn, desk.now, f"person:{person.id}", "exported", person=person.id)
    return Toast("saved")


def owe(conn: Connection, desk: Desk, meant: Person, to: str) -> None:
    """Owe an address the files of somebody's data; asked for twice in a minute, once."""
    about = {"person": meant.id, "minute": f"{desk.now:%Y%m%d%H%M}"}
    for what in (PAGE, JSON):
        caption = ("privacy_file", {"own": to == meant.address}) if what == PAGE else (None, {})
        key = f"{what}:{meant.id}:{to}:{about['minute']}"
        template, values = caption
        documents.send(conn, desk, to, what, about, caption=template, values=values, key=key)


def _collect(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> Given | None:
    """Read it all, unless the person is erased meanwhile."""
    if people.by_id(conn, about["person"]).erased_at is not None:
        return None
    tables = exporting.everything(conn, about["person"])
    tables["post"] = [_unsigned(one) for one in tables.get("post", [])]
    tables["advice_card"] = [_said_of(one) for one in tables.get("advice_card", [])]
    known = {name: rows for name, rows in tables.items() if rows}
    names = {topic.id: topic.name for topic in desk.topics.values()}
    return Given(desk.now.isoformat(), desk.base.organisation.name, names, known)


def _unsigned(row: Row) -> Row:
    """Leave out who wrote a note: it was signed for nobody but the other advisors."""
    noted = row.get("side") == "note"
    return {name: value for name, value in row.items() if not (noted and name == "author")}


def _said_of(row: Row) -> Row:
    """Leave out of a card what its panel asks an advisor for; what the person said stays."""
    wrong = row.get("desk", {}).get("wrong")
    plain = {name: value for name, value in row.items() if name != "desk"}
    return {**plain, "desk": wrong} if wrong else plain


def named(given: Given) -> dict[str, list[dict[str, Any]]]:
    """Return the tables with Polish names for tables, columns and our own words."""
    return {
        my_data.table_name(table): [
            {
                my_data.column_name(table, name): _said(given, name, value)
                for name, value in row.items()
            }
            for row in rows
        ]
        for table, rows in sorted(given.tables.items(), key=_place)
    }


def _said(given: Given, column: str, value: Any) -> Any:
    """Return a word of ours in Polish, a topic by its name, and anything else as it is."""
    if column == "topic" and isinstance(value, str):
        return given.topics.get(value, value)
    return my_data.value_name(column, value)


def _place(item: tuple[str, object]) -> int:
    return list(my_data.TABLES).index(item[0])


def _json(given: Given) -> Made:
    whole = {
        my_data.AS_OF: given.at,
        my_data.KEEPER: given.organisation,
        my_data.DATA: named(given),
    }
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    return Made("moje-dane.json", text.encode())


def _page(given: Given) -> Made:
    values = {"at": given.at, "organisation": given.organisation, "tables": _flat(named(given))}
    return Made("moje-dane.html", Texts().page("my_data", values).encode())


def _flat(tables: Mapping[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, str]]]:
    return {
        table: [{name: _text(value) for name, value in row.items()} for row in rows]
        for table, rows in tables.items()
    }


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return my_data.YES if value else my_data.NO
    if isinstance(value, str) and _MOMENT.match(value):
        return f"{short_date(datetime.fromisoformat(value).astimezone(WARSAW))}, {hour(value)}"
    if isinstance(value, dict) and list(value) == [BASE64]:
        return my_data.IN_THE_OTHER_FILE
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, indent=1)
    return str(value)


JSON_FILE = Document(_collect, _json)
PAGE_FILE = Document(_collect, _page)
