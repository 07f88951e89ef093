"""How large a fault test is: short in `make check`, in full under `make storm` (`STORM=1`)."""

from __future__ import annotations

import os
import sys
from collections import Counter
from typing import TypeVar

T = TypeVar("T")
IN_FULL = os.environ.get("STORM", "0") != "0"
#: How often the program has died at each named point in this session.
REACHED: Counter[str] = Counter()


def sized(short: T, full: T) -> T:
    """Return the size that is wanted of this run."""
    return full if IN_FULL else short


def figure(said: str) -> None:
    """Tell what was measured: shown by -s or a failure, and gathered by `tests.faults.parts`."""
    sys.stdout.write(f"\nfigure: {said}\n")
