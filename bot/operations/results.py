"""What came of the last copying, in a small file beside the copies, for the running bot to read.

Only the bot writes the database; whoever copies is another process.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.operations.places import make_folder, write_whole

NAME = "last.json"


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome: of which moment, the copy's name and size, or a word for why there is none."""

    at: str
    name: str = ""
    size: int = 0
    copies: int = 0
    failed: str = ""


def leave(directory: Path, result: Result) -> None:
    """Leave a result for the bot; where not even that can be written, its age will tell."""
    with suppress(OSError):
        make_folder(directory)
        write_whole(directory / NAME, json.dumps(asdict(result)).encode())


def find(directory: Path) -> Result | None:
    """Return the last result; None where there is none, or none that can be read."""
    try:
        return Result(**json.loads((directory / NAME).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
