"""What is wrong in a file, said so that its author can put it right.

Finding it is the work of `loading` and of the rooms it calls.
"""

from __future__ import annotations

from dataclasses import dataclass

_SHOWN = 40  # letters of what somebody wrote: a complaint has to fit a line


def quoted(written: object) -> str:
    """Return what somebody wrote, in quotes, cut short."""
    text = str(written)
    return f"„{text[:_SHOWN]}…”" if len(text) > _SHOWN else f"„{text}”"


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing wrong in a file, with advice, for the person who writes it."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


class KnowledgeError(Exception):
    """The files cannot be used; `complaints` says everything that is wrong with them."""

    def __init__(self, complaints: tuple[Complaint, ...]) -> None:
        super().__init__("\n".join(str(complaint) for complaint in complaints))
        self.complaints = complaints


class Refused(Exception):
    """A file is not what we read; carries one complaint."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(str(complaint))
        self.complaint = complaint
