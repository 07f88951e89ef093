"""The public site is replaced by a process that dies: what stands there is one whole site."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.website import writing
from tests.faults.launcher import KILLED
from tests.faults.sizes import figure

pytestmark = pytest.mark.slow

PAGES = 50
#: Calls at which the process dies, after each of them: every page, and what puts it in place.
CALLS = ((Path, "write_bytes"), (Path, "chmod"), (Path, "rename"), (writing, "_change_places"))


def _site(words: str) -> dict[str, bytes]:
    return {f"strony/{number}.html": f"{words} {number}".encode() for number in range(PAGES)}


def _written(out: Path, words: str, dies_after: int = 0) -> int:
    """Write a site in a process of its own, which dies after so many calls; return how it ends."""
    child = os.fork()
    if child == 0:
        try:
            _die_after(dies_after)
            writing.write(out, _site(words))
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _die_after(calls: int) -> None:
    left = [calls]

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **values: Any) -> Any:
            result = function(*args, **values)
            left[0] -= 1
            if left[0] == 0:
                os._exit(KILLED)
            return result

        return wrapped

    for owner, name in CALLS:
        setattr(owner, name, counted(getattr(owner, name)))


def _stands(out: Path) -> set[str]:
    """Return whose pages stand there, by their first word; empty when a page is missing."""
    pages = [out / name for name in _site("")]
    if not all(page.is_file() for page in pages):
        return set()
    return {page.read_text().split()[0] for page in pages}


def test_wherever_it_dies_one_whole_site_stands_there(tmp_path: Path) -> None:
    out, deaths = tmp_path / "www", 0
    assert _written(out, "stara") == 0
    while _written(out, "nowa", dies_after=deaths + 1) == KILLED:
        deaths += 1
        assert _stands(out) in ({"stara"}, {"nowa"}), deaths

    assert deaths > PAGES
    assert _stands(out) == {"nowa"}
    figure(f"a site of {PAGES} pages written, dead at {deaths} instants: one whole site each time")


def test_two_renames_instead_would_leave_no_site_between_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_change_places", lambda one, other: False)
    out = tmp_path / "www"
    assert _written(out, "stara") == 0
    filled = PAGES + 2  # the pages, the mark of the folder, its rights

    assert _written(out, "nowa", dies_after=filled + 2) == KILLED
    assert _stands(out) == set()
