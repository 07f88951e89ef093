"""Writes the site into a folder: beside it first, then in its place.

So a failure on the way leaves the old site whole.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

#: Tells that a folder is a site of ours and may be replaced.
OURS = ".dzialaj-site"
_MARK = "Ten katalog napisało polecenie „dzialaj site”. Następne wywołanie zastąpi go w całości.\n"


class CannotWrite(Exception):
    """The folder cannot be written; says why, and what to do."""


def check(out: Path) -> None:
    """Raise `CannotWrite` unless `out` is ours, empty, or not there."""
    if not os.path.lexists(out):
        return
    if not out.is_dir():
        raise CannotWrite(f"„{out}” to nie katalog; podaj katalog na stronę.")
    try:
        occupied = any(out.iterdir()) and not (out / OURS).is_file()
    except OSError:
        raise CannotWrite(f"Nie da się zajrzeć do katalogu „{out}”; sprawdź prawa.") from None
    if occupied:
        raise CannotWrite(
            f"W katalogu „{out}” są już inne pliki; podaj pusty albo nowy, żeby nic nie zginęło."
        )


def write(out: Path, files: Mapping[str, bytes]) -> None:
    """Put the files into `out`, in place of what stood there; raise `CannotWrite` when refused."""
    out = out.resolve()
    check(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise CannotWrite(_refusal(out, error)) from error
    try:
        _fill(fresh, {**files, OURS: _MARK.encode()})
        _swap(fresh, out)
    except OSError as error:
        raise CannotWrite(_refusal(out, error)) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    folder.chmod(0o777 & ~_umask())  # it was made for us alone; a web server is to read it


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


#: What Linux's renameat2 takes for "from where we are" and "let them change places".
_HERE, _EXCHANGE = -100, 2


def _change_places(one: Path, other: Path) -> bool:
    """Let two folders change places at one instant; False where the system cannot do that."""
    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError):
        return False
    return bool(rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


def _swap(fresh: Path, out: Path) -> None:
    """Put `fresh` in the place of `out`; when that fails, what stood there stands there again.

    Where folders can change places, there is no instant without a site, whoever dies.
    """
    if not out.exists():
        fresh.rename(out)
        return
    if _change_places(fresh, out):
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    old = aside / out.name
    try:
        out.rename(old)
        try:
            fresh.rename(out)
        except BaseException:  # Ctrl+C, too
            old.rename(out)
            raise
    except BaseException:
        if not old.exists():  # else it is the only copy of the old site
            aside.rmdir()
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _refusal(out: Path, error: OSError) -> str:
    return f"Nie da się zapisać strony w „{out}” ({error.strerror}); sprawdź prawa i miejsce."
