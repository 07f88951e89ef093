"""What is wrong in a file, said so that its author can put it right.

Finding it is the work of `loading` and of the rooms it calls.
"""

from __future__ import annotations

from dataclasses import dataclass


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
