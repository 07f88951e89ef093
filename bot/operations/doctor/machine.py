"""What the machine is like: room on the disk, who may read our files, time zones, other copies."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.operations.doctor.findings import Finding, broken, fine, warning
from bot.settings import Settings

MB = 1024 * 1024
LEAST, LITTLE = 200 * MB, 1024 * MB
DISK, RIGHTS, ZONES, COPY = "dysk", "prawa plików", "strefy czasowe", "bot"
SYSTEM_ZONES = Path("/usr/share/zoneinfo/tzdata.zi")
LOCKS = Path("/proc/locks")
OLD_ZONES = 3  # years
#: Mondays in winter and summer, and how far Poland is from UTC then.
_KNOWN = ((datetime(2026, 1, 5, tzinfo=UTC), 1), (datetime(2026, 7, 6, tzinfo=UTC), 2))


def look(settings: Settings, now: datetime, locks: Path = LOCKS) -> list[Finding]:
    """Return what can be said of this machine."""
    database = sqlite_file(settings)
    copy = [another_copy(database, locks)] if database is not None else []
    return [*_disks(settings), _rights(settings, database), zones(now.year), *copy]


def sqlite_file(settings: Settings) -> Path | None:
    """Return the file of the database; None for a server's."""
    path = settings.database.removeprefix("sqlite:///")
    return None if path == settings.database else Path(path)


def _disks(settings: Settings) -> Iterator[Finding]:
    """Look at the disks of the data and of the copies; once when it is the same."""
    places = {"dane": settings.data_directory, "kopie": settings.backups_directory}
    seen: set[int] = set()
    for what, place in places.items():
        there = _nearest(place)
        if there.stat().st_dev not in seen:
            seen.add(there.stat().st_dev)
            yield room(what, shutil.disk_usage(there).free, there)


def _nearest(place: Path) -> Path:
    """Return a folder, or the nearest one above it that is there."""
    place = place.absolute()
    while not place.is_dir():
        place = place.parent
    return place


def room(what: str, free: int, place: Path) -> Finding:
    """Judge how much room is left."""
    said = f"{what}: wolne {free / MB / 1024:.1f} GB ({place})".replace(".", ",", 1)
    todo = "Zwolnij miejsce; przy pełnym dysku bot czeka i nic nie zapisuje."
    if free < LEAST:
        return broken(DISK, said, todo)
    return warning(DISK, said, todo) if free < LITTLE else fine(DISK, said)


def _rights(settings: Settings, database: Path | None) -> Finding:
    """Name what other people of this machine can read, and what cannot be written."""
    open_ = [path for path in _private(settings, database) if _readable_by_others(path)]
    if open_:
        named = ", ".join(str(path) for path in open_)
        todo = f"chmod go-rwx {' '.join(str(path) for path in open_)}"
        return warning(RIGHTS, f"inni na tej maszynie mogą czytać: {named}", todo)
    data = settings.data_directory
    if data.is_dir() and not os.access(data, os.W_OK):
        todo = "Uruchom to jako użytkownik, który prowadzi bota, albo daj mu ten katalog."
        return broken(RIGHTS, f"nie wolno tu pisać: {data}", todo)
    return fine(RIGHTS, "bazę, kopie i sekrety czyta tylko bot")


def _private(settings: Settings, database: Path | None) -> Iterator[Path]:
    if database is not None:
        yield from (database.with_name(database.name + end) for end in ("", "-wal"))
    yield settings.backups_directory
    if settings.backups_directory.is_dir():
        yield from (one for one in settings.backups_directory.iterdir() if one.is_file())
    yield from (one for one in (settings.token_file, settings.mail_password_file) if one)


def _readable_by_others(path: Path) -> bool:
    """Tell whether others can read it: a folder above that keeps them out is enough."""
    try:
        mode = path.stat().st_mode
        closed = any(not _enterable(one) for one in path.absolute().parents)
    except OSError:
        return False
    return bool(mode & (stat.S_IRGRP | stat.S_IROTH)) and not closed


def _enterable(folder: Path) -> bool:
    return bool(folder.stat().st_mode & (stat.S_IXGRP | stat.S_IXOTH))


def zones(year: int) -> Finding:
    """Look whether the machine knows when it is in Poland, and how old its rules are."""
    todo = "Zainstaluj albo zaktualizuj tzdata (pip install --upgrade tzdata)."
    try:
        warsaw = ZoneInfo("Europe/Warsaw")
    except ZoneInfoNotFoundError:
        return broken(ZONES, "brak strefy Europe/Warsaw", todo)
    if any(
        moment.astimezone(warsaw).utcoffset() != timedelta(hours=hours) for moment, hours in _KNOWN
    ):
        return broken(ZONES, "Europe/Warsaw ma błędne godziny", todo)
    version = _zones_version()
    if version is None:
        return fine(ZONES, "Europe/Warsaw jest; wersja nieznana")
    if int(version[:4]) <= year - OLD_ZONES:
        return warning(ZONES, f"Europe/Warsaw jest, dane z {version}", todo)
    return fine(ZONES, f"Europe/Warsaw, tzdata {version}")


def _zones_version() -> str | None:
    """Return the version of the rules in use: the system's come before the package's."""
    try:
        with SYSTEM_ZONES.open(encoding="ascii") as file:
            version = file.readline().removeprefix("# version").strip()
    except OSError:
        try:
            version = importlib.metadata.version("tzdata")
        except importlib.metadata.PackageNotFoundError:
            return None
    return version if version[:4].isdigit() else None


def another_copy(database: Path, locks: Path = LOCKS) -> Finding:
    """Tell whether a bot runs on this file, without taking the lock it would start with."""
    lock = database.with_name(f"{database.name}.lock")
    try:
        held = _is_held(lock, locks.read_text(encoding="ascii"))
    except OSError:
        return fine(COPY, "nie widać, czy działa" if lock.exists() else "jeszcze nie działał")
    return fine(COPY, "działa na tej bazie" if held else "zatrzymany")


def _is_held(lock: Path, listed: str) -> bool:
    """Look for the file among the locks that the system lists."""
    there = lock.stat()
    device = f"{os.major(there.st_dev):02x}:{os.minor(there.st_dev):02x}:{there.st_ino}"
    return any(device in line.split() for line in listed.splitlines() if "FLOCK" in line)
