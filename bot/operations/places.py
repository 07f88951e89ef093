"""Files and folders of an operator's work: closed to others, written whole, given to the bot."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def adopt(path: Path) -> None:
    """Give what root has made to whom the folder belongs: the bot has to be able to use it."""
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def make_folder(path: Path) -> None:
    """Make a folder that only its owner can look into, unless it is there."""
    if not path.exists():
        path.mkdir(mode=0o700, parents=True)
        adopt(path)


@contextmanager
def workspace(path: Path) -> Iterator[Path]:
    """Give an empty folder for what nobody else may read, gone in the end whatever happens.

    What a killed run has left in it goes first.
    """
    make_folder(path.parent)
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(mode=0o700)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def put_in_place(made: Path, path: Path) -> None:
    """Let a file that is complete stand under its name, at once or not at all."""
    made.chmod(0o600)
    flush(made)
    made.replace(path)
    adopt(path)
    flush(path.parent)


def write_whole(path: Path, content: bytes) -> None:
    """Write a small file that is there completely or not at all."""
    made = path.with_name(f".{path.name}.part")
    made.unlink(missing_ok=True)
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    put_in_place(made, path)
