"""A command that is killed at a named instant, as by a power cut.

python -m tests.operations.dying POINT backup|restore ...
"""

from __future__ import annotations

import os
import sys
from typing import Any

from bot.operations import archive, backups, opening, restoring, sealing

KILLED = 137


def _exchange(owner: Any, name: str, before: bool) -> None:
    kept = getattr(owner, name)

    def dying(*args: Any, **values: Any) -> Any:
        if not before:
            kept(*args, **values)
        os._exit(KILLED)

    setattr(owner, name, dying)


POINTS: dict[str, tuple[Any, str, bool]] = {
    "after_snapshot": (archive, "manifest_of", True),
    "mid_seal": (archive, "_add_bytes", False),
    "mid_proof": (opening, "opened", False),
    "before_name": (backups, "put_in_place", True),
    "before_ledger": (restoring, "_bring_ledger", True),
    "after_ledger": (restoring, "_bring_ledger", False),
    "mid_unseal": (sealing, "unseal", True),
    "after_aside": (restoring, "_set_aside", False),
    "after_replaced": (restoring, "put_in_place", False),
    "mid_server": (restoring.copying, "copy", False),
    "server_empty": (restoring.copying, "empty", False),
}


if __name__ == "__main__":
    from bot.cli import main

    _exchange(*POINTS[sys.argv[1]])
    sys.argv[0] = "dzialaj"
    main(sys.argv[2:])
