"""The kinds of reminders: a file each, with when it goes at the top and what it says below.

    ---
    of: seat            # what it reminds of: an anchor with a view in `reminding`
    before: 2 days      # or "2 hours", or "sheet": the days that the occasion itself names
    at: "09:00"         # with days: the hour
    useless: 4 hours    # nearer than that it is not sent any more (default: at the moment itself)
    digest: deadlines   # several of these on one morning make one message of this kind
    ---
    words and buttons, as in any other message

Adding a kind is adding a file to `bot/templates/reminders`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from bot.domain.quiet_hours import QUIET_FROM, QUIET_UNTIL
from bot.domain.reminders import MORNING, Lead
from bot.templates import REMINDERS, front_of

_SPAN = re.compile(r"([0-9]{1,3}) (days?|hours?)")
_FIELDS = {"of", "before", "at", "useless", "digest"}


class WrongKind(ValueError):
    """A file of a reminder kind says something that cannot be."""


@dataclass(frozen=True, slots=True)
class ReminderKind:
    """What a kind reminds of, and when; without `lead` the occasion names the days."""

    name: str
    of: str
    lead: Lead | None
    at: time = MORNING
    useless: timedelta = timedelta(0)
    digest: str | None = None

    @property
    def template(self) -> str:
        """Return the name of its wording."""
        return f"reminders/{self.name}"

    def leads(self, days: Iterable[int]) -> Sequence[Lead]:
        """Return its leads; `days` are those that the occasion names."""
        if self.lead is not None:
            return (self.lead,)
        return tuple(Lead(f"{one}d", days=one, at=self.at, useless=self.useless) for one in days)


@cache
def kinds(directory: Path = REMINDERS) -> Mapping[str, ReminderKind]:
    """Return all kinds by name; WrongKind names the file that is wrong."""
    found = (_read(path) for path in sorted(directory.glob("*.j2")))
    return {one.name: one for one in found}


def _read(path: Path) -> ReminderKind:
    fields = YAML(typ="safe", pure=True).load(front_of(path.read_text(encoding="utf-8"))) or {}
    try:
        if unknown := fields.keys() - _FIELDS:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        return _kind(path.stem, fields)
    except (KeyError, TypeError, ValueError) as error:
        raise WrongKind(f"{path.name}: {error}") from error


def _kind(name: str, fields: Mapping[str, str]) -> ReminderKind:
    at = time.fromisoformat(fields["at"]) if "at" in fields else MORNING
    if not QUIET_UNTIL <= at < QUIET_FROM:
        raise ValueError(f"at: {at} lies in quiet hours")
    useless = _span(fields["useless"]) if "useless" in fields else timedelta(0)
    lead = None if fields["before"] == "sheet" else _lead(fields["before"], at, useless)
    return ReminderKind(name, fields["of"], lead, at, useless, fields.get("digest"))


def _lead(written: str, at: time, useless: timedelta) -> Lead:
    found = _SPAN.fullmatch(written)
    if found is None:
        raise ValueError(f"before: {written!r}; write '2 days', '2 hours' or 'sheet'")
    number = int(found[1])
    if found[2].startswith("day"):
        return Lead(f"{number}d", days=number, at=at, useless=useless)
    return Lead(f"{number}h", hours=number, useless=useless)


def _span(written: str) -> timedelta:
    found = _SPAN.fullmatch(written)
    if found is None:
        raise ValueError(f"useless: {written!r}; write '4 hours' or '1 days'")
    number = int(found[1])
    return timedelta(days=number) if found[2].startswith("day") else timedelta(hours=number)
