"""The long storms, which take minutes: what they measured is printed, what broke ends with 1.

python -m tests.faults                                  # all, as `make storm` does
python -m tests.faults clear --kills 50 --questions 500
python -m tests.faults rough --seed 7
python -m tests.faults reminders                        # 100 kills on a morning of many
python -m tests.faults chaos --minutes 10               # everything at once
python -m tests.faults soak --hours 1                   # nothing may grow; not among all
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from dataclasses import asdict, replace
from pathlib import Path

from tests.faults import chaos, reminder_storm, soak
from tests.faults.ledger import findings
from tests.faults.nursery import Nursery
from tests.faults.sizes import figure
from tests.faults.storm import Plan, Storm, storm
from tests.faults.weather import ROUGH

PLANS = {
    "clear": Plan(seed=0, questions=2000, leaders=150, kills=200, life=100),
    "rough": Plan(seed=0, questions=2000, leaders=150, kills=200, life=100, weather=ROUGH),
}

ALL = (*PLANS, "reminders", "chaos")


def broken_promises(passed: Storm) -> list[str]:
    """Return what a storm found, in sentences; none when every promise was kept."""
    figures, rough = passed.figures, bool(passed.plan.weather)
    found = list(findings(passed.books()))
    if len(passed.people.answered) < passed.plan.questions:
        found.append(f"{len(passed.people.answered)} of {passed.plan.questions} were answered")
    if rough and figures.share > 0.10:
        found.append(f"{figures.share:.1%} of the messages were duplicates")
    if not rough and figures.per_kill > 1.0:
        found.append(f"{figures.per_kill:.2f} duplicates came with each kill")
    if figures.early:
        found.append(f"{figures.early} calls came before retry_after was over")
    return found


def _tell(name: str, passed: Storm, found: list[str]) -> None:
    figures, out = passed.figures, sys.stdout.write
    out(f"\n{name}: seed {passed.plan.seed}, {passed.plan.questions} questions\n")
    for what, value in asdict(figures).items():
        out(f"  {what:18}{value:.1f}\n" if isinstance(value, float) else f"  {what:18}{value}\n")
    out(f"  {'duplicates':18}{figures.duplicates} ({figures.per_kill:.2f} a kill,")
    out(f" {figures.share:.1%} of the messages)\n")
    out("\n".join(found or ["  nothing lost, nothing doubled"]) + "\n")
    figure(
        f"{figures.kills} kills, {passed.plan.questions} questions: {len(found)} findings,"
        f" {figures.duplicates} duplicates ({figures.per_kill:.2f} a kill, {figures.share:.1%})"
    )


def _remind(seed: int, kills: int | None, nursery: Nursery) -> bool:
    """Let the storm over reminders pass; tell whether it kept its promises."""
    plan = reminder_storm.Plan(seed=seed, people=400, kills=kills or 100)
    with tempfile.TemporaryDirectory() as folder:
        books = asyncio.run(reminder_storm.storm(Path(folder), plan, nursery))
    found = books.findings(plan)
    sys.stdout.write(f"\nreminders: seed {seed}\n  {books.figures()}\n")
    sys.stdout.write("\n".join(found or ["  nothing lost, nothing owed twice"]) + "\n")
    figure(books.figures())
    return not found


def _chaos(seed: int, minutes: float, nursery: Nursery) -> bool:
    """Let everything happen at once; tell whether every promise was kept."""
    with tempfile.TemporaryDirectory() as folder:
        passed = asyncio.run(chaos.chaos(Path(folder), chaos.long(seed, minutes), nursery))
    sys.stdout.write(f"\nchaos: seed {seed}, {passed.plan.season}\n  {passed.figures}\n")
    if not passed.figures.troubles["disk"]:  # the small one itself is gone by now
        sys.stdout.write("  the full disk was left OUT: only root may mount a small one\n")
    sys.stdout.write("\n".join(passed.wrong or ["  the books agree"]) + "\n")
    return not passed.wrong


def _line(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _soak(seed: int, hours: float) -> bool:
    """Let a long day pass; tell whether every promise was kept."""
    with tempfile.TemporaryDirectory() as folder:
        day = asyncio.run(soak.soak(Path(folder), soak.Plan(seed, 3600 * hours), tell=_line))
        found = day.findings()
    sys.stdout.write(f"\nsoak: seed {seed}\n  {day.figures.told()}\n")
    sys.stdout.write("\n".join(found or ["  nothing grew, and each copy was the database"]) + "\n")
    return not found


def main() -> int:
    """Let the chosen storms pass; return how the program ends."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument(
        "storm", nargs="?", choices=[*ALL, "soak"], help="one; all but the soak without it"
    )
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--kills", type=int)
    parser.add_argument("--questions", type=int)
    parser.add_argument("--minutes", type=float, default=10.0, help="of the chaos")
    parser.add_argument("--hours", type=float, default=1.0, help="of the soak")
    chosen = parser.parse_args()
    numbers = {"kills": chosen.kills, "questions": chosen.questions}
    changes = {name: value for name, value in numbers.items() if value}
    logging.getLogger("uvicorn.error").disabled = True  # it tells of each answer broken off
    nursery, broken = Nursery(), 0
    others = {
        "reminders": lambda: _remind(chosen.seed, chosen.kills, nursery),
        "chaos": lambda: _chaos(chosen.seed, chosen.minutes, nursery),
        "soak": lambda: _soak(chosen.seed, chosen.hours),
    }
    for name in [chosen.storm] if chosen.storm else ALL:
        if name in others:
            broken += not others[name]()
            continue
        plan = replace(PLANS[name], seed=chosen.seed, **changes)
        with tempfile.TemporaryDirectory() as folder:
            passed = asyncio.run(storm(Path(folder), plan, nursery))
            found = broken_promises(passed)
            _tell(name, passed, found)
            broken += bool(found)
    nursery.close()
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
