"""Keeps the knowledge in force: finds the directory, builds, and swaps when files change.

A new version is built in a thread and put in place whole; while files are wrong, the last good
one stays. Who is told about complaints is decided by those who ask for the reload.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.complaints import Complaint, KnowledgeError
from bot.knowledge.decision import Decider
from bot.knowledge.finding import Finder
from bot.knowledge.loading import load
from bot.knowledge.prepared import Prepared

PACKAGE = Path(__file__).resolve().parent.parent

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A knowledge base with what is built from it; never changed, only replaced."""

    base: KnowledgeBase
    decider: Decider
    finder: Finder


def find_directory(chosen: Path | None = None) -> Path:
    """Return the chosen directory, else the checkout's, else the one shipped in the package."""
    if chosen is not None:
        return chosen
    checkout = PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "knowledge").is_dir():
        return checkout / "knowledge"
    return PACKAGE / "_knowledge"


def open_snapshot(directory: Path, cache: Path | None = None) -> Snapshot:
    """Load and build at once; raise `KnowledgeError` when files are wrong.

    With a directory for it, what was built is kept there and the next time only taken.
    """
    prepared = Prepared(cache) if cache else None
    if prepared and (kept := prepared.load(directory, Snapshot)):
        return kept
    base = load(directory)
    decider = Decider(base)
    snapshot = Snapshot(base, decider, Finder(decider))
    if prepared:
        prepared.keep(directory, snapshot)
    return snapshot


class Library:
    """The knowledge in force, and a way to notice that its files changed."""

    def __init__(self, directory: Path | None, clock: Clock, cache: Path | None = None) -> None:
        self.directory = find_directory(directory)
        self._cache = cache
        self._clock = clock
        self._stamp = _stamp(self.directory)
        self._current = open_snapshot(self.directory, cache)
        self.complaints: list[Complaint] = []
        self.loaded_at = clock.now()
        self._turn = asyncio.Lock()

    @property
    def current(self) -> Snapshot:
        """Return the knowledge in force."""
        return self._current

    async def reload_if_changed(self) -> list[Complaint]:
        """Put changed files in force; on complaints keep the last good and return them."""
        async with self._turn:
            stamp = await asyncio.to_thread(_stamp, self.directory)
            if stamp == self._stamp:
                return self.complaints
            try:
                built = await asyncio.to_thread(open_snapshot, self.directory, self._cache)
            except KnowledgeError as error:
                self.complaints = list(error.complaints)
            else:
                self._current = built
                self.complaints = []
                self.loaded_at = self._clock.now()
            # The stamp from before reading: a change made meanwhile is noticed next time.
            self._stamp = stamp
            return self.complaints


def _stamp(directory: Path) -> Stamp:
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
