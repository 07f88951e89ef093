"""Exit codes, and how a command ends that cannot do what it should. Loads nothing else."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

FAILED, ANOTHER_COPY, WRONG_CONFIGURATION, INTERRUPTED = 1, 75, 78, 130


def refuse(code: int, *sentences: object) -> NoReturn:
    """Say on standard error what is wrong, a line each, and end with an exit code."""
    for sentence in sentences:
        click.echo(sentence, err=True)
    sys.exit(code)
