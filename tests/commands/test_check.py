"""`check`: exit code 0 when all is well, 1 with every complaint when something is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.running import DAY, run, run_apart
from tests.commands.running import SAMPLE as SOUND

PLAKAT = "faq/promotion/plakat.md"
INVOICE = "faq/accounting/opis-faktury.md"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample that a test may spoil."""
    return Path(shutil.copytree(SOUND, tmp_path / "sample"))


def spoil(page: Path, old: str, new: str) -> None:
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_sound_files_are_praised_with_their_number() -> None:
    result = run("check", "--on", DAY)
    assert result.exit_code == 0, result.stderr
    praised, occasions = result.stdout.splitlines()
    assert praised.startswith("W porządku: 12 haseł")
    assert occasions == (
        "Program: warsztaty 2, konkursy 1, wydarzenia 2, dyżury 1, terminy z przepisów 6."
    )


def test_every_complaint_says_which_file_and_line(sample: Path) -> None:
    spoil(sample / PLAKAT, "question: ", "pytanie: ")
    spoil(sample / INVOICE, "checked: 2", "checked: x2")
    result = run("check", "--on", DAY, knowledge=sample)
    assert result.exit_code == 1
    assert f"{PLAKAT}:2: pytanie: nieznane pole" in result.stderr
    assert f"{INVOICE}:" in result.stderr
    assert result.stdout == ""


def test_what_has_grown_old_is_a_warning_unless_strict() -> None:
    late = "2036-11-24"
    result = run("check", "--on", late)
    assert (result.exit_code, "uwaga: " in result.stderr) == (0, True)
    assert run("check", "--strict", "--on", late).exit_code == 1


def test_directory_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = run("check", knowledge=tmp_path / "nigdzie")
    assert result.exit_code == 1
    assert result.stderr.startswith("BOT_KNOWLEDGE: ")


def test_settings_that_nobody_knows_are_complaints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_KNOWLEGDE", "x")
    result = run("check", "--on", DAY)
    assert result.exit_code == 1
    assert "BOT_KNOWLEGDE" in result.stderr


def test_wrong_day_is_a_wrong_call() -> None:
    assert run("check", "--on", "2026-02-30").exit_code == 2


def test_ask_over_wrong_files_ends_with_the_same_complaints(sample: Path) -> None:
    spoil(sample / PLAKAT, "question: ", "pytanie: ")
    result = run("ask", "plakat", knowledge=sample)
    assert result.exit_code == 1
    assert f"{PLAKAT}:2: pytanie: nieznane pole" in result.stderr


def test_ways_of_asking_are_asked_of_the_base_when_it_is_wished(sample: Path) -> None:
    (sample / "wordings").mkdir()
    ways = "plakat:\n  - termin CIT-8 dla stowarzyszenia\n  - Dzień dobry\n"
    (sample / "wordings/promotion.yaml").write_text(ways, encoding="utf-8")
    result = run("check", "--wordings", "--on", DAY, knowledge=sample)
    assert result.exit_code == 0, result.stderr
    _, _, _, counted, *said = result.stdout.splitlines()
    assert counted == "Sposobów pytania: 63. Własne hasło jest pierwsze przy 61."
    where = "  sample/wordings/promotion.yaml: "
    known = f"{where}„termin CIT-8 dla stowarzyszenia” (plakat); pierwsze jest: cit-8-termin"
    lost = f"{where}„Dzień dobry” (plakat); pierwsze jest: nic (to nie wygląda na pytanie)"
    assert said.index(known) < said.index("Nie trafiają w swoje hasło: 1. Zmień je albo usuń.")
    assert lost in said
    assert said[-8].startswith("Temat")
    assert said[-1].split() == ["Razem", "12", "16,5", "5", "5", "1", "1"]


def test_ways_of_asking_are_not_asked_otherwise() -> None:
    assert "Sposobów pytania" not in run("check", "--on", DAY).stdout


@pytest.mark.slow
def test_shipped_knowledge_is_sound() -> None:
    done = run_apart("check", "--on", "2026-11-26")  # the day of the last reading
    assert (done.returncode, done.stderr.decode()) == (0, "")
