"""Files edited while the bot runs are picked up; wrong ones never take the good away."""

from __future__ import annotations

from pathlib import Path

from bot.clock import SystemClock
from bot.knowledge.library import Library, find_directory
from tests.knowledge.sample import DAY, LIVE, copy_of_sample

PLAKAT = "faq/promotion/plakat.md"


async def test_unchanged_files_keep_the_snapshot(tmp_path: Path) -> None:
    library = Library(copy_of_sample(tmp_path), SystemClock())
    before = library.current
    assert await library.reload_if_changed() == []
    assert library.current is before


async def test_changed_file_is_in_force_after_a_reload(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    library = Library(directory, SystemClock())
    before = library.current
    page = directory / PLAKAT
    page.write_text(page.read_text(encoding="utf-8").replace("ulotka", "baner"), encoding="utf-8")
    assert await library.reload_if_changed() == []
    assert "baner o wydarzeniu" in library.current.base.entries["plakat"].also_asked
    assert library.current.decider.decide("baner", DAY).candidates[0].entry == "plakat"
    assert "ulotka o wydarzeniu" in before.base.entries["plakat"].also_asked


async def test_wrong_file_is_complained_about_and_the_last_good_stays(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    library = Library(directory, SystemClock())
    before = library.current
    page = directory / PLAKAT
    good = page.read_text(encoding="utf-8")
    page.write_text(good.replace("question:", "pytanie:"), encoding="utf-8")
    first = await library.reload_if_changed()
    assert any("pytanie: nieznane pole" in one.what for one in first)
    assert library.current is before
    assert await library.reload_if_changed() == first
    page.write_text(good, encoding="utf-8")
    assert await library.reload_if_changed() == []


async def test_file_that_vanishes_leaves_the_last_good(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    library = Library(directory, SystemClock())
    (directory / "topics.yaml").unlink()
    complaints = await library.reload_if_changed()
    assert [one.what[:20] for one in complaints] == ["brakuje tego pliku; "]
    assert len(library.current.base.entries) == 12


def test_chosen_directory_wins_over_the_checkout(tmp_path: Path) -> None:
    assert find_directory(tmp_path) == tmp_path
    assert find_directory() == LIVE
