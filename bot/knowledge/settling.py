"""Finds which amendments go with the files and with each other: what is wrong is left out alone.

The rules are those of the files; who breaks them is told by the file that is complained about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from bot.knowledge.amendments import NOTHING, Amendment, LeftOut, Over, lay_over
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.complaints import Complaint, KnowledgeError
from bot.knowledge.loading import load

T = TypeVar("T")


def settle(
    directory: Path, amendments: Sequence[Amendment], make: Callable[[Over], T]
) -> tuple[T, Over, tuple[LeftOut, ...]]:
    """Return what `make` makes of the most that can be laid over, that, and what was left out.

    Raises `KnowledgeError` when the files themselves are wrong.
    """
    taking, unfit = list(amendments), list[LeftOut]()
    while True:
        laid = lay_over(directory, taking)
        try:
            return make(laid.files), laid.files, (*laid.left_out, *unfit)
        except KnowledgeError as error:
            if not laid.files:
                raise
            wrong = _blamed(directory, laid.makers, error.complaints)
        if not wrong:  # the files themselves, or a file that the newest one does not go with
            make(NOTHING)
            wrong = {_newest(laid.makers): "not_together"}
        unfit += (LeftOut(one, why) for one, why in wrong.items())
        taking = [one for one in taking if one not in wrong]


def load_amended(
    directory: Path, amendments: Sequence[Amendment]
) -> tuple[KnowledgeBase, Over, tuple[LeftOut, ...]]:
    """Load with what people approved: the base, the files it lies in, and what was left out."""
    return settle(directory, amendments, lambda over: load(directory, over))


def _newest(makers: Mapping[str, Sequence[Amendment]]) -> Amendment:
    return max((one for made in makers.values() for one in made), key=_age)


def _age(one: Amendment) -> int:
    return one.ident


def _blamed(
    directory: Path,
    makers: Mapping[str, Sequence[Amendment]],
    complaints: Sequence[Complaint],
) -> dict[Amendment, str]:
    """Return whose work is complained about, with the complaint."""
    root = directory.resolve().name
    return {
        one: str(complaint)
        for complaint in reversed(complaints)
        for one in makers.get(complaint.file.removeprefix(f"{root}/"), ())
    }
