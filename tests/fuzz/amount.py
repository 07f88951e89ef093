"""How much is tried: little in `make check`, always the same; much in `make fuzz`, always new."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings

#: How many times as much as in `make check`.
TIMES = int(os.environ.get("FUZZ", "1"))


def tried(few: int, **more: Any) -> Callable[[Any], Any]:
    """Return the decorator of a test that tries `few` examples, or many times as many."""
    return settings(
        max_examples=few * TIMES,
        deadline=None,
        derandomize=TIMES == 1,
        database=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
        **more,
    )
