"""The program with an event loop that stands still once, when somebody asks a certain thing.

`BLOCK` says for how many seconds; `STUBBORN` lets it go on telling that it is alive meanwhile, as
a watchdog in a thread of its own would. Nothing in the product knows of this.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

WORD = "ZATRZYMANIE"


def run() -> None:
    """Exchange what decides about a question, and run."""
    from bot.channels.telegram import leader
    from bot.cli import main

    seconds, stubborn = float(os.environ.pop("BLOCK")), os.environ.pop("STUBBORN", "")
    decide, once = leader._decide, Path("blocked")

    async def decide_slowly(context: Any, text: str) -> Any:
        if WORD in text:
            stand_still()
        return await decide(context, text)

    def stand_still() -> None:
        if not once.exists():
            once.touch()
            time.sleep(seconds)

    leader._decide = decide_slowly
    if stubborn:
        threading.Thread(target=_insist, daemon=True).start()
    main(["run"])


def _insist() -> None:
    from bot.operations.watchdog import Notifier

    while True:
        Notifier().say("WATCHDOG=1")
        time.sleep(0.2)


if __name__ == "__main__":
    sys.argv[0] = "dzialaj"
    run()
