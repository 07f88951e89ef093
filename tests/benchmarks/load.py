"""So many questions a second for minutes: how long each waits for its receipt.

Each needs a human, and becomes a ticket with a receipt and a place on the group's cards. The
regulars have read the notice before, and let half a minute pass between two questions of theirs.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.bare_telegram import GROUP
from tests.benchmarks.stage import Answers, Question, questions, stage

BETWEEN = 30.0  # seconds between two questions of one person
FIRST = 30_000_000
SETTLES = 3.0  # seconds
PAPERS = ("nasz wniosek", "nasz statut", "naszą fakturę", "nasze zaświadczenie")


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it; seconds, unless it says otherwise."""

    rate: float
    waits: list[float]  # shortest first
    late: list[float]  # of the event loop, in order
    worked: float  # of a processor, for each question
    peak: float  # MB
    minutes: list[float]  # of each minute the wait below which 95 % of its waits lay

    def told(self) -> Iterable[str]:
        """Return the lines of a table."""
        yield "| Questions a second, all for a human | receipts | p50 | p95 | p99 |"
        yield "|---|---|---|---|---|"
        waits = " | ".join(
            f"{1000 * share(self.waits, part):.0f} ms" for part in (0.5, 0.95, 0.99)
        )
        yield f"| {self.rate:.0f} | {len(self.waits)} | {waits} |"
        late = sorted(self.late)
        yield ""
        yield (
            f"{1000 * self.worked:.1f} ms of a processor a question; the event loop was late by"
            f" {1000 * share(late, 0.99):.0f} ms (p99), at most {1000 * late[-1]:.0f} ms;"
            f" memory at most {self.peak:.0f} MB."
        )
        yield ""
        yield f"p95 of each minute: {', '.join(f'{1000 * one:.0f}' for one in self.minutes)} ms."


def share(ordered: list[float], part: float) -> float:
    """Return the value below which a part of the others lies."""
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def by_minute(asked: Iterable[Question], waits: Mapping[int, list[float]]) -> list[float]:
    """Return the p95 of each minute; who asks several times is answered in that order."""
    answered = {person: iter(found) for person, found in waits.items()}
    minutes: dict[int, list[float]] = {}
    for one in asked:
        minutes.setdefault(int(one.after // 60), []).append(next(answered[one.person]))
    return [share(sorted(minutes[minute]), 0.95) for minute in sorted(minutes)]


async def load(rate: float, seconds: float, profile: str = "") -> Load:
    """Let questions come at an even pace and return what came of it."""
    people = int(rate * BETWEEN)
    asked = [
        Question(FIRST + n % people, f"Proszę sprawdzić {PAPERS[n % 4]}, strona {n}", n / rate)
        for n in range(int(rate * seconds))
    ]
    greeted = sorted({one.person for one in asked})
    with TemporaryDirectory() as folder:
        late = Path(folder) / "late.json"
        orders = {"WATCHED": str(late), "BOT_ADVISORS_CHAT": str(GROUP), "PROFILE": profile}
        async with stage("ours", Path(folder), **orders) as running:
            hello = questions()[0]
            await running.ask([Question(one, hello) for one in greeted])
            await asyncio.sleep(SETTLES)
            worked = running.worked
            answers: Answers = await running.ask(asked)
            worked = (running.worked - worked) / len(asked)
            peak = running.peak
        waits = sorted(wait for found in answers.waits.values() for wait in found)
        loop = json.loads(late.read_text(encoding="ascii"))
        return Load(rate, waits, loop, worked, peak, by_minute(asked, answers.waits))
