"""`BOT_ENCODER`: what the commands do with a folder, and what they say when it cannot be used."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.knowledge.encoder import SentenceEncoder
from bot.knowledge.training import main, write_model
from tests.commands.running import DAY, ROOT, run
from tests.knowledge.encoders import MEANT, UNHEARD, folder_in, library, no_library, weighted
from tests.knowledge.sample import copy_of_sample

TOKEN = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """An encoder's folder, and the library that reads it."""
    with library():
        yield folder_in(tmp_path)


@pytest.fixture
def knowledge(folder: Path, tmp_path: Path) -> Path:
    """A copy of the sample whose weights were learnt with the encoder."""
    directory = copy_of_sample(tmp_path)
    write_model(weighted(SentenceEncoder(folder)), directory / "weights.yaml")
    return directory


@pytest.mark.slow
def test_ask_finds_by_meaning_and_says_so(knowledge: Path, folder: Path) -> None:
    words = ("ask", "--explain", UNHEARD, "--on", DAY)
    told = run(*words, knowledge=knowledge, BOT_ENCODER=str(folder))
    assert told.exit_code == 0, told.stderr
    assert f"1.  96%  Jak użyczyć świetlicę od gminy?  [{MEANT}]" in told.stdout
    assert "bliskie znaczenie (model zdań)" in told.stdout
    without = run(*words, knowledge=knowledge)
    assert without.exit_code == 0, without.stderr
    assert "znaczenie" not in without.stdout


def test_evaluate_counts_what_is_found_by_meaning(
    knowledge: Path, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "pytania.jsonl"
    file.write_text(f'{{"text": "{UNHEARD}", "expect": ["{MEANT}"]}}\n', encoding="utf-8")
    words = ("evaluate", str(file), "--misses", "--on", DAY)
    assert MEANT in run(*words, knowledge=knowledge).stdout
    assert MEANT not in run(*words, knowledge=knowledge, BOT_ENCODER=str(folder)).stdout


def test_check_tells_of_weights_that_do_not_go_with_the_encoder(
    knowledge: Path, folder: Path
) -> None:
    result = run("check", "--on", DAY, BOT_ENCODER=str(folder))
    assert "uwaga: BOT_ENCODER: wag tej bazy nauczono bez modelu zdań" in result.stderr
    assert result.exit_code == 0
    fitting = run("check", "--on", DAY, knowledge=knowledge, BOT_ENCODER=str(folder))
    assert fitting.exit_code == 0
    assert "BOT_ENCODER" not in fitting.stderr
    forgotten = run("check", "--on", DAY, knowledge=knowledge)
    assert "BOT_ENCODER go nie podaje" in forgotten.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [(("ask", "cześć"), 78), (("evaluate", "pytania.jsonl"), 78), (("check",), 1), (("run",), 78)],
)
def test_an_encoder_that_cannot_be_used_is_refused(
    tmp_path: Path, words: tuple[str, ...], code: int
) -> None:
    Path("pytania.jsonl").write_text('{"text": "x", "expect": []}\n', encoding="utf-8")
    settings = {"BOT_TOKEN": TOKEN, "BOT_LISTEN": "off", "BOT_API_URL": "http://127.0.0.1:1"}
    with no_library():
        result = run(*words, BOT_ENCODER=str(folder_in(tmp_path)), **settings)
    assert result.exit_code == code
    assert result.stderr.startswith("BOT_ENCODER: brakuje biblioteki sentence-transformers; ")
    missing = run(*words, BOT_ENCODER=str(tmp_path / "nie-ma"), **settings)
    assert missing.exit_code == code
    assert missing.stderr.startswith("BOT_ENCODER: nie ma takiego folderu; ")


def test_training_refuses_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_ENCODER", str(tmp_path))
    with pytest.raises(SystemExit) as ended:
        main([str(copy_of_sample(tmp_path))])
    assert ended.value.code == 78
    assert "BOT_ENCODER: w tym folderze nie ma modelu zdań" in capsys.readouterr().err


@pytest.mark.slow
def test_without_a_setting_nothing_of_an_encoder_is_loaded() -> None:
    program = (
        "import sys; from pathlib import Path; from bot.knowledge.library import build; "
        "from datetime import date; "
        "build(Path('tests/sample')).decider.decide('jak zmienić zarząd', date(2026, 11, 26)); "
        "print([m for m in ('numpy', 'torch', 'sentence_transformers') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout == "[]\n", done.stderr
