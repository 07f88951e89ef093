"""What stands in `deploy/README.md`, as blocks of commands.

Blocks marked `sh` are run and checked as they stand. In blocks marked `console` each line begins
with "# ": something is to be filled in by a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
GUIDE = DEPLOY / "README.md"
_BLOCK = re.compile(
    r"^## (?P<section>[^\n]+)$|^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.M | re.S
)


@dataclass(frozen=True, slots=True)
class Block:
    """Commands, in which language, and under which heading."""

    section: str
    language: str
    text: str

    @property
    def script(self) -> str:
        """Return what a shell would be given, also of what is shown only."""
        if self.language != "console":
            return self.text
        return "".join(line.removeprefix("# ") + "\n" for line in self.text.splitlines())


def blocks() -> list[Block]:
    """Return all blocks of the guide, in their order."""
    found, section = [], ""
    for match in _BLOCK.finditer(GUIDE.read_text("utf-8")):
        section = match["section"] or section
        if match["text"] is not None:
            found.append(Block(section, match["language"], match["text"]))
    return found
