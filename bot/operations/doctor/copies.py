"""How old the newest proven copy is, and what came of the last try to make one.

Whatever has the name of a copy was restored and compared before it got that name.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

from bot.operations import backups, results
from bot.operations.doctor.findings import Finding, broken, fine, warning
from bot.settings import Settings

MAX_AGE = timedelta(hours=26)
COPIES = "kopia zapasowa"
_DO = "Zrób kopię: dzialaj backup; co noc robi to dzialaj-backup@.timer."


def last_copy(settings: Settings, now: datetime) -> Finding:
    """Say whether there is a copy that is proven and new enough."""
    if settings.backup_recipient is None:
        todo = "Zrób klucz: dzialaj backup --new-key, i podaj publiczny w BOT_BACKUP_RECIPIENT."
        return warning(COPIES, "nie są robione: nie ma dla kogo ich szyfrować", todo)
    newest = backups.last_proof(settings.backups_directory)
    proven = newest.at if newest is not None else None
    failed = _failed(settings.backups_directory)
    why = f"; ostatnia próba się nie udała ({failed})" if failed else ""
    if proven is None:
        return (broken if failed else warning)(COPIES, f"nie ma jeszcze żadnej{why}", _DO)
    said = f"ostatnia sprawdzona {_ago(now - proven)}{why}"
    if now - proven > 2 * MAX_AGE:
        return broken(COPIES, said, _DO)
    return warning(COPIES, said, _DO) if failed or now - proven > MAX_AGE else fine(COPIES, said)


def _failed(directory: Path) -> str:
    """Return the word for why the last try failed; nothing when it did not, or nobody knows."""
    left = results.find(directory)
    return re.sub(r"[^\w .,:-]", "", str(left.failed))[:60] if left is not None else ""


def _ago(age: timedelta) -> str:
    hours = round(age.total_seconds() / 3600)
    return f"{hours} h temu" if hours < 72 else f"{hours // 24} dni temu"
