"""The demo in a process of its own, and a browser that only ever talks to it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Playwright, sync_playwright

from tests.browser.visitor import Open, Visitor

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")  # it holds an event loop, which asynchronous tests would meet
def playwright() -> Iterator[Playwright]:
    if not CHROMIUM.exists():
        pytest.skip(f"Chromium is NOT installed ({CHROMIUM}): nobody looked at the demo's page")
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The address of a demo that has just told its story."""
    around = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "bot", "demo", "--port", "0"],
        cwd=ROOT,
        env=around,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    with process.stdout as said:
        found = (re.search(r"http://127\.0\.0\.1:\d+", line) for line in said)
        yield next(address[0] for address in found if address)
        process.terminate()
        assert process.wait(timeout=30) == 0


@pytest.fixture
def open_page(playwright: Playwright, address: str, tmp_path: Path) -> Iterator[Open]:
    """Open the page on a screen of some size; afterwards nothing may have gone wrong there."""
    visitors: list[Visitor] = []
    with ExitStack() as stack:

        def opened(width: int = 1280, height: int = 900, **screen: Any) -> Visitor:
            context: BrowserContext = playwright.chromium.launch_persistent_context(
                tmp_path / f"browser-{len(visitors)}",
                executable_path=CHROMIUM,
                args=FLAGS,
                viewport={"width": width, "height": height},
                **screen,
            )
            stack.callback(context.close)
            visitor = Visitor(context.pages[0], address)
            visitors.append(visitor)
            visitor.come()
            return visitor

        yield opened
    for visitor in visitors:
        assert visitor.complaints == []
        assert visitor.strangers == []
