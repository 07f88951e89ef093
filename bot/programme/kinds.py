"""The kinds of reminders: a file each, with when it goes at the top and what it says below.

    ---
    of: seat            # what it reminds of: an anchor with a view in `reminding`
    before: 2 days      # or "2 hours", or "sheet": the days that the occasion itself names
    at: "09:00"         # with days: the hour
    useless: 4 hours    # nearer than that it is not sent any more (default: at the moment itself)
    digest: deadlines   # several of these on one morning make one message of this kind
    missed: too_late    # goes instead when all was late and the moment has passed
    ---
    words and buttons, as in any other message

A kind that is named in `missed` says `before: missed`, and for how long it is still worth saying:
`lasts: 14 days` (default: 30). Adding a kind is adding a file to `bot/templates/reminders`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.domain.quiet_hours import QUIET_FROM, QUIET_UNTIL
from bot.domain.reminders import MORNING, Lead
from bot.templates import REMINDERS, front_of

_SPAN = re.compile(r"([0-9]{1,3}) (days?|hours?)")
_FIELDS = {"of", "before", "at", "useless", "digest", "missed", "lasts"}
SHEET, MISSED = "sheet", "missed"


class WrongKind(ValueError):
    """A file of a reminder kind says something that cannot be."""


@dataclass(frozen=True, slots=True)
class ReminderKind:
    """What a kind reminds of, and when; without `lead` the occasion names the days.

    `missed` names the kind that goes when the moment has passed unannounced; that kind has no time
    of its own, but `lasts`.
    """

    name: str
    of: str
    lead: Lead | None
    at: time = MORNING
    useless: timedelta = timedelta(0)
    digest: str | None = None
    missed: str | None = None
    lasts: timedelta | None = None

    @property
    def template(self) -> str:
        """Return the name of its wording."""
        return f"reminders/{self.name}"

    def leads(self, days: Iterable[int]) -> Sequence[Lead]:
        """Return its leads; `days` are those that the occasion names."""
        if self.lead is not None:
            return (self.lead,)
        if self.lasts is not None:
            return ()
        return tuple(Lead(f"{one}d", days=one, at=self.at, useless=self.useless) for one in days)


@cache
def kinds(directory: Path = REMINDERS) -> Mapping[str, ReminderKind]:
    """Return all kinds by name; WrongKind names the file that is wrong."""
    found = {path.stem: _read(path) for path in sorted(directory.glob("*.j2"))}
    for one in found.values():
        instead = None if one.missed is None else found.get(one.missed)
        if one.missed and (instead is None or instead.lasts is None or instead.of != one.of):
            raise WrongKind(
                f"{one.name}.j2: missed: {one.missed!r} has to be a kind of {one.of!r} "
                "that says 'before: missed'"
            )
    return found


def wrong_in(directory: Path = REMINDERS) -> list[str]:
    """Return what is wrong with the files of a directory, as `check` tells it."""
    try:
        kinds(directory)
    except WrongKind as error:
        return [f"{directory}/{error}"]
    return []


def _read(path: Path) -> ReminderKind:
    try:
        fields = YAML(typ="safe", pure=True).load(front_of(path.read_text(encoding="utf-8")))
        if not isinstance(fields, dict):
            raise ValueError("nothing between two lines of '---' at the top")
        if unknown := fields.keys() - _FIELDS:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        return _kind(path.stem, fields)
    except (KeyError, TypeError, ValueError, YAMLError) as error:
        raise WrongKind(f"{path.name}: {error}") from error


def _kind(name: str, fields: Mapping[str, str]) -> ReminderKind:
    at = time.fromisoformat(fields["at"]) if "at" in fields else MORNING
    if not QUIET_UNTIL <= at < QUIET_FROM:
        raise ValueError(f"at: {at} lies in quiet hours")
    useless = _length("useless", fields.get("useless", "0 hours"))
    before, digest = fields["before"], fields.get("digest")
    if before == MISSED:
        if alien := fields.keys() & {"at", "useless", "missed"}:
            raise ValueError(f"{', '.join(sorted(alien))}: not with 'before: missed'")
        lasts = _length("lasts", fields.get("lasts", "30 days"))
        return ReminderKind(name, fields["of"], None, digest=digest, lasts=lasts)
    if "lasts" in fields:
        raise ValueError("lasts: only with 'before: missed'")
    lead = None if before == SHEET else _lead(before, at, useless)
    return ReminderKind(name, fields["of"], lead, at, useless, digest, fields.get("missed"))


def _lead(written: str, at: time, useless: timedelta) -> Lead:
    length = _length("before", written)
    if "day" in written:
        return Lead(f"{length.days}d", days=length.days, at=at, useless=useless)
    hours = length // timedelta(hours=1)
    return Lead(f"{hours}h", hours=hours, useless=useless)


def _length(field: str, written: str) -> timedelta:
    """Return how long "2 days" or "4 hours" is."""
    found = _SPAN.fullmatch(written)
    if found is None:
        raise ValueError(f"{field}: {written!r}; write '2 days' or '4 hours'")
    number = int(found[1])
    return timedelta(days=number) if found[2].startswith("day") else timedelta(hours=number)
