"""Copies to restore: who knows the public key can make one, so any is unpacked or refused.

Whatever it is, nothing is written but under the folder that it is unpacked into.
"""

from __future__ import annotations

import gzip
import io
import random
import tarfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.operations import archive
from bot.operations.archive import MadeByNewer, Manifest, NotACopy
from bot.storage.fingerprints import Print
from bot.storage.snapshots import Snapshot
from tests.fuzz.amount import tried
from tests.fuzz.wrong import bent

AT = datetime(2026, 11, 24, 2, 15, tzinfo=UTC)
BITS = (b"\0", b"../", b"/", b"0", b"knowledge/", b"bot.db", b"\xff", b"{}", b"2")
#: Names that a member might bear, good and bad.
NAMES = (
    "bot.db", "knowledge/a.md", "knowledge/a.md/b", "knowledge", "knowledge/", "../bot.db",
    "knowledge/../../x", "/etc/x", "x", "", ".", "knowledge/\udcff", "knowledge/" + "x" * 300,
    "knowledge/" + "x/" * 2100, "knowledge/a\x00b", "manifest.json",
)  # fmt: skip
KINDS = (tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE)


@cache
def plain() -> bytes:
    """Return a good copy before it is made small and sealed."""
    with TemporaryDirectory() as folder:
        house = Path(folder)
        (house / archive.DATABASE).write_bytes(b"SQLite format 3\0" + bytes(600))
        knowledge = house / archive.KNOWLEDGE
        knowledge.mkdir()
        (knowledge / "wpis.md").write_text("Jak założyć koło?\n", encoding="utf-8")
        snapshot = Snapshot("0008", {"ticket": Print(3, "ab"), "post": Print(0, "")})
        manifest = archive.manifest_of(house / archive.DATABASE, snapshot, AT, True)
        made = io.BytesIO()
        archive.pack(made, manifest, house / archive.DATABASE, house, knowledge)
    return gzip.decompress(made.getvalue())


def unpacked(raw: bytes) -> Manifest | None:
    """Unpack bytes; None when they are refused in the words that people are told."""
    with TemporaryDirectory() as folder:
        into = Path(folder) / "a" / "b"
        into.mkdir(parents=True)
        try:
            return archive.unpack(io.BytesIO(raw), into)
        except (NotACopy, MadeByNewer):
            return None
        finally:
            assert [path.name for path in Path(folder).iterdir()] == ["a"]
            assert [path.name for path in into.parent.iterdir()] == ["b"]


def with_members(members: Sequence[tuple[str, bytes, bytes]]) -> bytes:
    """Return a copy with these members more: name, kind and content."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.PAX_FORMAT) as tar:
        with tarfile.open(fileobj=io.BytesIO(plain())) as good:
            for info in good:
                tar.addfile(info, good.extractfile(info))
        for name, kind, content in members:
            info = tarfile.TarInfo(name)
            info.type, info.linkname, info.size = kind, "/etc/passwd", len(content)
            tar.addfile(info, io.BytesIO(content))
    return gzip.compress(made.getvalue(), 1)


def test_a_good_one_is_unpacked() -> None:
    found = unpacked(gzip.compress(plain()))
    assert found is not None and found.made_at == AT and found.with_knowledge


@tried(60)
@given(st.integers(0, 2**32))
def test_any_archive_is_unpacked_or_refused(seed: int) -> None:
    unpacked(gzip.compress(bent(plain(), random.Random(seed), BITS), 1))


@tried(60)
@given(st.integers(0, 2**32))
def test_any_bytes_are_unpacked_or_refused(seed: int) -> None:
    unpacked(bent(gzip.compress(plain(), 1), random.Random(seed)))


@tried(60)
@given(
    st.lists(
        st.tuples(st.sampled_from(NAMES), st.sampled_from(KINDS), st.binary(max_size=40)),
        min_size=1,
        max_size=4,
    )
)
def test_any_members_are_unpacked_or_refused(members: list[tuple[str, bytes, bytes]]) -> None:
    unpacked(with_members(members))


@tried(100)
@given(st.integers(0, 2**32))
def test_any_manifest_is_read_or_refused(seed: int) -> None:
    with tarfile.open(fileobj=io.BytesIO(plain())) as good:
        content = good.extractfile(archive.MANIFEST)
        assert content is not None
        written = content.read()
    with suppress(NotACopy, MadeByNewer):
        archive.read_manifest(
            bent(written, random.Random(seed), (b"{", b"9", b'"', b"null", b"["))
        )


@pytest.mark.parametrize("name", ["../x", "/etc/x", "x", "knowledge/../../x", "bot.db"])
def test_what_does_not_belong_there_is_refused(name: str) -> None:
    assert unpacked(with_members([(name, tarfile.REGTYPE, b"x")])) is None


@pytest.mark.parametrize(
    "wrong",
    [b'"tables": {"ticket": [Infinity, ""]}', b'"tables": ' + b"[" * 100_000, b'"format": []'],
)
def test_a_manifest_that_no_program_writes_is_refused(wrong: bytes) -> None:
    good = (
        b'{"program": "dzialaj", "format": 1, "version": "1", "schema": "1", "knowledge": true, '
    )
    times = b'"made_at": "2026-11-24T02:15:00+00:00", "sha256": {"bot.db": ""}, '
    with pytest.raises(NotACopy):
        archive.read_manifest(good + times + wrong + b"}")
