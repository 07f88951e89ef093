"""What stands in a copy: the database, the ledger of erasures, the knowledge, and a manifest."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any

from bot.office.privacy.ledger import KEY, NAME
from bot.storage.fingerprints import Print
from bot.storage.snapshots import Snapshot

DATABASE, MANIFEST, KNOWLEDGE = "bot.db", "manifest.json", "knowledge"
PROGRAM, FORMAT = "dzialaj", 1
LONGEST_MANIFEST = 1 << 20
_NO_MANIFEST = (
    *(ValueError, LookupError, TypeError, AttributeError),
    *(OverflowError, RecursionError),  # an endless number, brackets in brackets
)


class NotACopy(Exception):
    """What is in the file is not a copy of this program's."""


class MadeByNewer(Exception):
    """The copy was made by a newer program, in a form that this one does not know."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy says of itself."""

    made_at: datetime
    version: str
    checksum: str  # of the database's file
    snapshot: Snapshot
    with_knowledge: bool

    def written(self) -> bytes:
        """Return the manifest as it stands in a copy."""
        values = {
            "program": PROGRAM,
            "format": FORMAT,
            "version": self.version,
            "made_at": self.made_at.isoformat(),
            "schema": self.snapshot.revision,
            "sha256": {DATABASE: self.checksum},
            "knowledge": self.with_knowledge,
            "tables": {name: list(one) for name, one in self.snapshot.prints.items()},
        }
        return json.dumps(values, indent=1).encode()


def manifest_of(database: Path, snapshot: Snapshot, at: datetime, knowledge: bool) -> Manifest:
    """Return the manifest of a copy that is to be made."""
    return Manifest(at, program_version(), checksum_of(database), snapshot, knowledge)


def program_version() -> str:
    """Return the version of this program."""
    try:
        return version(PROGRAM)
    except PackageNotFoundError:
        return "0"


def checksum_of(path: Path) -> str:
    """Return the hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(content: bytes) -> Manifest:
    """Return a manifest; raise NotACopy or MadeByNewer."""
    try:
        values = json.loads(content)
        if values["program"] != PROGRAM:
            raise NotACopy
        if values["format"] > FORMAT:
            raise MadeByNewer
        return _manifest(values)
    except _NO_MANIFEST:
        raise NotACopy from None


def _manifest(values: dict[str, Any]) -> Manifest:
    prints = {name: Print(int(one[0]), str(one[1])) for name, one in values["tables"].items()}
    return Manifest(
        datetime.fromisoformat(values["made_at"]),
        str(values["version"]),
        str(values["sha256"][DATABASE]),
        Snapshot(str(values["schema"]), prints),
        bool(values["knowledge"]),
    )


def pack(
    stream: IO[bytes], manifest: Manifest, database: Path, data: Path, knowledge: Path | None
) -> None:
    """Write a copy: the manifest first, so that a reader knows what is to come."""
    with tarfile.open(fileobj=stream, mode="w|gz", format=tarfile.PAX_FORMAT) as tar:
        _add_bytes(tar, MANIFEST, manifest.written())
        _add(tar, DATABASE, database)
        for name in (NAME, KEY):
            if (data / name).exists():
                _add_bytes(tar, name, (data / name).read_bytes())  # it may grow meanwhile
        if knowledge is not None:
            for path in _files(knowledge):
                _add(tar, f"{KNOWLEDGE}/{path.relative_to(knowledge).as_posix()}", path)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and ".git" not in path.parts:
            yield path


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, BytesIO(content))


def _add(tar: tarfile.TarFile, name: str, path: Path) -> None:
    with path.open("rb") as file:
        info = tarfile.TarInfo(name)
        info.size, info.mode = os.fstat(file.fileno()).st_size, 0o600
        tar.addfile(info, file)


def unpack(stream: IO[bytes], into: Path) -> Manifest:
    """Put what is in a copy into an empty folder and return its manifest.

    Raises NotACopy for whatever does not belong there; the seal has to be looked at as well.
    """
    manifest = None
    try:
        with tarfile.open(fileobj=stream, mode="r|gz") as tar:
            for info in tar:
                if manifest is None:
                    manifest = read_manifest(_first(tar, info))
                else:
                    _put(tar, info, into)
    except (tarfile.TarError, EOFError):
        raise NotACopy from None
    if manifest is None:
        raise NotACopy
    return manifest


def _first(tar: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    content = tar.extractfile(info) if info.name == MANIFEST and info.isfile() else None
    if content is None or info.size > LONGEST_MANIFEST:
        raise NotACopy
    return content.read()


def _put(tar: tarfile.TarFile, info: tarfile.TarInfo, into: Path) -> None:
    """Write one file, only where it belongs."""
    parts = PurePosixPath(info.name).parts
    ours = parts in ((DATABASE,), (NAME,), (KEY,)) or (len(parts) > 1 and parts[0] == KNOWLEDGE)
    content = tar.extractfile(info) if ours and info.isfile() else None
    if content is None or ".." in parts or info.name.startswith("/"):
        raise NotACopy
    with _made(into.joinpath(*parts)) as file:
        shutil.copyfileobj(content, file)


def _made(path: Path) -> IO[bytes]:
    """Open a new file; NotACopy where the copy names it twice, or in a way that no file can be."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = path.open("xb")
    except (FileExistsError, NotADirectoryError, ValueError):
        raise NotACopy from None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise NotACopy from None
        raise
    path.chmod(0o600)
    return file
