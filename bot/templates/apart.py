"""Many pages to print, made by a program of their own that ends with them.

What typst has needed for one page it keeps, so a year of pages would stay in the bot's memory.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from bot.templates.printed import NotPrinted, printed

Job = tuple[str, Mapping[str, Any]]
AT_ONCE = 6  # files that one such program makes
_PATIENCE = 120  # seconds
_HOME = Path(__file__).parents[2]
_SIZE = 8  # bytes that say how long a file is


def printed_apart(jobs: Sequence[Job]) -> Iterator[bytes]:
    """Yield a PDF for each page and its values, in their order. Raises NotPrinted."""
    for at in range(0, len(jobs), AT_ONCE):
        yield from _some(jobs[at : at + AT_ONCE])


def _some(jobs: Sequence[Job]) -> list[bytes]:
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and no shell
            [sys.executable, "-m", __name__],
            input=json.dumps(jobs, ensure_ascii=False).encode(),
            cwd=_HOME,  # so that it is this very program
            capture_output=True,
            timeout=_PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise NotPrinted(type(error).__name__) from error
    return list(_cut(done.stdout))


def _cut(out: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(out):
        size = int.from_bytes(out[at : at + _SIZE], "big")
        yield out[at + _SIZE : at + _SIZE + size]
        at += _SIZE + size


def print_all(asked: bytes, out: BinaryIO) -> None:
    """Make the pages that are asked for and write them one after another."""
    for name, values in json.loads(asked):
        page = printed(name, values, tagged=False)
        out.write(len(page).to_bytes(_SIZE, "big") + page)


if __name__ == "__main__":
    print_all(sys.stdin.buffer.read(), sys.stdout.buffer)
