"""The systemd units: understood by systemd, narrow enough, and the program can live in them."""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.conftest import Tool, passed
from tests.deploy.reading import DEPLOY, ROOT

UNITS = DEPLOY / "systemd"
SERVICES = sorted(path.name for path in UNITS.glob("*.service"))
TIMERS = sorted(path.name for path in UNITS.glob("*.timer"))
PROGRAM = "/opt/dzialaj/.venv/bin/dzialaj"
MOST_EXPOSED = 1.5
OK, ANOTHER_COPY, WRONG_CONFIGURATION = 0, 75, 78


def settings_of(unit: str) -> dict[str, list[str]]:
    """Return what a unit says: each name with all its values."""
    said: dict[str, list[str]] = {}
    for line in (UNITS / unit).read_text("utf-8").splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            said.setdefault(name, []).append(value)
    return said


@pytest.fixture
def instances(tmp_path: Path) -> Path:
    """The units as instances, with a program that is there."""
    for name in SERVICES + TIMERS:
        text = (UNITS / name).read_text("utf-8").replace(PROGRAM, sys.executable)
        (tmp_path / name.replace("@", "@plock")).write_text(text)
    return tmp_path


def test_there_is_a_service_for_the_bot_its_copies_and_its_site() -> None:
    assert SERVICES == ["dzialaj-backup@.service", "dzialaj-site@.service", "dzialaj@.service"]
    assert TIMERS == ["dzialaj-backup@.timer", "dzialaj-site@.timer"]


@pytest.mark.parametrize("name", SERVICES + TIMERS)
def test_systemd_understands_every_line(tool: Tool, instances: Path, name: str) -> None:
    done = tool("systemd-analyze", "verify", "--man=no", instances / name.replace("@", "@plock"))
    assert passed(done)
    assert name.partition("@")[0] not in done.stderr  # a line that was ignored is told of, too


def test_a_line_that_systemd_does_not_understand_is_seen(tool: Tool, instances: Path) -> None:
    unit = instances / "dzialaj@plock.service"
    unit.write_text(unit.read_text().replace("MemoryMax=768M", "MemoryMaximum=768M"))
    assert "MemoryMaximum" in tool("systemd-analyze", "verify", "--man=no", unit).stderr


def exposure(tool: Tool, unit: Path) -> float:
    """Return the grade that systemd gives, from 0 (narrow) to 10."""
    done = tool("systemd-analyze", "security", "--offline=true", unit)
    assert done.returncode == 0, done.stderr
    found = re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)
    assert found is not None, done.stdout
    return float(found[1])


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_can_touch_almost_nothing(tool: Tool, instances: Path, name: str) -> None:
    assert exposure(tool, instances / name.replace("@", "@plock")) <= MOST_EXPOSED


def test_without_its_narrowing_a_service_would_be_graded_as_exposed(
    tool: Tool, tmp_path: Path
) -> None:
    plain = tmp_path / "plain.service"
    plain.write_text("[Service]\nExecStart=/bin/true\n")
    assert exposure(tool, plain) > 9


@pytest.mark.parametrize("name", TIMERS)
def test_every_timer_goes_by_the_clocks_of_warsaw(tool: Tool, name: str) -> None:
    (calendar,) = settings_of(name)["OnCalendar"]
    done = tool("systemd-analyze", "calendar", "--iterations=400", calendar)
    assert passed(done)
    assert calendar.endswith("Europe/Warsaw")
    assert settings_of(name)["Persistent"] == ["true"]
    hours = set(re.findall(r"(\d\d):\d\d:\d\d UTC$", done.stdout, re.M))
    assert len(hours) == 2  # summer and winter


def test_copies_are_made_by_the_very_user_of_the_bot() -> None:
    shared = ("User", "DynamicUser", "StateDirectory", "StateDirectoryMode", "WorkingDirectory")
    bot, copies = settings_of("dzialaj@.service"), settings_of("dzialaj-backup@.service")
    assert [bot[name] for name in shared] == [copies[name] for name in shared]
    assert bot["User"] == ["dzialaj-%i"]
    assert bot["StateDirectory"] == ["dzialaj/%i"]


def test_the_bot_is_started_again_unless_its_configuration_is_wrong() -> None:
    bot = settings_of("dzialaj@.service")
    assert bot["Restart"] == ["always"]
    assert bot["RestartPreventExitStatus"] == [str(WRONG_CONFIGURATION)]
    assert bot["StartLimitIntervalSec"] == ["0"]
    assert bot["Type"] == ["notify"]
    assert int(bot["WatchdogSec"][0]) >= 30


def test_the_secret_is_handed_over_under_the_name_that_settings_look_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.settings import load

    names = [one.partition(":")[0] for one in settings_of("dzialaj@.service")["LoadCredential"]]
    for name in names:
        (tmp_path / name).write_text(f"43:{'A' * 35}\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("BOT_MAIL_ADDRESS", "pomoc@example.org")
    monkeypatch.setenv("BOT_MAIL_IMAP", "imaps://pomoc@mail.example.org")
    monkeypatch.setenv("BOT_MAIL_SMTP", "smtps://pomoc@mail.example.org")
    settings = load()
    assert settings.require_token() == f"43:{'A' * 35}"
    assert settings.mail is not None
    assert names == ["bot_token", "mail_password"]


_PR_SET_MDWE, _REFUSE_EXEC_GAIN = 65, 1
#: In a process that may make no machine code: every module of the bot, and what of its libraries
#: might make some (a database with its threads and greenlets, encryption, TLS, a printed page).
_LIVE = f"""
import ctypes, mmap, pkgutil, importlib, sys
assert ctypes.CDLL(None, use_errno=True).prctl({_PR_SET_MDWE}, {_REFUSE_EXEC_GAIN}, 0, 0, 0) == 0
try:
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
except PermissionError:
    pass
else:
    sys.exit("machine code could be made")
import bot
for module in pkgutil.walk_packages(bot.__path__, "bot."):
    if "migrations" not in module.name and not module.name.endswith("__main__"):
        importlib.import_module(module.name)
import asyncio, ssl, asyncpg, typst, pyrage, rapidfuzz, morfeusz2
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
async def ask():
    engine = create_async_engine("sqlite+aiosqlite://")
    async with engine.connect() as conn:
        assert (await conn.execute(text("SELECT 1"))).scalar() == 1
    await engine.dispose()
asyncio.run(ask())
ssl.create_default_context()
assert typst.compile(b"= Ala", format="pdf").startswith(b"%PDF")
assert rapidfuzz.fuzz.ratio("kot", "kot") == 100
assert morfeusz2.Morfeusz().analyse("kota")
key = pyrage.x25519.Identity.generate()
assert pyrage.decrypt(pyrage.encrypt(b"x", [key.to_public()]), [key]) == b"x"
print("lived")
"""


def test_the_program_lives_where_nobody_may_make_machine_code(tmp_path: Path) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(66, 0, 0, 0, 0) < 0:
        pytest.skip("this kernel does NOT know PR_SET_MDWE: MemoryDenyWriteExecute was not tried")
    around = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    done = subprocess.run(
        [sys.executable, "-c", _LIVE],
        cwd=tmp_path,
        env={**around, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.stdout == "lived\n", done.stderr[-2000:]
