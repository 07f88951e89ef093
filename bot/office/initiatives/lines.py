"""The register as a spreadsheet: its columns, both ways, and what may stand in each of them.

Everything wrong is found at once, with the number of its row. What goes out can come back in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bot.domain.amounts import read_amount, written_amount
from bot.domain.polish_words import fold
from bot.programme.contests.result_lines import Complaint, read_day
from bot.programme.sheets import Table
from bot.programme.workbooks import Cell, Column, Leaf, blank, leaves
from bot.storage.initiatives import Initiative

TEXTS: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "grantee": ("Grantobiorca", 200),
        "seat": ("Siedziba", 300),
        "title": ("Tytuł projektu", 300),
        "scope": ("Zakres", 1000),
        "agreement": ("Numer umowy", 80),
    }
)
DAYS: Mapping[str, str] = MappingProxyType({"starts_on": "Początek", "ends_on": "Koniec"})
AMOUNTS: Mapping[str, str] = MappingProxyType(
    {
        "awarded": "Przyznano",
        "paid": "Przekazano",
        "settled": "Rozliczono",
        "returned": "Zwrócono",
    }
)
COUNTS: Mapping[str, str] = MappingProxyType(
    {"participants": "Uczestnicy", "volunteers": "Wolontariusze"}
)
STATES: Mapping[str, str] = MappingProxyType(
    {
        "awarded": "przyznano",
        "agreed": "umowa",
        "running": "w trakcie",
        "reported": "jest raport",
        "settled": "rozliczono",
        "resigned": "rezygnacja",
    }
)
CONTEST, COMMUNE, STATE = "Konkurs", "Gmina", "Stan"
HEADS = (
    CONTEST, TEXTS["grantee"][0], TEXTS["seat"][0], COMMUNE, TEXTS["title"][0], TEXTS["scope"][0],
    TEXTS["agreement"][0], *DAYS.values(), *AMOUNTS.values(), *COUNTS.values(), STATE,
)  # fmt: skip
_WIDE = (TEXTS["grantee"][0], TEXTS["title"][0], TEXTS["scope"][0])
NOTES = (
    "Jeden projekt to jeden wiersz. Pierwszego wiersza proszę nie zmieniać.",
    "Kwoty można pisać tak: 5000 albo 5 000,00. Dni tak: 2027-06-07 albo 7.06.2027.",
    f"{STATE}: {', '.join(STATES.values())}.",
    "Puste pole niczego nie zmienia w projekcie, który już jest w rejestrze.",
)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a file may name: contests by id with their titles, and communes."""

    contests: Mapping[str, str]
    communes: Collection[str] = field(default_factory=tuple)


def template(contests: Sequence[str]) -> bytes:
    """Return the spreadsheet to be filled; `contests` are the titles to choose from."""
    choices = {CONTEST: tuple(contests), STATE: tuple(STATES.values())}
    columns = [Column(one, 40 if one in _WIDE else 16, choices.get(one, ())) for one in HEADS]
    return blank(columns, NOTES)


def spreadsheet(rows: Sequence[Initiative], titles: Mapping[str, str]) -> bytes:
    """Return the register as a file; what people wrote stays text."""
    return leaves([Leaf("Inicjatywy", HEADS, [_cells(one, titles) for one in rows])])


def _cells(one: Initiative, titles: Mapping[str, str]) -> tuple[Cell, ...]:
    return (
        titles.get(one.contest, one.contest),
        one.grantee,
        one.seat,
        one.commune,
        one.title,
        one.scope,
        one.agreement,
        *(getattr(one, name) or "" for name in DAYS),
        *(written_amount(getattr(one, name)) for name in AMOUNTS),
        *("" if getattr(one, name) is None else getattr(one, name) for name in COUNTS),
        STATES[one.state],
    )


def read(table: Table, allowed: Allowed) -> tuple[list[dict[str, Any]], list[Complaint]]:
    """Return the initiatives that a file holds, and all that is wrong with it."""
    _, head = table.rows[0]
    places = {fold(title): place for place, title in enumerate(head) if title}
    needed = (TEXTS["grantee"][0], TEXTS["title"][0])
    missing = [one for one in needed if fold(one) not in places]
    if missing:
        return [], [Complaint(1, one, "no_column") for one in missing]
    found: list[dict[str, Any]] = []
    wrong: list[Complaint] = []
    seen: dict[tuple[str, str, str], int] = {}
    for number, cells in table.rows[1:]:
        given = {one: _cell(cells, places.get(fold(one))) for one in HEADS}
        line, complaints = _line(number, given, allowed)
        key = (line["contest"], fold(line["grantee"]), fold(line["title"]))
        first = seen.setdefault(key, number)
        if first != number:
            complaints.append(Complaint(number, TEXTS["title"][0], "twice", str(first)))
        wrong += complaints
        found.append(line)
    return found, wrong or ([] if found else [Complaint(2, TEXTS["grantee"][0], "no_rows")])


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def _line(
    row: int, given: Mapping[str, str], allowed: Allowed
) -> tuple[dict[str, Any], list[Complaint]]:
    wrong: list[Complaint] = []
    line: dict[str, Any] = {"contest": _contest(given[CONTEST], allowed) or ""}
    if not line["contest"]:
        wrong.append(Complaint(row, CONTEST, "unknown" if given[CONTEST] else "empty",
                               given[CONTEST]))  # fmt: skip
    for name, (title, most) in TEXTS.items():
        line[name] = given[title]
        if len(given[title]) > most or (not given[title] and name in ("grantee", "title")):
            wrong.append(Complaint(row, title, "long" if given[title] else "empty",
                                   given[title][:40]))  # fmt: skip
    commune = _meant(given[COMMUNE], {one: one for one in allowed.communes})
    line["commune"] = commune or ""
    if given[COMMUNE] and commune is None:
        wrong.append(Complaint(row, COMMUNE, "unknown", given[COMMUNE]))
    wrong += _values(row, given, line)
    return line, wrong


def _values(row: int, given: Mapping[str, str], line: dict[str, Any]) -> Iterator[Complaint]:
    """Read days, amounts, counts and the state into a line; yield what is wrong with them."""
    for name, title in DAYS.items():
        day = read_day(given[title])
        line[name] = day.isoformat() if day is not None else None
        if given[title] and day is None:
            yield Complaint(row, title, "day", given[title])
    if line["starts_on"] and line["ends_on"] and line["ends_on"] < line["starts_on"]:
        yield Complaint(row, DAYS["ends_on"], "before", given[DAYS["ends_on"]])
    for name, title in AMOUNTS.items():
        amount = read_amount(given[title]) if given[title] else 0
        line[name] = amount or 0
        if amount is None:
            yield Complaint(row, title, "amount", given[title])
    for name, title in COUNTS.items():
        said = given[title]
        fits = said.isascii() and said.isdecimal() and len(said) < 7
        line[name] = int(said) if fits else None
        if said and not fits:
            yield Complaint(row, title, "number", said)
    if given[STATE]:
        line["state"] = _meant(given[STATE], {word: name for name, word in STATES.items()})
        if line["state"] is None:
            yield Complaint(row, STATE, "unknown", given[STATE])


def _contest(said: str, allowed: Allowed) -> str | None:
    if not said and len(allowed.contests) == 1:
        return next(iter(allowed.contests))
    names = {title: ident for ident, title in allowed.contests.items()}
    return _meant(said, {**names, **{ident: ident for ident in allowed.contests}})


def _meant(said: str, known: Mapping[str, str]) -> str | None:
    return next((value for name, value in known.items() if fold(name) == fold(said)), None)
