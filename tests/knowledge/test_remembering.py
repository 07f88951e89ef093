"""Vectors are remembered between builds: only what was never encoded is encoded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bot.knowledge.encoder import Encoder, SentenceEncoder, Vector
from bot.knowledge.library import build
from bot.knowledge.remembering import KEPT, Remembering
from bot.knowledge.training import write_model
from tests.knowledge.encoders import folder_in, library, weighted
from tests.knowledge.sample import copy_of_sample


class Noting:
    """An encoder that notes what it was asked for."""

    def __init__(self, encoder: Encoder, mark: str | None = None) -> None:
        self.mark, self.folder = mark or encoder.mark, encoder.folder
        self.asked: list[str] = []
        self._encoder = encoder

    def encode(self, texts: Sequence[str]) -> list[Vector]:
        self.asked += texts
        return self._encoder.encode(texts)


@pytest.fixture
def noting(tmp_path: Path) -> Iterator[Noting]:
    with library():
        yield Noting(SentenceEncoder(folder_in(tmp_path)))


def test_only_what_is_new_is_encoded(noting: Noting, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = Remembering(noting, cache).encode(["lokal", "ryby", "lokal"])
    assert noting.asked == ["lokal", "ryby"]
    again = Remembering(noting, cache).encode(["ryby", "lokal", "las"])
    assert noting.asked == ["lokal", "ryby", "las"]
    assert again[:2] == [first[1], first[0]]
    assert again == noting.encode(["ryby", "lokal", "las"])
    (kept,) = cache.iterdir()
    assert (kept.stat().st_mode & 0o777, b"lokal" in kept.read_bytes()) == (0o600, False)


@pytest.mark.parametrize("at", [0, 33, 40, -1])
def test_a_damaged_file_is_as_good_as_none(noting: Noting, tmp_path: Path, at: int) -> None:
    sound = Remembering(noting, tmp_path).encode(["lokal"])
    (kept,) = tmp_path.glob("*.vectors")
    content = bytearray(kept.read_bytes())
    content[at] ^= 1
    for damaged in (bytes(content), content[:20], b""):
        kept.write_bytes(damaged)
        noting.asked.clear()
        assert Remembering(noting, tmp_path).encode(["lokal"]) == sound
        assert noting.asked == ["lokal"]


def test_encoders_are_told_apart_and_the_oldest_forgotten(noting: Noting, tmp_path: Path) -> None:
    for number in range(KEPT + 2):
        other = Noting(noting, f"model-{number}")
        Remembering(other, tmp_path).encode(["lokal"])
        assert other.asked == ["lokal"]
    assert len(list(tmp_path.glob("*.vectors"))) == KEPT


def test_where_nothing_can_be_kept_all_works_without(noting: Noting, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    remembering = Remembering(noting, tmp_path / "file" / "cache")
    assert remembering.encode(["lokal"]) == remembering.encode(["lokal"])
    assert noting.asked == ["lokal", "lokal"]


def test_a_changed_page_has_only_its_own_ways_encoded(noting: Noting, tmp_path: Path) -> None:
    directory, cache = copy_of_sample(tmp_path), tmp_path / "cache"
    write_model(weighted(noting), directory / "weights.yaml")
    built = build(directory, encoder=noting, cache=cache)
    assert len(noting.asked) == len(built.decider.meanings.owners)
    noting.asked.clear()
    page = directory / "faq/promotion/plakat.md"
    text = page.read_text(encoding="utf-8").replace("ulotka o", "baner o")
    page.write_text(text, encoding="utf-8")
    build(directory, encoder=noting, cache=cache)
    assert noting.asked == ["baner o wydarzeniu"]
