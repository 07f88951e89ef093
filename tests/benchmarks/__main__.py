"""Measures our bot against a bare one and against itself: `make bench`.

Every figure that is compared comes from the same run on the same machine, and what is compared
takes turns, so that a slow minute of the machine hits both. Times are of this machine only;
ratios carry over. With `--write FILE` the results replace those in a Markdown file.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import itertools
import platform
import statistics
import sys
import tempfile
import time
import typing
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks import backlog as waiting_updates
from tests.benchmarks import load
from tests.benchmarks.filling import fill
from tests.benchmarks.stage import Answers, Bot, Mode, Question, questions, stage

ASKED = 600  # questions at full speed, each of another person
SLOWLY_ASKED = 240  # of the bare bot, whose every call takes 50 ms
SLOW_API = 0.05  # seconds a call
PACE = 20.0  # questions a second, where waits are measured
PACED, REGULARS = 400, 100  # questions, of so many people
FLOOD = 100.0  # messages a second of one person
FLOODER = 999
SETTLES = 1.5  # seconds
MODES: tuple[Mode, ...] = ("polling", "webhook")
MARKS = ("<!-- results -->", "<!-- end of results -->")
MARKS_OF_WORKERS = ("<!-- workers -->", "<!-- end of workers -->")


class Stakes:
    """How often each thing is measured; what is told is the median."""

    rounds = 3
    rate = 50.0  # questions a second, of the load
    minutes = 10.0
    profile = ""  # a file for cProfile, which makes everything slower


_crowds = itertools.count(1)
_texts = functools.cache(questions)


def burst(count: int = ASKED) -> list[Question]:
    """Return questions that are all there at once, each of somebody else."""
    first = 10_000 * next(_crowds)
    return [Question(first + n, _texts()[n % len(_texts())]) for n in range(count)]


def _paced() -> list[Question]:
    """Return questions at an even pace, of people who ask every few seconds."""
    first = 10_000 * next(_crowds)
    return [
        Question(first + n % REGULARS, _texts()[n % len(_texts())], n / PACE) for n in range(PACED)
    ]


def _flooded() -> list[Question]:
    """Return the same, while one person writes far too much."""
    flood = [
        Question(FLOODER, f"{n}: pilne, proszę o odpowiedź", n / FLOOD, awaited=False)
        for n in range(int(PACED / PACE * FLOOD))
    ]
    return sorted([*_paced(), *flood], key=lambda one: one.after)


async def _run(
    bot: Bot,
    questions: list[Question],
    mode: Mode = "polling",
    latency: float = 0.0,
    database: Path | None = None,
) -> tuple[Answers, int]:
    """Start a bot, let everybody greet it, and measure; return what the flooder got, too."""
    greetings = [Question(person, _texts()[0]) for person in {one.person for one in questions}]
    with tempfile.TemporaryDirectory() as fresh:
        async with stage(bot, database or Path(fresh), mode, latency) as running:
            await running.ask(greetings)
            await asyncio.sleep(SETTLES)
            before = await running.messages()
            answers = await running.ask(questions)
            await asyncio.sleep(SETTLES)
            after = await running.messages()
    return answers, after.get(FLOODER, 0) - before.get(FLOODER, 0)


async def _speeds(mode: Mode, latency: float) -> tuple[float, float]:
    """Return questions a second: of the bare bot and of ours, the median of rounds in turn."""
    echo, ours = [], []
    bare = SLOWLY_ASKED if latency else ASKED
    for _ in range(Stakes.rounds):
        echo.append((await _run("echo", burst(bare), mode, latency))[0].per_second)
        ours.append((await _run("ours", burst(ASKED), mode, latency))[0].per_second)
    return statistics.median(echo), statistics.median(ours)


def _waits(answers: Answers) -> list[float]:
    """Return the waits of all but the flooder, shortest first."""
    return sorted(w for person, waits in answers.waits.items() if person != FLOODER for w in waits)


def _share(waits: list[float], share: float) -> float:
    return 1000 * waits[min(len(waits) - 1, int(share * len(waits)))]


async def throughput() -> Iterable[str]:
    """Compare with the bare bot, at full speed and with calls that take time."""
    lines = [
        "| Updates by | a call takes | bare echo bot | this bot | ratio |",
        "|---|---|---|---|---|",
    ]
    for latency in (0.0, SLOW_API):
        for mode in MODES:
            echo, ours = await _speeds(mode, latency)
            speeds = f"{echo:.0f}/s | {ours:.0f}/s | {ours / echo:.2f}"
            lines.append(f"| {mode} | {1000 * latency:.0f} ms | {speeds} |")
    return lines


async def waiting() -> Iterable[str]:
    """Measure waits at a steady pace, and what one person's flood does to the others'."""
    lines = [
        f"| At {PACE:.0f} questions a second, answers wait | a call takes | p50 | p95 |",
        "|---|---|---|---|",
    ]
    told = 0
    for latency in (0.0, SLOW_API):
        calm, flooded = [], []
        for _ in range(Stakes.rounds):
            calm.append(_waits((await _run("ours", _paced(), latency=latency))[0]))
            answers, got = await _run("ours", _flooded(), latency=latency)
            flooded.append(_waits(answers))
            told = max(told, got)
        lines += _compared(f"{1000 * latency:.0f} ms", calm, flooded)
    lines.append("")
    lines.append(f"The flooder got {told} messages in {PACED / PACE:.0f} s.")
    return lines


def _compared(call: str, calm: list[list[float]], flooded: list[list[float]]) -> list[str]:
    """Return the lines of calm and flooded runs, and how much longer the latter waited."""
    quiet, loud = (
        [statistics.median(_share(waits, share) for waits in runs) for share in (0.5, 0.95)]
        for runs in (calm, flooded)
    )
    return [
        f"| in quiet | {call} | {quiet[0]:.0f} ms | {quiet[1]:.0f} ms |",
        f"| while one person sends {FLOOD:.0f}/s | {call} | {loud[0]:.0f} ms | {loud[1]:.0f} ms |",
        f"| ratio | {call} | {loud[0] / quiet[0]:.2f} | {loud[1] / quiet[1]:.2f} |",
    ]


async def growth() -> Iterable[str]:
    """Compare a young database with one of a million tickets."""
    lines = [
        "| Tickets in the database | at full speed | p50 | p95 | file |",
        "|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as young, tempfile.TemporaryDirectory() as old:
        sizes = {1_000: Path(young), 1_000_000: Path(old)}
        for tickets, directory in sizes.items():
            await asyncio.to_thread(fill, directory / "bot.db", tickets)
        speeds: dict[int, list[float]] = {tickets: [] for tickets in sizes}
        waits: dict[int, list[list[float]]] = {tickets: [] for tickets in sizes}
        for _ in range(Stakes.rounds):
            for tickets, directory in sizes.items():
                speeds[tickets].append(
                    (await _run("ours", burst(ASKED), database=directory))[0].per_second
                )
                waits[tickets].append(
                    _waits((await _run("ours", _paced(), database=directory))[0])
                )
        figures = {}
        for tickets, directory in sizes.items():
            p50, p95 = (
                statistics.median(_share(one, share) for one in waits[tickets])
                for share in (0.5, 0.95)
            )
            speed = statistics.median(speeds[tickets])
            figures[tickets] = speed, p50, p95
            size = (directory / "bot.db").stat().st_size / 1e6
            lines.append(
                f"| {tickets:,} | {speed:.0f}/s | {p50:.0f} ms | {p95:.0f} ms | {size:.0f} MB |"
            )
    few, many = figures.values()
    lines.append(
        f"| ratio | {few[0] / many[0]:.2f} | {many[1] / few[1]:.2f} | {many[2] / few[2]:.2f} | |"
    )
    return lines


async def backlog() -> Iterable[str]:
    """Measure what waits after an outage: in the inbox, and at Telegram."""
    lines = [
        "| 100,000 waiting | memory at most | first answer to somebody new | kept |",
        "|---|---|---|---|",
    ]
    for where in typing.get_args(waiting_updates.Where):
        with tempfile.TemporaryDirectory() as folder:
            seen = await waiting_updates.backlog(Path(folder), 100_000, where)
        lines.append(f"| {where} | {seen.peak:.0f} MB | {seen.first:.1f} s | {seen.kept:,} |")
    return lines


async def steady() -> Iterable[str]:
    """Measure receipts at a steady pace of questions for a human."""
    return (await load.load(Stakes.rate, 60 * Stakes.minutes, Stakes.profile)).told()


PARTS: dict[str, Callable[[], Awaitable[Iterable[str]]]] = {
    "throughput": throughput,
    "waiting": waiting,
    "growth": growth,
    "backlog": backlog,
    "load": steady,
}


def machine(rounds: int) -> str:
    """Tell when and where this is measured, and how often."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    cores, model = len(models), models[0] if models else platform.machine()
    day = datetime.now(UTC).date().isoformat()
    told = f"{day}, Python {platform.python_version()}, {cores} cores, {model}"
    return f"{told}; the median of {rounds}" if rounds > 1 else f"{told}; one round"


