"""Tells cheaply whether files of a directory changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

Stamp = tuple[tuple[str, int, int], ...]


def stamp_of(directory: Path) -> Stamp:
    """Return names, times and sizes of all files: cheap to compare, changed by any edit."""
    return tuple(sorted(_marks(directory)))


def _marks(directory: Path) -> Iterator[tuple[str, int, int]]:
    for folder, _, names in os.walk(directory):
        for name in names:
            path = Path(folder, name)
            try:
                state = path.stat()
            except OSError:
                yield str(path), 0, 0
            else:
                yield str(path), state.st_mtime_ns, state.st_size
