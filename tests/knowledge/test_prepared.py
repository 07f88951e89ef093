"""What was built is kept for the next start: used for these very files, never when damaged."""

from __future__ import annotations

import hashlib
import os
import pickle
from datetime import date
from pathlib import Path

import pytest

from bot.domain.warsaw import WARSAW
from bot.knowledge import library
from bot.knowledge.amendments import Over
from bot.knowledge.complaints import KnowledgeError
from bot.knowledge.encoder import Encoder
from bot.knowledge.library import Snapshot
from bot.knowledge.prepared import KEPT, Prepared
from tests.knowledge.sample import SAMPLE, copy_of_sample

TODAY = date(2026, 11, 26)
QUESTIONS = ("Jak założyć stowarzyszenie?", "sprawozdanie termin", "kiedy remont drogi")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A place that is made when it is needed."""
    return tmp_path / "cache" / "dzialaj"


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """A knowledge directory of one's own."""
    return copy_of_sample(tmp_path)


def opened(directory: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Snapshot, bool]:
    """Open the knowledge; tell whether it had to be built."""
    built: list[Path] = []
    apart = library._built_apart

    def noting(directory: Path, cache: Path, over: Over, encoder: Encoder | None) -> bool:
        built.append(directory)
        return apart(directory, cache, over, encoder)

    with monkeypatch.context() as patch:
        patch.setattr(library, "_built_apart", noting)
        return library.open_snapshot(directory, cache), bool(built)


def test_the_second_start_takes_what_the_first_built(
    knowledge: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, built = opened(knowledge, cache, monkeypatch)
    second, built_again = opened(knowledge, cache, monkeypatch)
    assert (built, built_again) == (True, False)
    assert dict(second.base.entries) == dict(first.base.entries)
    assert second.base.programme == first.base.programme
    assert second.base.programme.workshops["ksiegi"].starts.tzinfo is WARSAW
    for text in (*QUESTIONS, *(entry.question for entry in first.base.entries.values())):
        assert second.decider.decide(text, TODAY) == first.decider.decide(text, TODAY)


@pytest.mark.slow
def test_nobody_else_may_read_it(knowledge: Path, cache: Path) -> None:
    library.open_snapshot(knowledge, cache)
    (kept,) = cache.iterdir()
    assert (kept.stat().st_mode & 0o777, cache.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.slow
def test_changed_files_are_built_anew(
    knowledge: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(knowledge, cache, monkeypatch)
    page = next(knowledge.glob("faq/*/*.md"))
    before = page.stat()
    text = page.read_text(encoding="utf-8")
    page.write_text(text[:-2] + ("a" if text[-2] != "a" else "b") + text[-1], encoding="utf-8")
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))  # as a copying tool may leave it
    assert opened(knowledge, cache, monkeypatch)[1]


@pytest.mark.parametrize(
    "damage",
    [
        "cut",
        *(
            pytest.param(one, marks=pytest.mark.slow)
            for one in ("bit", "empty", "nothing of ours")
        ),
    ],
)
@pytest.mark.slow
def test_a_damaged_copy_is_built_anew(
    knowledge: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    opened(knowledge, cache, monkeypatch)
    (kept,) = cache.iterdir()
    content = bytearray(kept.read_bytes())
    content[len(content) // 2] ^= 1
    foreign = pickle.dumps({"a": 1})
    kept.write_bytes(
        {
            "cut": kept.read_bytes()[:5000],
            "bit": bytes(content),
            "empty": b"",
            "nothing of ours": hashlib.sha256(foreign).digest() + foreign,
        }[damage]
    )
    assert opened(knowledge, cache, monkeypatch)[1]
    assert not opened(knowledge, cache, monkeypatch)[1]


@pytest.mark.slow
def test_what_lies_over_the_files_is_kept_for_itself(
    knowledge: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (knowledge / "faq/promotion/plakat.md").read_text(encoding="utf-8")
    over = {"faq/promotion/plakat.md": text.replace("ulotka", "baner")}
    opened(knowledge, cache, monkeypatch)
    for _ in range(2):
        laid = library._open(knowledge, cache, over)
        assert "baner o wydarzeniu" in laid.base.entries["plakat"].also_asked
    assert len(list(cache.iterdir())) == 2
    assert not opened(knowledge, cache, monkeypatch)[1]


@pytest.mark.slow
def test_what_is_used_outlives_what_was_built_later(
    knowledge: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(knowledge, cache, monkeypatch)
    (kept,) = cache.iterdir()
    text = (knowledge / "faq/promotion/plakat.md").read_text(encoding="utf-8")
    for number in range(KEPT):
        os.utime(kept, (0, 0))
        library.open_snapshot(knowledge, cache)
        library._open(knowledge, cache, {"faq/promotion/plakat.md": f"{text}\n{number}\n"})
    assert not opened(knowledge, cache, monkeypatch)[1]


class _Evil:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> object:
        return os.mkdir, (str(self.path),)


@pytest.mark.slow
def test_a_copy_that_somebody_planted_runs_nothing(
    knowledge: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(knowledge, cache, monkeypatch)
    (kept,) = cache.iterdir()
    planted = pickle.dumps(_Evil(tmp_path / "done"))
    kept.write_bytes(hashlib.sha256(planted).digest() + planted)
    assert opened(knowledge, cache, monkeypatch)[1]
    assert not (tmp_path / "done").exists()
    pickle.loads(planted)
    assert (tmp_path / "done").exists()


@pytest.mark.slow
def test_where_nothing_can_be_kept_all_works_without(
    knowledge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert opened(knowledge, tmp_path / "file" / "cache", monkeypatch)[1]


@pytest.mark.slow
def test_wrong_files_are_told_of_and_nothing_is_kept(knowledge: Path, cache: Path) -> None:
    (knowledge / "topics.yaml").unlink()
    with pytest.raises(KnowledgeError, match=r"topics\.yaml"):
        library.open_snapshot(knowledge, cache)
    assert not list(cache.glob("*"))


@pytest.mark.slow
def test_where_no_process_can_be_started_it_is_built_here(
    knowledge: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library.sys, "executable", "/nowhere/python")
    assert len(library.open_snapshot(knowledge, cache).base.entries) > 0


@pytest.mark.slow
def test_only_the_latest_few_are_kept(cache: Path, knowledge: Path) -> None:
    prepared = Prepared(cache)
    for number in range(KEPT + 3):
        (knowledge / "note.txt").write_text(str(number), encoding="utf-8")
        prepared.keep(knowledge, number)
    assert len(list(cache.iterdir())) == KEPT
    assert prepared.load(knowledge, int) == KEPT + 2


@pytest.mark.slow
def test_the_sample_stays_as_it_is(cache: Path) -> None:
    before = sorted(SAMPLE.rglob("*"))
    Prepared(cache).keep(SAMPLE, 1)
    assert sorted(SAMPLE.rglob("*")) == before


def test_a_copy_that_others_may_write_is_not_believed(
    knowledge: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert opened(knowledge, cache, monkeypatch)[1]
    (kept,) = cache.glob("*.prepared")
    kept.chmod(0o666)
    assert opened(knowledge, cache, monkeypatch)[1]
