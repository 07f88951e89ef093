"""Tries an amendment before it is published: its rules, and whose questions it would take.

The ways of asking of the entries nearest to it are asked of the base with it and without it, by
their meaning alone, and those that would go elsewhere are told. Both bases are built and asked in
a process of its own, which costs the running bot neither memory nor time.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bot.knowledge.amendments import Amendment
from bot.knowledge.complaints import KnowledgeError
from bot.knowledge.decision import Decider, Decision
from bot.knowledge.encoder import Encoder, encoder_in
from bot.knowledge.library import PACKAGE, built_within, open_amended
from bot.knowledge.models import Entry
from bot.knowledge.text import asked

MOST_ASKED = 240  # ways of asking, twice each
ASKED_WITHIN = 30.0  # seconds
#: What is said instead of a trial that cannot be made before somebody mends the files.
FILES_WRONG: Mapping[str, Any] = MappingProxyType({"failed": True, "files_wrong": True})


@dataclass(frozen=True, slots=True)
class Moved:
    """A way of asking that would not lead to its own entry any more as it did."""

    wording: str
    entry: str  # its own
    first: str | None  # what would come first; its own, when the bot would only be less sure


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it. With complaints nothing was asked."""

    complaints: tuple[str, ...] = ()
    asked: int = 0
    near: tuple[str, ...] = ()  # entries, the nearest first
    shared: str | None = None  # an entry that is asked for in the very same words
    moved: tuple[Moved, ...] = ()
    unsure: tuple[Moved, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return all of it as it is stored."""
        return asdict(self)


def attempt(
    directory: Path,
    cache: Path | None,
    in_force: Sequence[Amendment],
    given: Amendment,
    on: date,
    encoder: Encoder | None = None,
) -> Trial:
    """Try one amendment over the files and over what is in force; raise `KnowledgeError`."""
    without, _ = open_amended(directory, cache, in_force, encoder)
    with_it, left_out = open_amended(directory, cache, [*in_force, given], encoder)
    why = tuple(one.why for one in left_out if one.amendment == given)
    if why:
        return Trial(complaints=why)
    entry = with_it.base.entries[given.name]
    ways = (given.text,) if given.kind == "wording" else entry.wordings
    near = _near(without.decider, ways, on, given)
    asking = list(_ways(without.decider, near))[:MOST_ASKED]
    moved, unsure, count = _compare(without.decider, with_it.decider, asking, on)
    return Trial(
        asked=count,
        near=tuple(name for name in near if name != given.name),
        shared=_shared(without.decider, given.name, ways),
        moved=moved,
        unsure=unsure,
    )


def _near(decider: Decider, ways: Sequence[str], on: date, given: Amendment) -> tuple[str, ...]:
    """Return the entries that an amendment may take questions from."""
    found = [given.name] if given.name in decider.base.entries else []
    for way in ways[:3]:
        found += [one.entry for one in decider.decide(way, on, by_heart=False).candidates]
    return tuple(dict.fromkeys(found))


def _ways(decider: Decider, near: Sequence[str]) -> Iterator[tuple[Entry, str]]:
    for name in near:
        entry = decider.base.entries[name]
        yield from ((entry, way) for way in entry.wordings)


def _compare(
    before: Decider, after: Decider, asking: Sequence[tuple[Entry, str]], on: date
) -> tuple[tuple[Moved, ...], tuple[Moved, ...], int]:
    moved, unsure, count = list[Moved](), list[Moved](), 0
    until = time.monotonic() + ASKED_WITHIN
    for entry, way in asking:
        if time.monotonic() > until:
            break
        count += 1
        old = before.decide(way, on, by_heart=False)
        if _first(old) != entry.id:
            continue
        new = after.decide(way, on, by_heart=False)
        first = _first(new)
        if first != entry.id:
            moved.append(Moved(way, entry.id, first))
        elif old.zone == "answer" and new.zone != "answer":
            unsure.append(Moved(way, entry.id, first))
    return tuple(moved), tuple(unsure), count


def _first(decision: Decision) -> str | None:
    return decision.candidates[0].entry if decision.candidates else None


def _shared(decider: Decider, own: str, ways: Sequence[str]) -> str | None:
    """Return another entry that is asked for in the same words: then neither is known by heart."""
    given = {asked(way) for way in ways}
    for entry in decider.base.entries.values():
        if entry.id != own and given & {asked(way) for way in entry.wordings}:
            return entry.id
    return None


async def attempt_apart(
    directory: Path,
    cache: Path | None,
    in_force: Sequence[Amendment],
    given: Amendment,
    on: date,
    encoder: Encoder | None = None,
) -> dict[str, Any] | None:
    """Try in another process; return what `Trial.plain` does, or None when it could not be.

    While files are wrong it is `FILES_WRONG`. Whoever is cancelled here leaves no process behind.
    """
    order = _order(directory, cache, in_force, given, on, encoder)
    try:
        async with asyncio.timeout(2 * built_within(encoder) + ASKED_WITHIN):
            said = await _said(order)
        found: dict[str, Any] = json.loads(said)
    except (OSError, ValueError, TimeoutError):
        return None
    return found


def _order(
    directory: Path,
    cache: Path | None,
    in_force: Sequence[Amendment],
    given: Amendment,
    on: date,
    encoder: Encoder | None,
) -> bytes:
    order = {
        "directory": str(directory.absolute()),
        "cache": str(cache.absolute()) if cache is not None else None,
        "in_force": [asdict(one) for one in in_force],
        "given": asdict(given),
        "on": on.isoformat(),
        "encoder": str(encoder.folder.absolute()) if encoder is not None else None,
    }
    return json.dumps(order).encode()


async def _said(order: bytes) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot.knowledge.trial"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=PACKAGE.parent,  # so that it is this very program
    )
    try:
        said, _ = await process.communicate(order)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return said


def main() -> None:
    """Try what stands in the input, and print what came of it."""
    os.nice(10)  # the running bot goes first
    order = json.load(sys.stdin)
    cache = order["cache"]
    try:
        found = attempt(
            Path(order["directory"]),
            Path(cache) if cache is not None else None,
            [Amendment(**one) for one in order["in_force"]],
            Amendment(**order["given"]),
            date.fromisoformat(order["on"]),
            encoder_in(Path(order["encoder"])) if order["encoder"] is not None else None,
        ).plain()
    except KnowledgeError:
        found = dict(FILES_WRONG)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
