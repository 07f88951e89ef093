"""What coordinators changed in the chat goes into files, and onto the site built with it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.knowledge.loading import load
from bot.knowledge.occasions_over import InChat, laid_over
from bot.programme import occasions as force
from bot.storage import occasions
from bot.storage.database import Database
from tests.commands.running import run
from tests.programme.desk import desk, sample

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    made = sample(tmp_path)
    path = made / "programme" / "workshops.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"# Na górze.\n{text}", encoding="utf-8")
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "plakat-na-plot:", "# O plakacie.\nplakat-na-plot:"
        ),
        encoding="utf-8",
    )
    return made


@pytest.fixture
def changed(sqlite_url: str, files: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database in which one workshop was changed, one made, and an event called off."""
    there = desk(files, NOW)
    sheet = there.base.programme.workshops["ksiegi"]

    def work(conn: Connection) -> None:
        force.sync(conn, there, lambda *_: None)
        row = occasions.get(conn, "ksiegi")
        renamed = sheet.model_copy(update={"title": "Księgi z czatu"})
        force.amend(conn, there, row, renamed, lambda *_: None, by=900)
        new = sheet.model_copy(update={"id": "pierogi", "title": "Pierogi"})
        force.publish(conn, there, new, origin="chat", by=900)
        gone = occasions.get(conn, "dzien-pracy")
        force.alter(conn, there, gone, lambda *_: None, state="cancelled", origin="chat")

    async def write() -> None:
        database = await Database.open(sqlite_url)
        await database.write(work)
        await database.close()

    asyncio.run(write())
    monkeypatch.setenv("BOT_DATABASE", sqlite_url)
    return sqlite_url


def test_what_the_chat_changed_is_written_as_files_that_load(
    changed: str, files: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    result = run("export", str(out), knowledge=files)
    assert result.exit_code == 0, result.stderr
    assert "Spotkania zmienione na czacie: 3. Pliki programu: 2 z 2." in result.stdout
    text = (out / "programme/workshops.yaml").read_text(encoding="utf-8")
    assert text.startswith("# Na górze.\nksiegi:\n")
    assert "# O plakacie.\nplakat-na-plot:" in text
    for name in ("workshops", "events"):
        (out / f"programme/{name}.yaml").replace(files / f"programme/{name}.yaml")
    programme = load(files).programme
    assert {one.title for one in programme.workshops.values()} == {
        "Księgi z czatu",
        "Pierogi",
        "Plakat na płot",
    }
    assert set(programme.events) == {"zyczenia"}


def test_the_site_shows_them_only_with_the_database(
    changed: str, files: Path, tmp_path: Path
) -> None:
    for flags, shown in (((), False), (("--database",), True)):
        out = tmp_path / f"site{len(flags)}"
        result = run("site", str(out), "--on", "2026-11-24", *flags, knowledge=files)
        assert result.exit_code == 0, result.stderr
        pages = "".join(path.read_text(encoding="utf-8") for path in out.rglob("*.html"))
        assert ("Księgi z czatu" in pages, "Dzień wspólnej pracy" in pages) == (shown, not shown)


def test_a_file_from_which_all_is_called_off_can_still_be_read(files: Path) -> None:
    path = files / "programme" / "duties.yaml"
    idents = list(load(files).programme.duties)
    over = laid_over(files, [InChat("duty", one, "", over=True) for one in idents])
    path.write_text(over["programme/duties.yaml"], encoding="utf-8")
    assert load(files).programme.duties == {}


def test_a_file_that_is_not_there_is_begun(files: Path) -> None:
    (files / "programme" / "duties.yaml").unlink()
    text = "dyzur:\n  title: Dyżur\n"
    over = laid_over(files, [InChat("duty", "dyzur", text, over=False)])
    assert over == {"programme/duties.yaml": text}
