"""`site`: a folder of pages, or a sentence that says why there is none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.running import DAY, SAMPLE, run, run_apart


def test_site_is_built_without_token_and_database(tmp_path: Path) -> None:
    result = run("site", str(tmp_path / "out"), "--on", DAY, "--base", "https://example.org/w")
    assert (result.exit_code, result.stderr) == (0, "")
    pages = len(list((tmp_path / "out").rglob("*.html")))
    assert result.stdout.startswith(f"Gotowe: {pages}\u00a0stron")
    assert (tmp_path / "out" / "pytania" / "plakat.html").is_file()
    assert b"https://example.org/w/sitemap.xml" in (tmp_path / "out" / "robots.txt").read_bytes()


def test_without_an_address_it_says_what_is_left_out(tmp_path: Path) -> None:
    result = run("site", str(tmp_path / "out"), "--on", DAY)
    assert result.exit_code == 0
    assert result.stderr.startswith("Bez --base nie ma mapy strony")
    assert not (tmp_path / "out" / "sitemap.xml").exists()


def test_wrong_files_are_told_and_the_old_site_stays(tmp_path: Path) -> None:
    out, knowledge = tmp_path / "out", Path(shutil.copytree(SAMPLE, tmp_path / "knowledge"))
    assert run("site", str(out), "--on", DAY, knowledge=knowledge).exit_code == 0
    page = knowledge / "faq" / "promotion" / "plakat.md"
    page.write_text(page.read_text("utf-8").replace("question: ", "pytanie: "), encoding="utf-8")
    result = run("site", str(out), "--on", DAY, knowledge=knowledge)
    assert result.exit_code == 1
    assert "plakat.md:2: pytanie: nieznane pole" in result.stderr
    assert (out / "pytania" / "plakat.html").is_file()


def test_folder_of_somebody_else_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "moje.txt").write_text("x", encoding="utf-8")
    result = run("site", str(tmp_path), knowledge=tmp_path / "nigdzie")
    assert result.exit_code == 1
    assert "są już inne pliki" in result.stderr


@pytest.mark.parametrize(
    "address",
    [
        "example.org",
        "ftp://example.org",
        "https://",
        "https://example.org/?a=1",
        "https://example.org/#a",
        "https://ja@example.org/",
        "https://exa mple.org/",
        "https://example.org:port/",
        "javascript://example.org/%0Aalert(1)",
        'https://example.org/"><script>',
    ],
)
def test_wrong_address_is_a_wrong_call(tmp_path: Path, address: str) -> None:
    result = run("site", str(tmp_path / "out"), "--base", address)
    assert result.exit_code == 2
    assert "nie jest adresem strony" in result.stderr
    assert not (tmp_path / "out").exists()


def test_settings_that_nobody_knows_are_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_TOKENN", "x")
    assert run("site", str(tmp_path / "out")).exit_code == 78


@pytest.mark.slow
def test_site_is_built_where_the_locale_knows_no_polish(tmp_path: Path) -> None:
    done = run_apart("site", str(tmp_path / "wiedza-ąę"), "--on", DAY, BOT_KNOWLEDGE=str(SAMPLE))
    assert (done.returncode, done.stdout.decode()[:7]) == (0, "Gotowe:")
    assert (tmp_path / "wiedza-ąę" / "index.html").is_file()
