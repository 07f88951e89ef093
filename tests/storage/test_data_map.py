"""The map of data knows every column there is."""

from __future__ import annotations

import pytest

from bot.storage import data_map
from bot.storage.data_map import lines
from bot.storage.every_table import metadata


def test_every_column_is_on_the_map() -> None:
    assert lines.missing(metadata.tables, data_map.MAP) == [], (
        "each of these columns needs a line in the module of its area in bot/storage/data_map: "
        "what it is, what an erasure does with it, and whether an export shows it"
    )


def test_what_stays_counts_from_a_column_that_is_there() -> None:
    for name, rows in data_map.MAP.items():
        until = [column for column, line in rows.columns.items() if line.then == "until"]
        assert bool(until) == (rows.stays is not None), name
        if rows.stays is not None and rows.stays.since:
            assert rows.stays.since in rows.columns, name


def test_what_people_are_and_say_never_just_stays() -> None:
    kept = [
        f"{name}.{column}"
        for name, rows in data_map.MAP.items()
        for column, line in rows.columns.items()
        if not rows.gone and line.what in ("personal", "content") and line.then == "keep"
    ]
    assert kept == ["team.name"]  # a firm's


def test_a_line_that_nobody_understands_is_refused() -> None:
    for wrong in ("text content", "text words erase", "text content burn", "a ours keep hidden"):
        with pytest.raises(lines.WrongLine):
            lines.rows("person_id", wrong)
    found = lines.missing(metadata.tables, {**data_map.MAP, "place": lines.ours("alias nowhere")})
    assert "place.chat_id" in found and "no such column: place.nowhere" in found
