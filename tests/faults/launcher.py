"""The program in the hands of a test: as it is, hurried, at another time, or broken on purpose.

    BREAK=after_send python -m tests.faults.launcher        # dies there, with exit code 137

Nothing in the product knows of this: before it runs, its functions are exchanged from outside.
Orders stand in the environment:

`BREAK`: names of `failpoints` and `mutants`, by comma; `after_send@3` is the third time there.
`HURRY`: repeats of what may have arrived wait a tenth of a second or half of one, instead of 2 s
    or 30 s, and so does polling after an error: a storm would mostly wait.
`SWEEPS`: seconds between two sweeps, instead of 15.
`NOW`: the moment (ISO, with zone) from which its clock goes on.
`WRONG_BY`: with `NOW`, a file that says by how many seconds that clock is wrong at the moment;
    Telegram's is right.
`REMINDERS`: a directory of reminder kinds that it knows instead of its own (`reminder_storm`).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

KILLED = 137
_ORDERS = ("BREAK", "HURRY", "SWEEPS", "NOW", "WRONG_BY", "REMINDERS")


def import_all() -> None:
    """Import what the program imports while it starts, and what breaks it."""
    for name in ("bot.cli", "bot.app", "bot.commands", "tests.faults.failpoints"):
        import_module(name)
    import_module("tests.faults.mutants")


def warm() -> None:
    """Read the sample's knowledge, so that bots forked from here find it read.

    And play a dialogue: its statements and templates are compiled before anybody is forked.
    """
    from bot.channels.telegram import carrier
    from bot.channels.telegram.connection import make_bot
    from bot.knowledge import library
    from tests.faults.process import SAMPLE

    import_all()
    make_bot("42:NOBODY", "http://127.0.0.1:1")  # loads what the library loads late
    carrier._certificates()
    with TemporaryDirectory() as directory, contextlib.redirect_stdout(sys.stderr):
        asyncio.run(_rehearse(Path(directory)))
    known = {SAMPLE: library.open_snapshot(SAMPLE)}  # never changed, only replaced
    read = library.open_snapshot
    library.open_snapshot = lambda directory, cache=None, encoder=None: (
        known.pop(directory, None) or read(directory, cache, encoder)
    )


async def _rehearse(directory: Path) -> None:
    from tests.dialogues.beginning import linked, stage
    from tests.dialogues.scene import COVERED

    async with stage(directory, forum=True) as scene:
        await linked(scene)
        await scene.answered_ticket("Tak.")
        scene.anna.send(COVERED)
        await scene.forward(hours=1)


def run() -> None:
    """Obey the orders in the environment and run the program; ends as the program does."""
    orders = {name: os.environ.pop(name, "") for name in _ORDERS}
    if any(orders.values()):
        import_all()
    if orders["HURRY"]:
        _hurry()
    if orders["SWEEPS"]:
        _sweep_every(float(orders["SWEEPS"]))
    if orders["NOW"]:
        _set_clock(datetime.fromisoformat(orders["NOW"]), orders["WRONG_BY"])
    if orders["REMINDERS"]:
        import_module("tests.faults.reminder_storm").know(Path(orders["REMINDERS"]))
    for name in filter(None, orders["BREAK"].split(",")):
        _break(name)
    from bot.cli import main

    main(["run"])


def _break(order: str) -> None:
    from tests.faults import failpoints, mutants

    name, _, times = order.partition("@")
    if name in failpoints.POINTS:
        failpoints.POINTS[name](failpoints.Point(int(times or 1)))
    else:
        mutants.MUTANTS[name]()


def _hurry() -> None:
    from bot import sender
    from bot.channels.telegram import polling

    sender.repeat_after = lambda attempts: 0.1 if attempts <= 1 else 0.5
    polling.back_off = lambda failures: 0.2


def _sweep_every(seconds: float) -> None:
    from bot.scheduler import Scheduler

    patient = Scheduler.__init__

    def hurried(self: Scheduler, sweeps: object, *_: object, **more: object) -> None:
        patient(self, sweeps, **{**more, "every": timedelta(seconds=seconds)})

    Scheduler.__init__ = hurried


def _set_clock(start: datetime, error: str = "") -> None:
    from bot import app
    from bot.clock import SystemClock

    shift = start - SystemClock().now()

    class Shifted(SystemClock):
        def now(self) -> datetime:
            wrong = float(Path(error).read_text(encoding="ascii")) if error else 0.0
            return super().now() + shift + timedelta(seconds=wrong)

    app.SystemClock = Shifted
    heard = app.CheckedClock.heard
    if error:
        app.CheckedClock.heard = lambda self, moment: heard(self, moment + shift)
    else:
        app.CheckedClock.heard = lambda self, moment: None  # Telegram's time is not moved


if __name__ == "__main__":
    sys.argv[0] = "dzialaj"
    run()
