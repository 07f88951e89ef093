"""What contests bring: every button declared, every one shown by some message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bot.programme import sheets
from bot.programme.contests import PART
from bot.programme.contests.result_lines import COLUMNS, template

TEMPLATES = Path(__file__).parents[3] / "bot" / "templates"


def _messages() -> Iterator[Path]:
    """Yield the messages; toasts name what they say in the same manner."""
    yield from (path for path in sorted(TEMPLATES.rglob("*.j2")) if path.stem != "toast")


def test_every_button_is_declared() -> None:
    assert set(PART.leader) == set(PART.leader_may)
    assert set(PART.advisor) == set(PART.advisor_may)


def test_every_button_stands_on_some_message_and_none_else() -> None:
    words = "".join(path.read_text("utf-8") for path in _messages())
    shown = set(re.findall(r'"((?:contest|rule|results)(?:_[a-z_]+)?)"', words))
    taps = {name for name in PART.leader if name.startswith("contest_tap_")}
    assert shown - {"contest_tap_"} == ({*PART.leader, *PART.advisor} - taps)


def test_the_spreadsheet_names_its_columns_and_holds_no_row() -> None:
    found = sheets.read("a.xlsx", template())
    assert found == sheets.Table(((1, tuple(one.title for one in COLUMNS)),))
