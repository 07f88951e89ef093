"""The folder: replaced whole or not at all, and never when it is somebody else's."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from bot.website.writing import CannotWrite, write


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_new_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b", {"index.html": b"1", "x/y.html": b"2"})
    assert names(tmp_path / "a") == {"b/index.html", "b/x/y.html", "b/.dzialaj-site"}


def test_anybody_may_read_it(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        write(tmp_path / "out", {"x/index.html": b"1"})
    finally:
        os.umask(mask)
    folder, page = tmp_path / "out", tmp_path / "out" / "x" / "index.html"
    assert [stat.S_IMODE(one.stat().st_mode) for one in (folder, page)] == [0o755, 0o644]


def test_site_of_ours_is_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, {"index.html": b"1", "old.html": b"1"})
    write(out, {"index.html": b"2"})
    assert names(tmp_path) == {"out/index.html", "out/.dzialaj-site"}
    assert (out / "index.html").read_bytes() == b"2"


def test_empty_folder_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write(tmp_path / "out", {"index.html": b"1"})
    assert (tmp_path / "out" / "index.html").read_bytes() == b"1"


def test_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "ważne.txt").write_text("x", encoding="utf-8")
    with pytest.raises(CannotWrite, match="są już inne pliki; podaj pusty albo nowy"):
        write(tmp_path, {"index.html": b"1"})
    assert names(tmp_path) == {"ważne.txt"}


def test_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x", encoding="utf-8")
    with pytest.raises(CannotWrite, match="to nie katalog"):
        write(tmp_path / "out", {"index.html": b"1"})


def test_way_through_a_file_is_refused_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "plik").write_text("x", encoding="utf-8")
    with pytest.raises(CannotWrite, match="Nie da się zapisać strony"):
        write(tmp_path / "plik" / "out", {"index.html": b"1"})


def test_failure_on_the_way_leaves_the_old_site(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, {"index.html": b"1"})
    with pytest.raises(CannotWrite):
        write(out, {"index.html": b"2", "index.html/x": b"2"})  # a file cannot hold another
    assert names(tmp_path) == {"out/index.html", "out/.dzialaj-site"}
    assert (out / "index.html").read_bytes() == b"1"


def test_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    write(tmp_path / "real", {"index.html": b"1"})
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write(tmp_path / "link", {"index.html": b"2"})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "index.html").read_bytes() == b"2"
