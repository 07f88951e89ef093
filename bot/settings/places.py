"""Where files may lie that can be made anew at any time."""

from __future__ import annotations

import os
from pathlib import Path


def cache_directory() -> Path | None:
    """Return where systemd, the desktop's habits or the home say; nothing without any of them."""
    for name, below in (("CACHE_DIRECTORY", ""), ("XDG_CACHE_HOME", "dzialaj")):
        first = Path(os.environ.get(name, "").partition(os.pathsep)[0])
        if first.is_absolute():
            return first / below
    home = Path(os.environ.get("HOME", ""))
    return home / ".cache" / "dzialaj" if home.is_absolute() else None