def write(path: Path, text: str, marks: tuple[str, str] = MARKS) -> None:
    """Put what was measured between the marks of a Markdown file."""
    before, _, rest = path.read_text(encoding="utf-8").partition(marks[0])
    after = rest.partition(marks[1])[2]
    path.write_text(f"{before}{marks[0]}\n{text}\n{marks[1]}{after}", encoding="utf-8")


def main() -> None:
    """Measure what was chosen, print it, and write it where it was told."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("parts", nargs="*", default=list(PARTS), help=", ".join(PARTS))
    parser.add_argument("--write", type=Path)
    parser.add_argument("--rounds", type=int, default=Stakes.rounds)
    parser.add_argument("--rate", type=float, default=Stakes.rate, help="of the load")
    parser.add_argument("--minutes", type=float, default=Stakes.minutes, help="of the load")
    parser.add_argument("--profile", default="", help="a file for cProfile, of the load")
    chosen = parser.parse_args()
    Stakes.rounds, Stakes.profile = chosen.rounds, chosen.profile
    Stakes.rate, Stakes.minutes = chosen.rate, chosen.minutes
    begun = time.monotonic()
    blocks = [machine(Stakes.rounds)]
    for part in chosen.parts:
        blocks.append("\n".join(asyncio.run(_collected(PARTS[part]))))
        sys.stdout.write(f"{blocks[-1]}\n\n")
        sys.stdout.flush()
    sys.stdout.write(f"{time.monotonic() - begun:.0f} s\n")
    if chosen.write is not None:
        write(chosen.write, "\n\n".join(blocks))


async def _collected(part: Callable[[], Awaitable[Iterable[str]]]) -> list[str]:
    return list(await part())


if __name__ == "__main__":
    main()
