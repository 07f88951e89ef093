"""Keeps the knowledge in force: finds the directory, builds, and swaps when files change.

A new version is built in a thread and put in place whole; while files are wrong, the last good
one stays. Who is told about complaints is decided by those who ask for the reload.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock
from bot.knowledge.amendments import NOTHING, Amendment, LeftOut, Over
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.complaints import Complaint, KnowledgeError
from bot.knowledge.decision import Decider
from bot.knowledge.encoder import Encoder, encoder_in
from bot.knowledge.finding import Finder
from bot.knowledge.loading import load
from bot.knowledge.prepared import Prepared
from bot.knowledge.reviews import Review, with_reviews
from bot.knowledge.settling import settle
from bot.knowledge.stamps import stamp_of
from bot.knowledge.tuned import decider_of

BUILT_WITHIN, BUILT_WITH_ENCODER_WITHIN = 120.0, 1800.0  # seconds
PACKAGE = Path(__file__).resolve().parent.parent


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


def open_snapshot(
    directory: Path, cache: Path | None = None, encoder: Encoder | None = None
) -> Snapshot:
    """Load and build at once; raise `KnowledgeError` when files are wrong.

    With a directory for it, what was built is kept there and the next time only taken. A process
    of its own builds it: that takes much memory for a moment, and all of a processor.
    """
    return _open(directory, cache, NOTHING, encoder)


def _open(
    directory: Path, cache: Path | None, over: Over, encoder: Encoder | None = None
) -> Snapshot:
    if cache is not None:
        prepared = Prepared(cache, encoder)
        kept = prepared.load(directory, Snapshot, over)
        if kept is None and _built_apart(directory, cache, over, encoder):
            kept = prepared.load(directory, Snapshot, over)
        if kept is not None:
            return kept
    return build(directory, over, encoder, cache)


def build(
    directory: Path,
    over: Over = NOTHING,
    encoder: Encoder | None = None,
    cache: Path | None = None,
) -> Snapshot:
    """Load and build here and now."""
    base = load(directory, over)
    decider = decider_of(base, encoder, cache)
    return Snapshot(base, decider, Finder(decider))


def built_within(encoder: Encoder | None) -> float:
    """Return how many seconds building may take; an encoder reads every way of asking."""
    return BUILT_WITHIN if encoder is None else BUILT_WITH_ENCODER_WITHIN


def _built_apart(directory: Path, cache: Path, over: Over, encoder: Encoder | None = None) -> bool:
    """Have another process build and keep it; what goes wrong there is told by building here."""
    places = [str(directory.absolute()), str(cache.absolute())]
    places += [str(encoder.folder.absolute())] if encoder is not None else []
    command = [sys.executable, "-m", "bot.knowledge.library", *places]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and no shell
            command,
            input=json.dumps(dict(over)).encode(),
            cwd=PACKAGE.parent,  # so that it is this very program
            timeout=built_within(encoder),
            capture_output=True,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def open_amended(
    directory: Path,
    cache: Path | None,
    amendments: Sequence[Amendment],
    encoder: Encoder | None = None,
) -> tuple[Snapshot, tuple[LeftOut, ...]]:
    """Load and build with what people approved, but for what does not fit any more.

    Raises `KnowledgeError` when the files themselves are wrong.
    """

    def make(over: Over) -> Snapshot:
        if over:
            return _open(directory, cache, over, encoder)
        return open_snapshot(directory, cache, encoder)

    snapshot, _, left_out = settle(directory, amendments, make)
    return snapshot, left_out


def reviewed(snapshot: Snapshot, reviews: Collection[Review]) -> Snapshot:
    """Return a snapshot with what people said of its age; the same one when that is nothing."""
    base = with_reviews(snapshot.base, reviews)
    if base is snapshot.base:
        return snapshot
    return Snapshot(base, snapshot.decider.over(base), snapshot.finder)


class Library:
    """The knowledge in force, and a way to notice that its files changed."""

    def __init__(
        self,
        directory: Path | None,
        clock: Clock,
        cache: Path | None = None,
        encoder: Encoder | None = None,
    ) -> None:
        self.directory = find_directory(directory)
        self.encoder = encoder
        self._cache = cache
        self._clock = clock
        self._stamp = stamp_of(self.directory)
        self._written = open_snapshot(self.directory, cache, encoder)
        self._current = self._written
        self._reviews: frozenset[Review] = frozenset()
        self._amendments: tuple[Amendment, ...] = ()
        self._refused: tuple[Amendment, ...] | None = None  # while the files are wrong
        self.left_out: tuple[LeftOut, ...] = ()
        self.complaints: list[Complaint] = []
        self.loaded_at = clock.now()
        self._turn = asyncio.Lock()

    @property
    def current(self) -> Snapshot:
        """Return the knowledge in force: the files, and what people said of their age."""
        return self._current

    @property
    def written(self) -> Snapshot:
        """Return the knowledge as the files have it, with what people approved over them."""
        return self._written

    def review(self, reviews: Collection[Review]) -> None:
        """Put in force what people said of the age of what is written."""
        given = frozenset(reviews)
        if given != self._reviews:
            self._reviews = given
            self._current = reviewed(self._written, given)

    @property
    def amendments(self) -> tuple[Amendment, ...]:
        """Return what was approved, whether it could be put in force or not."""
        return self._amendments

    async def amend(self, amendments: Sequence[Amendment]) -> None:
        """Put in force what people approved; `left_out` tells what could not be, and why.

        While the files are wrong the last good knowledge stays as it is.
        """
        async with self._turn:
            given = tuple(amendments)
            if given in (self._amendments, self._refused):
                return
            await self._build(given)

    async def _build(self, amendments: tuple[Amendment, ...]) -> None:
        try:
            built, left_out = await asyncio.to_thread(
                open_amended, self.directory, self._cache, amendments, self.encoder
            )
        except KnowledgeError as error:
            self.complaints, self._refused = list(error.complaints), amendments
            return
        self._refused = None
        self._written, self.left_out, self._amendments = built, left_out, amendments
        self._current = reviewed(built, self._reviews)
        self.complaints = []
        self.loaded_at = self._clock.now()

    async def reload_if_changed(self) -> list[Complaint]:
        """Put changed files in force; on complaints keep the last good and return them."""
        async with self._turn:
            stamp = await asyncio.to_thread(stamp_of, self.directory)
            if stamp == self._stamp:
                return self.complaints
            self._refused = None
            await self._build(self._amendments)
            # The stamp from before reading: a change made meanwhile is noticed next time.
            self._stamp = stamp
            return self.complaints


def main(directory: str, cache: str, folder: str | None = None) -> None:
    """Build and keep; run as a process of its own."""
    from bot.knowledge import library  # not this module under the name __main__

    over = json.loads(sys.stdin.read() or "{}")
    encoder = encoder_in(Path(folder)) if folder else None
    built = library.build(Path(directory), over, encoder, Path(cache))
    Prepared(Path(cache), encoder).keep(Path(directory), built, over)


if __name__ == "__main__":
    main(*sys.argv[1:])
