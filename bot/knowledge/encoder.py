"""Opens a sentence encoder of the operator's own: a folder on this machine, never the network.

The library that runs it, sentence-transformers, is no dependency: whoever gives a folder installs
it. Without a folder nothing of this is loaded, and nothing is missing.
"""

from __future__ import annotations

import hashlib
import os
import threading
from array import array
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from bot.settings.toml import WrongSettings

LIBRARY = "sentence_transformers"
#: One of them is in every folder of a sentence encoder.
CONFIGURATIONS = ("modules.json", "config.json")
#: Said to the library before it is loaded: what is not in the folder is not looked for elsewhere.
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
_AT_ONCE = 64  # texts

Vector = Sequence[float]


class Encoder(Protocol):
    """Turns texts into vectors of one length; texts that mean alike point the same way."""

    @property
    def mark(self) -> str:
        """Return a short mark; another encoder has another."""

    @property
    def folder(self) -> Path:
        """Return the folder it is opened from."""

    def encode(self, texts: Sequence[str]) -> list[Vector]:
        """Return a unit vector for each text; threads may call it at once."""


class SentenceEncoder:
    """An encoder in a folder, read when it is first needed."""

    def __init__(self, folder: Path) -> None:
        if not any((folder / name).is_file() for name in CONFIGURATIONS):
            raise _wrong(f"w tym folderze nie ma modelu zdań ({' ani '.join(CONFIGURATIONS)})")
        if find_spec(LIBRARY) is None:
            raise _wrong(
                "brakuje biblioteki sentence-transformers; zainstaluj ją obok bota (pip install "
                "sentence-transformers) albo usuń to ustawienie"
            )
        self._folder, self._mark = folder, _mark_of(folder)
        self._model: Any = None
        self._turn = threading.Lock()  # the library's reading of texts is for one at a time

    @property
    def mark(self) -> str:
        """Return the folder's name, and a digest of what is in it."""
        return self._mark

    @property
    def folder(self) -> Path:
        """Return the folder it is opened from."""
        return self._folder

    def encode(self, texts: Sequence[str]) -> list[Vector]:
        """Return a unit vector for each text; WrongSettings when the folder cannot be read."""
        if not texts:
            return []
        with self._turn:
            self._model = self._model or self._read()
            rows = self._model.encode(
                list(texts),
                batch_size=_AT_ONCE,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return [array("f", (float(value) for value in row)) for row in rows]

    def _read(self) -> Any:
        os.environ.update(OFFLINE)
        try:
            library = import_module(LIBRARY)
            return library.SentenceTransformer(
                str(self._folder.absolute()), device="cpu", local_files_only=True
            )
        except Exception as error:  # whatever the library meets in a folder that is not whole
            kind = type(error).__name__
            raise _wrong(
                f"nie da się wczytać modelu z tego folderu ({kind}); pobierz go jeszcze raz w "
                "całości i sprawdź, czy sentence-transformers jest dość nowe"
            ) from error


def encoder_in(folder: Path | None) -> Encoder | None:
    """Open the encoder of a folder; nothing without one; WrongSettings when it cannot be used."""
    return None if folder is None else SentenceEncoder(folder)


def _wrong(what: str) -> WrongSettings:
    return WrongSettings([f"BOT_ENCODER: {what}"])


def _mark_of(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(_files(folder)):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        if path.suffix == ".json" and path.parent == folder:
            digest.update(path.read_bytes())
    return f"{folder.resolve().name}-{digest.hexdigest()[:8]}"


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place, name) for name in names if not name.startswith("."))
