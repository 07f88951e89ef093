"""The commands as a person or another program runs them: in this process, or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from bot.cli import main

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "tests" / "sample"
DAY = "2026-11-24"


def run(
    *words: str, fed: str | bytes | None = None, knowledge: Path = SAMPLE, **settings: str
) -> Result:
    """Run a command in this process over the sample knowledge."""
    around = {"BOT_KNOWLEDGE": str(knowledge), **settings}
    return CliRunner().invoke(main, list(words), input=fed, env=around)


def run_apart(
    *words: str, fed: bytes = b"", **settings: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own, with a locale that is not UTF-8."""
    around = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    around |= {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        input=fed,
        env=around | settings,
        cwd=ROOT,
        capture_output=True,
        timeout=120,
    )
