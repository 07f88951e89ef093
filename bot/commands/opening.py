"""How a command opens the knowledge that is in force."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from bot.commands.refusing import FAILED, WRONG_CONFIGURATION, refuse
from bot.knowledge.amendments import LeftOut
from bot.knowledge.complaints import KnowledgeError
from bot.knowledge.encoder import Encoder, encoder_in
from bot.knowledge.library import find_directory
from bot.settings import WrongSettings, load

if TYPE_CHECKING:
    from bot.commands.stored import Stored

T = TypeVar("T")


def knowledge_directory() -> Path:
    """Return the directory of the knowledge in force; raise WrongSettings."""
    return find_directory(load().knowledge)


def chosen_encoder() -> Encoder | None:
    """Return the encoder of the settings, if there is one; raise WrongSettings."""
    return encoder_in(load().encoder)


#: The option by which what was approved inside Telegram counts too.
also_database = click.option(
    "--database",
    "with_database",
    is_flag=True,
    help="Także to, co zatwierdzono w Telegramie (BOT_DATABASE).",
)


def what_is_stored() -> Stored:
    """Return what the database holds for the knowledge, or end with what is wrong."""
    from bot.commands.stored import stored  # a database is rarely asked for, and slow to load

    try:
        return stored(load().database)
    except WrongSettings as wrong:
        refuse(WRONG_CONFIGURATION, *wrong.complaints)


def tell_left_out(left_out: Sequence[LeftOut]) -> None:
    """Warn of what was approved and does not fit the files any more."""
    for left in left_out:
        click.echo(f"uwaga: zatwierdzone, ale nie działa: {left}", err=True)


def with_knowledge(work: Callable[[Path], T]) -> T:
    """Return what `work` makes of the knowledge's directory, or end with every complaint."""
    try:
        return work(knowledge_directory())
    except WrongSettings as wrong:
        refuse(WRONG_CONFIGURATION, *wrong.complaints)
    except KnowledgeError as wrong_files:
        refuse(FAILED, *wrong_files.complaints)
