"""A directory with a database in it, and settings from nowhere else."""

from __future__ import annotations

from tests.dialogues.conftest import (  # noqa: F401  fixtures
    _knowledge_built_once,
    moved_in,
    no_settings_from_outside,
)
