"""What is not everyday: left to `make check`, besides what carries the mark `slow` itself.

`make test` is for between two changes. It runs the rules, the units and, of each area of
conversation, the stories that stand first in its file: those tell what it is for, the later ones
its edges. Nothing is left out of `make check`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
#: Rooms and files that are looked at whole, and only then: odd inputs in tables, the shipped
#: texts page by page, processes, browsers.
LATER = (
    "browser",
    "corpus",
    "faults",
    "fuzz",
    "knowledge/test_audit.py",
    "knowledge/test_hostile_texts.py",
    "knowledge/test_live_content.py",
    "knowledge/test_live_pages.py",
    "knowledge/test_quality.py",
    "knowledge/test_stress.py",
    "knowledge/test_training.py",
    "templates/test_any_words.py",
    "website/test_browser.py",
    "website/test_live_site.py",
    "channels/telegram/test_forged_presses.py",
    "channels/telegram/test_forged_programme_presses.py",
    "channels/telegram/test_permissions.py",
    "test_patterns.py",
    "test_run.py",
)
#: Rooms of which a file's first tests are everyday, and how many.
CENTRAL = {"dialogues": 3, "second_county": 4, "commands": 4, "office": 6, "programme": 6}
#: Examples of a property, where the test itself does not say how many.
EXAMPLES = 25

EVERYDAY = "not slow"  # how `make test` asks


def is_later(path: Path) -> bool:
    """Tell whether a file, or a whole room, is left to `make check`."""
    if not path.is_relative_to(ROOT):
        return False
    name = path.relative_to(ROOT).as_posix()
    return any(name == one or name.startswith(f"{one}/") for one in LATER)


def on_postgresql(item: pytest.Item) -> bool:
    """Tell whether a test needs PostgreSQL: often it is the second of two, after SQLite."""
    called = getattr(item, "callspec", None)
    needed = {"postgresql_server", "postgresql_databases"}.intersection(
        getattr(item, "fixturenames", ())
    )
    return bool(needed) or (called is not None and "postgresql" in called.params.values())


def mark(items: Iterable[pytest.Item]) -> None:
    """Mark as slow whatever is not everyday."""
    so_far: Counter[Path] = Counter()
    for item in items:
        room = item.path.relative_to(ROOT).parts[0]
        if item.get_closest_marker("slow") is None:
            so_far[item.path] += 1
        is_tail = room in CENTRAL and so_far[item.path] > CENTRAL[room]
        if is_tail or is_later(item.path) or on_postgresql(item):
            item.add_marker(pytest.mark.slow)
