"""A dialogue's stage for what an operator sees of it, and settings from nowhere else."""

from __future__ import annotations

from tests.dialogues.conftest import (  # noqa: F401  fixtures
    _knowledge_built_once,
    home,
    no_settings_from_outside,
    scene,
)
