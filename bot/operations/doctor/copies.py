"""When a copy of the database was last proven by restoring it: one line of `results.jsonl` each.

Read with care: a line that was cut short, or that another version wrote, is passed over.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.operations.doctor.findings import Finding, broken, fine, warning

MAX_AGE = timedelta(hours=26)
RESULTS = "results.jsonl"
COPIES = "kopia zapasowa"


def last_copy(directory: Path, now: datetime) -> Finding:
    """Say when a copy was last proven by restoring it."""
    todo = "Zrób i sprawdź kopię: dzialaj backup. Codziennie robi to dzialaj-backup.timer."
    results = _results(directory / RESULTS)
    proven = [at for at, whole, _why in results if whole]
    if not proven:
        said = (
            "nie ma jeszcze sprawdzonej kopii" if not results else "żadna kopia się nie odtworzyła"
        )
        return (broken if results else warning)(COPIES, said, todo)
    age, (_at, whole, why) = now - max(proven), results[-1]
    said = f"ostatnia sprawdzona {_ago(age)}"
    if age > 2 * MAX_AGE:
        return broken(COPIES, said, todo)
    if age > MAX_AGE or not whole:
        failed = (
            "" if whole else f"; ostatnia próba się nie udała ({why or 'nie wiadomo dlaczego'})"
        )
        return warning(COPIES, said + failed, todo)
    return fine(COPIES, said)


def last_proof(directory: Path) -> datetime | None:
    """Return when a copy was last proven, as far as the results say."""
    return max((at for at, whole, _why in _results(directory / RESULTS) if whole), default=None)


def _results(file: Path) -> list[tuple[datetime, bool, str | None]]:
    """Return the results that can be read, oldest first; a line cut short is passed over."""
    try:
        lines = file.read_text("utf-8", "replace").splitlines()
    except OSError:
        return []
    found = (_result(line) for line in lines)
    return sorted((one for one in found if one is not None), key=lambda one: one[0])


def _result(line: str) -> tuple[datetime, bool, str | None] | None:
    try:
        given: dict[str, Any] = json.loads(line)
        at = datetime.fromisoformat(str(given["at"]))
        why = given.get("reason")
        whole = given["proven"] is True
    except (ValueError, TypeError, KeyError):
        return None
    return None if at.tzinfo is None else (at, whole, None if why is None else str(why)[:80])


def _ago(age: timedelta) -> str:
    hours = round(age.total_seconds() / 3600)
    return f"{hours} h temu" if hours < 72 else f"{hours // 24} dni temu"
