"""`make storm`: every long form, one after the other, and a table of what was measured.

    python -m tests.faults.parts                    # all
    python -m tests.faults.parts torn migrations    # these; STORM=0 lets tests be short
    python -m tests.faults.parts --list

Each part is a command of its own, which may as well be run alone; tests among them are told by
`STORM=1` to be long. What a part measured is what it says in lines that begin with "figure: ".
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FIGURE = "figure: "


def _module(*words: str) -> tuple[str, ...]:
    return ("-m", *words)


def _tests(*words: str) -> tuple[str, ...]:
    alone = ("-n", "0", "-p", "no:cacheprovider")
    named = [f"tests/{word}" if "/" in word else word for word in words]
    return ("-m", "pytest", "-q", "-s", *alone, *named)


#: What each part is called, and what runs it; the quicker ones first.
PARTS: dict[str, tuple[str, ...]] = {
    "torn": _tests("faults/test_database_trouble.py", "-k", "torn"),
    "quick-controls": _tests("faults/test_quick_controls.py"),
    "errors": _tests("faults/test_errors_by_kind.py"),
    "time-limits": _tests("faults/test_time_limits.py"),
    "claims": _tests("helpdesk/test_claim_races.py"),
    "forged": _tests("channels/telegram/test_forged_presses.py", "corpus/test_start_links.py"),
    "canaries": _tests("office/privacy"),
    "group-moves": _tests("dialogues/test_group_moves.py"),
    "seats": _tests("faults/test_crowded_signups.py", "programme/consultations"),
    "full-disk": _tests("faults/test_database_trouble.py", "-k", "full"),
    "clocks": _tests("faults/test_clock_jumps.py", "programme/reminders"),
    "outages": _tests("faults/test_outages.py", "faults/test_start_and_stop.py"),
    "poison": _tests("faults/test_poisoned_updates.py", "faults/test_failing_handlers.py"),
    "controls": _tests("faults/test_controls.py"),
    "kills": _module("tests.faults", "clear"),
    "rough": _module("tests.faults", "rough"),
    "workers": _module("tests.faults.fleets", "workers"),
    "workers-rough": _module("tests.faults.fleets", "rough"),
    "server-kills": _module("tests.faults.fleets", "server"),
    "server-away": _module("tests.faults.fleets", "away"),
    "reminders": _module("tests.faults", "reminders"),
    "announcement": _module("tests.faults.blast"),
    "many-reminders": _module("tests.programme.reminders.many"),
    "mail": _tests("faults/test_mail_deaths.py"),
    "morning": _tests("faults/test_busy_morning.py"),
    "stopping": _tests("faults/test_stopping.py"),
    "locked": _tests("faults/test_database_trouble.py", "-k", "locked"),
    "site": _tests("faults/test_site_kills.py"),
    "migrations": _tests("faults/test_migration_kills.py"),
    "points": _tests("faults/test_failpoints.py"),
    "right-chat": _tests("faults/test_right_chat.py"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What came of one part."""

    part: str
    passed: bool
    seconds: float
    figures: list[str]


def run(part: str) -> Line:
    """Run one part, let it speak, and return what came of it."""
    begun, figures = time.monotonic(), []
    process = subprocess.Popen(
        [sys.executable, *PARTS[part]],
        cwd=ROOT,
        env={"STORM": "1", **os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        sys.stdout.write(line)
        sys.stdout.flush()
        if line.startswith(FIGURE):
            figures.append(line.removeprefix(FIGURE).strip())
    return Line(part, process.wait() == 0, time.monotonic() - begun, figures)


def table(lines: Sequence[Line]) -> str:
    """Return what is printed in the end."""
    rows = ["", f"{'part':16}{'passed':8}{'minutes':>8}  figures"]
    for line in lines:
        figures = line.figures or ["-"]
        head = f"{line.part:16}{'yes' if line.passed else 'NO':8}{line.seconds / 60:8.1f}  "
        rows += [head + figures[0], *(" " * len(head) + one for one in figures[1:])]
    return "\n".join(rows) + "\n"


def main() -> int:
    """Run the chosen parts; return how the program ends."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.parts", description=__doc__)
    parser.add_argument("parts", nargs="*", help="all without it")
    parser.add_argument("--list", action="store_true")
    chosen = parser.parse_args()
    if chosen.list:
        sys.stdout.write("".join(f"{name:16}{' '.join(how)}\n" for name, how in PARTS.items()))
        return 0
    unknown = [name for name in chosen.parts if name not in PARTS]
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}; see --list")
    lines = [run(name) for name in chosen.parts or PARTS]
    sys.stdout.write(table(lines))
    return int(not all(line.passed for line in lines))


if __name__ == "__main__":
    sys.exit(main())
