"""Encrypting a stream for those who hold a key, and back, in little memory.

The encryption is age's, by a library; here is only how a producer and a consumer run beside it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, TypeVar, cast

import pyrage

T = TypeVar("T")
Identity = Any  # pyrage's, which has no types
Recipient = Any

_BEGINS = b"age-encryption.org/"
_A_PIECE = 1 << 20


class WrongKey(Exception):
    """The key does not open this file."""


class NotSealed(Exception):
    """The file was not made by this program."""


class BrokenSeal(Exception):
    """The file is not as it was when it was made: cut off, or changed."""


def fresh_key() -> tuple[str, str]:
    """Return a new pair of keys: the public one, and the secret one."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


def identity_in(text: str) -> Identity:
    """Return the secret key that stands in a text, among remarks; raise WrongKey."""
    for line in text.splitlines():
        if line.strip().upper().startswith("AGE-SECRET-KEY-"):
            try:
                return pyrage.x25519.Identity.from_str(line.strip())
            except pyrage.IdentityError:
                raise WrongKey from None
    raise WrongKey


def recipient(public: str) -> Recipient:
    """Return for whom to seal, by the public key."""
    return pyrage.x25519.Recipient.from_str(public)


def passing_identity() -> Identity:
    """Return a key that lives as long as this object, and is written nowhere."""
    return pyrage.x25519.Identity.generate()


def seal(produce: Callable[[IO[bytes]], None], path: Path, whom: Sequence[Recipient]) -> None:
    """Write what `produce` writes, sealed, into a new file."""
    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            with os.fdopen(writing, "wb") as stream:
                produce(stream)
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        with os.fdopen(reading, "rb") as stream, path.open("xb") as file:
            path.chmod(0o600)
            pyrage.encrypt_io(stream, file, list(whom))
    finally:
        thread.join()
    for error in failed:
        raise error


def unseal(path: Path, key: Identity, consume: Callable[[IO[bytes]], T]) -> T:
    """Return what `consume` makes of a sealed file, once the seal is known to be whole.

    Raises WrongKey, NotSealed and BrokenSeal.
    """
    with path.open("rb") as file:
        if file.read(len(_BEGINS)) != _BEGINS:
            raise NotSealed
    reading, writing = os.pipe()
    failed: list[Exception] = []
    thread = threading.Thread(target=_open, args=(path, key, writing, failed), daemon=True)
    thread.start()
    try:
        with os.fdopen(reading, "rb") as stream:
            try:
                result, told = consume(stream), None
            except OSError:
                raise  # a full disk, most of all
            except Exception as error:
                result, told = None, error
            _read_on(stream)
    finally:
        thread.join()
    for worse in (*failed, *((told,) if told is not None else ())):
        raise worse
    return cast("T", result)


def _read_on(stream: IO[bytes]) -> None:
    """Read to the end: only that proves that all of it is there."""
    while stream.read(_A_PIECE):
        pass


def _open(path: Path, key: Identity, writing: int, failed: list[Exception]) -> None:
    try:
        with os.fdopen(writing, "wb") as stream, path.open("rb") as file:
            pyrage.decrypt_io(file, stream, [key])
    except BrokenPipeError as error:
        failed.append(error)
    except pyrage.DecryptError as error:
        failed.append(WrongKey() if "matching" in str(error) else BrokenSeal())
    except OSError:
        failed.append(BrokenSeal())
