"""How old the newest proven copy is, and what came of the last try to make one.

Whatever has the name of a copy was restored and compared before it got that name; what came of the
last try lies beside it in `last.json`, which is read with care: another version may have left it.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.operations.doctor.findings import Finding, broken, fine, warning
from bot.settings import Settings

MAX_AGE = timedelta(hours=26)
LAST = "last.json"
COPIES = "kopia zapasowa"
_NAME = re.compile(r"dzialaj-(\d{4}-\d{2}-\d{2}-\d{6})\.age")
_DO = "Zrób kopię: dzialaj backup; co noc robi to dzialaj-backup@.timer."


def last_proof(directory: Path) -> datetime | None:
    """Return the moment that the newest proven copy holds; None without any."""
    try:
        names = [path.name for path in directory.iterdir()]
    except OSError:
        return None
    return max((at for name in names if (at := _moment(name)) is not None), default=None)


def _moment(name: str) -> datetime | None:
    known = _NAME.fullmatch(name)
    try:
        return known and datetime.strptime(known[1], "%Y-%m-%d-%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def last_copy(settings: Settings, now: datetime) -> Finding:
    """Say whether there is a copy that is proven and new enough."""
    if settings.backup_recipient is None:
        todo = "Zrób klucz: dzialaj backup --new-key, i podaj publiczny w BOT_BACKUP_RECIPIENT."
        return warning(COPIES, "nie są robione: nie ma dla kogo ich szyfrować", todo)
    proven, failed = last_proof(settings.backups_directory), _failed(settings.backups_directory)
    why = f"; ostatnia próba się nie udała ({failed})" if failed else ""
    if proven is None:
        return (broken if failed else warning)(COPIES, f"nie ma jeszcze żadnej{why}", _DO)
    said = f"ostatnia sprawdzona {_ago(now - proven)}{why}"
    if now - proven > 2 * MAX_AGE:
        return broken(COPIES, said, _DO)
    return warning(COPIES, said, _DO) if failed or now - proven > MAX_AGE else fine(COPIES, said)


def _failed(directory: Path) -> str:
    """Return the word for why the last try failed; nothing when it did not, or nobody knows."""
    try:
        left: dict[str, Any] = json.loads((directory / LAST).read_bytes())
        return re.sub(r"[^\w .,:-]", "", str(left["failed"]))[:60]
    except (OSError, ValueError, TypeError, KeyError):
        return ""


def _ago(age: timedelta) -> str:
    hours = round(age.total_seconds() / 3600)
    return f"{hours} h temu" if hours < 72 else f"{hours // 24} dni temu"
