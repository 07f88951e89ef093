"""Remembers vectors between builds, so that a changed page does not have all others encoded anew.

A resource like what `prepared` keeps: a file that is damaged, or of another encoder, is as good as
none. There are digests and numbers in it, and no words.
"""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.knowledge.encoder import Encoder, Vector

KEPT = 2  # files: of several encoders
_DIGEST, _SUM = 16, 32  # bytes


class Remembering:
    """An encoder that has the vectors of texts it encoded before in a file of a directory."""

    def __init__(self, encoder: Encoder, directory: Path) -> None:
        self._encoder = encoder
        name = hashlib.sha256(encoder.mark.encode()).hexdigest()[:16]
        self._path = directory / f"{name}.vectors"

    @property
    def mark(self) -> str:
        """Return the mark of the encoder itself."""
        return self._encoder.mark

    @property
    def folder(self) -> Path:
        """Return the folder of the encoder itself."""
        return self._encoder.folder

    def encode(self, texts: Sequence[str]) -> list[Vector]:
        """Return a unit vector for each text, and remember those of these texts alone."""
        digests = [_digest(text) for text in texts]
        known = dict(self._remembered())
        lacking = {d: text for d, text in zip(digests, texts, strict=True) if d not in known}
        if lacking:
            made = self._encoder.encode(list(lacking.values()))
            found = {**known, **dict(zip(lacking, made, strict=True))}
            self._remember({digest: found[digest] for digest in digests})
            return [found[digest] for digest in digests]
        return [known[digest] for digest in digests]

    def _remembered(self) -> Iterator[tuple[bytes, Vector]]:
        try:
            kept = self._path.read_bytes()
        except OSError:
            return
        body = memoryview(kept)[_SUM:]
        if hashlib.sha256(body).digest() != kept[:_SUM]:
            return
        width = int.from_bytes(body[:4], "little")
        for at in range(4, len(body), _DIGEST + width):
            vector = array("f")
            vector.frombytes(body[at + _DIGEST : at + _DIGEST + width])
            yield bytes(body[at : at + _DIGEST]), vector

    def _remember(self, vectors: dict[bytes, Vector]) -> None:
        """Keep the vectors; where that cannot be, nothing is kept."""
        rows = [digest + array("f", vector).tobytes() for digest, vector in vectors.items()]
        body = (len(rows[0]) - _DIGEST).to_bytes(4, "little") + b"".join(rows)
        directory = self._path.parent
        with contextlib.suppress(OSError):
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=directory, delete=False) as file:
                file.write(hashlib.sha256(body).digest() + body)
            Path(file.name).replace(self._path)
            files = sorted(directory.glob("*.vectors"), key=lambda path: path.stat().st_mtime)
            for old in files[:-KEPT]:
                old.unlink()


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST).digest()
