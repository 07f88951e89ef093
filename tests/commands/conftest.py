"""Commands read settings from where they are started: here, from an empty directory."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("BOT_TOKEN", "BOT_TOKEN_FILE", "BOT_DATABASE", "BOT_KNOWLEDGE", "BOT_ENCODER"):
        monkeypatch.delenv(name, raising=False)
