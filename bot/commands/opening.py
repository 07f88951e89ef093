"""How a command opens the knowledge that is in force."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bot.commands.refusing import FAILED, WRONG_CONFIGURATION, refuse
from bot.knowledge.complaints import KnowledgeError
from bot.knowledge.library import find_directory
from bot.settings import WrongSettings, load

T = TypeVar("T")


def knowledge_directory() -> Path:
    """Return the directory of the knowledge in force; raise WrongSettings."""
    return find_directory(load().knowledge)


def with_knowledge(work: Callable[[Path], T]) -> T:
    """Return what `work` makes of the knowledge's directory, or end with every complaint."""
    try:
        return work(knowledge_directory())
    except WrongSettings as wrong:
        refuse(WRONG_CONFIGURATION, *wrong.complaints)
    except KnowledgeError as wrong_files:
        refuse(FAILED, *wrong_files.complaints)
