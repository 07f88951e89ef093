"""What a new county begins with: the skeleton in deploy/examples, copied as the guide says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.settings import load
from tests.commands.running import ROOT, run
from tests.second_county.first_programme import foreign

BEGINNING = ROOT / "deploy" / "examples" / "second-county"
DAY = "2026-11-26"


def test_the_skeleton_is_right_from_the_first_day(tmp_path: Path) -> None:
    knowledge = Path(shutil.copytree(BEGINNING / "knowledge", tmp_path / "knowledge"))
    shutil.copy(ROOT / "knowledge" / "phrases.yaml", knowledge)  # as the guide says
    result = run("check", "--on", DAY, knowledge=knowledge)
    assert (result.exit_code, result.stdout.splitlines()[0][:20]) == (0, "W porządku: 2 haseł,")
    assert run("check", "--on", DAY, knowledge=BEGINNING / "knowledge").exit_code == 0


def test_no_file_of_the_skeleton_speaks_of_the_first_programme() -> None:
    texts = [(path.name, path.read_text("utf-8")) for path in BEGINNING.rglob("*.*")]
    texts.append(("phrases.yaml", (ROOT / "knowledge" / "phrases.yaml").read_text("utf-8")))
    assert len(texts) > 8
    assert foreign(texts) == []


def test_its_settings_are_settings_of_the_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", f"1:{'A' * 35}")
    for line in (BEGINNING / "settings.env.example").read_text("utf-8").splitlines():
        if line.startswith("BOT_"):
            monkeypatch.setenv(*line.split("=", 1))
    assert str(load().listen) == "127.0.0.1:8081"
