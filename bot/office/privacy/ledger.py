"""The ledger of erasures: a file beside the database that a restored copy is held against.

A line holds the receipt's number, the days, and a keyed hash of each address: it tells of somebody
who is known whether they are meant, and of nobody who it was. The key lies beside it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

NAME, KEY = "erasures.jsonl", "erasures.key"
_KEY_BYTES = 32


class OtherKey(Exception):
    """Two ledgers were written with different keys."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One erasure: which row it was, when that row was made, and whose, as hashes."""

    receipt: str
    person: int
    created: str
    at: str
    marks: tuple[str, ...]

    def means(self, person: int, created: datetime, marks: Iterable[str]) -> bool:
        """Tell whether somebody in a restored copy is who was erased.

        Whoever came back after it is somebody new. A person without any address is known by the
        row alone.
        """
        if created > datetime.fromisoformat(self.at):
            return False
        if self.marks:
            return bool(set(self.marks) & set(marks))
        return (self.person, self.created) == (person, created.isoformat())


class Ledger:
    """The file, in a directory that is the database's own."""

    def __init__(self, directory: Path) -> None:
        self._path, self._key_path = directory / NAME, directory / KEY

    def mark(self, address: str) -> str:
        """Return the keyed hash of an address: "chat:5", or an e-mail."""
        return hmac.new(self._key(), address.encode(), hashlib.sha256).hexdigest()

    def _key(self) -> bytes:
        path = self._key_path
        if not path.exists() or path.stat().st_size < _KEY_BYTES:  # no mark was made with half
            _write(path, secrets.token_bytes(_KEY_BYTES), os.O_TRUNC)
        return self._key_path.read_bytes()

    def append(self, entry: Entry) -> None:
        """Add an erasure and have it on the disk, unless it is there."""
        if entry.receipt not in {known.receipt for known in self.entries()}:
            line = json.dumps(asdict(entry), sort_keys=True) + "\n"
            if self._lines()[-1]:  # one was cut off in writing: this one must not join it
                line = "\n" + line
            _write(self._path, line.encode(), os.O_APPEND)

    def merge(self, other: Path) -> None:
        """Add what the ledger in another folder knows; raise OtherKey when they cannot be one.

        The hashes of two ledgers mean the same only when their keys do; one without entries takes
        the other's key.
        """
        theirs = Ledger(other)
        entries = list(theirs.entries())
        if not theirs._key_path.exists():
            return
        key = theirs._key_path.read_bytes()
        if self._key_path.exists() and not hmac.compare_digest(self._key(), key):
            if not entries:
                return
            if next(self.entries(), None) is not None:
                raise OtherKey
            self._key_path.unlink()
        if not self._key_path.exists():
            _write(self._key_path, key, os.O_EXCL)
        for entry in entries:
            self.append(entry)

    def entries(self) -> Iterator[Entry]:
        """Yield the erasures, oldest first; a line that was cut off in writing is passed over."""
        for line in self._lines():
            found = _entry(line)
            if found is not None:
                yield found

    def _lines(self) -> list[bytes]:
        return (self._path.read_bytes() if self._path.exists() else b"").split(b"\n")


def _entry(line: bytes) -> Entry | None:
    """Return what a line says, or None when it says nothing that can be held against anybody."""
    try:
        values = json.loads(line)
        found = Entry(**{**values, "marks": tuple(values["marks"])})
        known = all(isinstance(one, str) for one in (found.receipt, found.created, *found.marks))
        timed = datetime.fromisoformat(found.at).tzinfo is not None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return found if known and timed and type(found.person) is int else None


def _write(path: Path, content: bytes, how: int) -> None:
    """Write what only the owner may read, and wait until it is on the disk."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | how, 0o600)
    try:
        while content:
            content = content[os.write(opened, content) :]
        os.fsync(opened)
    finally:
        os.close(opened)
