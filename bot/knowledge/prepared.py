"""Keeps what was built from one knowledge directory, so that the next start need not build it.

A resource, never a source: a copy is used only for exactly these files and exactly this program,
and whatever is wrong with it, the knowledge is built anew. Only classes of this room are made
from it, so it can run nothing.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import io
import os
import pickle
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, TypeVar
from zoneinfo import ZoneInfo

from bot.domain.warsaw import WARSAW
from bot.knowledge.amendments import NOTHING, Over
from bot.knowledge.encoder import Encoder
from bot.knowledge.morphology import Morfeusz

T = TypeVar("T")

ROOM = Path(__file__).parent
KEPT = 4  # copies: of several directories, or of several versions of one
LARGEST = 200_000_000  # bytes
_LIBRARIES = ("pydantic", "morfeusz2", "ruamel.yaml", "markdown-it-py")
_MORPHOLOGY = "morphology"
_WARSAW = "warsaw"
_ENCODER = "encoder"
_PLAIN = {
    ("array", "array"),
    ("array", "_array_reconstructor"),
    ("collections", "Counter"),
    ("datetime", "date"),
    ("datetime", "datetime"),
    ("datetime", "time"),
    ("pathlib", "PosixPath"),
}


class Prepared:
    """The copies in one directory, which is made when it is needed: for one encoder, or none."""

    def __init__(self, directory: Path, encoder: Encoder | None = None) -> None:
        self._directory = directory
        self._encoder = encoder

    def load(self, knowledge: Path, kind: type[T], over: Over = NOTHING) -> T | None:
        """Return what was kept of these files, or nothing when there is none or it is damaged."""
        try:
            return self._load(self._path(knowledge, over), kind)
        except Exception:  # whatever is wrong with it, it can be built anew
            return None

    def _load(self, path: Path, kind: type[T]) -> T | None:
        if path.stat().st_size > LARGEST:
            return None
        with path.open("rb") as file, _without_collecting():
            if not _is_own(file.fileno()):
                return None
            digest = file.read(32)
            if hashlib.file_digest(file, "sha256").digest() != digest:
                return None
            file.seek(32)
            found = _Reader(file, self._encoder).load()
        with contextlib.suppress(OSError):
            os.utime(path)  # what is used is not the oldest
        return found if isinstance(found, kind) else None

    def keep(self, knowledge: Path, built: object, over: Over = NOTHING) -> None:
        """Keep what was built from these files; where that cannot be, nothing is kept."""
        with contextlib.suppress(OSError, pickle.PicklingError):
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self._path(knowledge, over)
            target = io.BytesIO()
            _Writer(target, self._encoder).dump(built)
            kept = target.getbuffer()
            with tempfile.NamedTemporaryFile(dir=self._directory, delete=False) as file:
                file.write(hashlib.sha256(kept).digest())
                file.write(kept)
            Path(file.name).replace(path)
            self._tidy()

    def _tidy(self) -> None:
        copies = sorted(self._directory.glob("*.prepared"), key=lambda path: path.stat().st_mtime)
        for old in copies[:-KEPT]:
            old.unlink()

    def _path(self, knowledge: Path, over: Over) -> Path:
        mark = _mark(knowledge, over, self._encoder)
        return self._directory / f"{mark}.prepared"


def _mark(knowledge: Path, over: Over, encoder: Encoder | None) -> str:
    """Return a mark of these files, of what lies over them, and of everything that reads them."""
    digest = hashlib.sha256(repr([sys.version_info, *map(_installed, _LIBRARIES)]).encode())
    for directory in (ROOM, knowledge.resolve()):
        for path in sorted(_files(directory)):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(directory).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    if encoder is not None:
        digest.update(f"{encoder.mark}\0".encode())
    for name, text in sorted(over.items()):
        digest.update(f"{name}\0{len(text)}\0{text}".encode())
    return digest.hexdigest()[:32]


def _files(directory: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(directory):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (Path(folder, name) for name in names)


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _is_own(descriptor: int) -> bool:
    """Tell whether only we can have written a file."""
    found = os.fstat(descriptor)
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


@contextlib.contextmanager
def _without_collecting() -> Iterator[None]:
    """Make many objects without looking for garbage among them all the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def read_only(table: dict[Any, Any]) -> Mapping[Any, Any]:
    """Return the table as it was kept: not to be changed."""
    return MappingProxyType(table)


class _Writer(pickle.Pickler):
    """Writes everything but the dictionary of Polish, the zone and the encoder: not ours."""

    def __init__(self, file: IO[bytes], encoder: Encoder | None) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._encoder = encoder

    def persistent_id(self, thing: object) -> str | None:
        if thing is WARSAW:
            return _WARSAW
        if thing is not None and thing is self._encoder:
            return _ENCODER
        return _MORPHOLOGY if isinstance(thing, Morfeusz) else None

    def reducer_override(self, thing: object) -> Any:
        if isinstance(thing, MappingProxyType):
            return read_only, (dict(thing),)
        return NotImplemented


class _Reader(pickle.Unpickler):
    """Makes only objects of this room."""

    _dictionary: Morfeusz | None = None

    def __init__(self, file: IO[bytes], encoder: Encoder | None) -> None:
        super().__init__(file)
        self._encoder = encoder

    def persistent_load(self, name: object) -> Morfeusz | ZoneInfo | Encoder:
        if name == _WARSAW:
            return WARSAW
        if name == _ENCODER and self._encoder is not None:
            return self._encoder
        self._dictionary = self._dictionary or Morfeusz.installed(shipped={})
        if name != _MORPHOLOGY or self._dictionary is None:
            raise pickle.UnpicklingError("no such thing here")
        return self._dictionary

    def find_class(self, module: str, name: str) -> Any:
        ours = module.startswith("bot.knowledge.") and "." not in name
        if ours or (module, name) in _PLAIN:  # before anything is imported
            found = super().find_class(module, name)
            if not ours or isinstance(found, type) or found is read_only:
                return found
        raise pickle.UnpicklingError(f"not for here: {module}.{name}")
