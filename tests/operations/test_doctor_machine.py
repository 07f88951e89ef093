"""The doctor's look at the machine, copies, the knowledge, mail servers and the web page."""

from __future__ import annotations

import json
import os
import shutil
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyrage
import pytest

from bot.operations import results
from bot.operations.doctor import beside, copies, machine
from bot.operations.doctor.findings import Finding, as_text, broken, fine, warning, worst
from bot.operations.doctor.health import alive, ask_web
from bot.settings import Settings
from bot.settings.mail import MailSettings, Server
from bot.storage.single import FileLock
from tests.commands.running import SAMPLE

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
GB = 1024**3


def by_name(found: list[Finding]) -> dict[str, Finding]:
    assert all(one.state == "fine" or one.todo for one in found)
    return {one.name: one for one in found}


def look(directory: Path, **more: object) -> dict[str, Finding]:
    given = Settings(database=f"sqlite:///{directory / 'bot.db'}", **more)
    return by_name(machine.look(given, NOW))


@pytest.mark.parametrize(
    ("free", "state"), [(5 * GB, "fine"), (GB // 2, "warning"), (GB // 10, "broken")]
)
def test_room_on_the_disk_is_judged(tmp_path: Path, free: int, state: str) -> None:
    assert machine.room("dane", free, tmp_path).state == state


def test_a_folder_that_is_not_made_yet_has_the_room_above_it(tmp_path: Path) -> None:
    assert machine.DISK in look(tmp_path / "not" / "yet")


def test_files_that_only_the_bot_reads_are_fine(tmp_path: Path) -> None:
    (tmp_path / "bot.db").touch(0o600)

    assert look(tmp_path)[machine.RIGHTS].state == "fine"


@pytest.mark.parametrize("file", ["bot.db", "bot.db-wal", "backups/a.age", "token", "password"])
def test_a_file_that_others_can_read_is_named(tmp_path: Path, file: str) -> None:
    opened = _reachable(tmp_path)
    (opened / "backups").mkdir(mode=0o700)
    secrets = {"token_file": opened / "token", "mail_password_file": opened / "password"}
    for path in secrets.values():
        path.write_text(f"43:{'A' * 35}")
        path.chmod(0o600)
    (opened / file).touch()
    (opened / file).chmod(0o644)
    if file.startswith("backups/"):
        (opened / "backups").chmod(0o755)
    given = Settings(database=f"sqlite:///{opened / 'bot.db'}", token_file=secrets["token_file"])
    given.mail_password_file = secrets["mail_password_file"]
    rights = by_name(machine.look(given, NOW))[machine.RIGHTS]

    assert rights.state == "warning"
    assert str(opened / file) in rights.said
    shutil.rmtree(opened)


def _reachable(tmp_path: Path) -> Path:
    """Return a folder that others may enter: the tests' own is closed to them."""
    folder = Path("/var/tmp") / f"doctor-{os.getpid()}-{tmp_path.name}"
    folder.mkdir(mode=0o755)
    return folder


def test_a_closed_folder_above_keeps_others_out(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    (tmp_path / "bot.db").touch(0o644)

    assert look(tmp_path)[machine.RIGHTS].state == "fine"


def test_time_zones_are_fine_here_and_old_ones_are_warned_about() -> None:
    assert machine.zones(NOW.year).state == "fine"
    assert machine.zones(NOW.year + 40).state == "warning"


def test_a_missing_time_zone_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "ZoneInfo", _no_zone)

    assert machine.zones(NOW.year).state == "broken"


def _no_zone(name: str) -> object:
    raise machine.ZoneInfoNotFoundError(name)


def test_another_copy_is_seen_without_touching_its_lock(tmp_path: Path) -> None:
    database = tmp_path / "bot.db"
    assert "jeszcze nie działał" in machine.another_copy(database).said
    with FileLock(tmp_path / "bot.db.lock"):
        assert "działa na tej bazie" in machine.another_copy(database).said
    assert machine.another_copy(database).said == "zatrzymany"
    with FileLock(tmp_path / "bot.db.lock"):
        nowhere = machine.another_copy(database, locks=tmp_path / "none")
    assert (nowhere.state, nowhere.said) == ("fine", "nie widać, czy działa")


RECIPIENT = str(pyrage.x25519.Identity.generate().to_public())


def copy_of(directory: Path, hours: float) -> None:
    at = NOW - timedelta(hours=hours)
    (directory / f"dzialaj-{at:%Y-%m-%d-%H%M%S}.age").touch()


@pytest.mark.parametrize(
    ("ages", "last", "state", "words"),
    [
        ((), None, "warning", "nie ma jeszcze"),
        ((), '{"at": "x", "failed": "disk"}', "broken", "disk"),
        ((3, 27, 60), '{"at": "x", "failed": ""}', "fine", "3 h temu"),
        ((30,), None, "warning", "30 h temu"),
        ((24 * 9,), None, "broken", "9 dni temu"),
        ((20,), '{"at": "x", "failed": "disk"}', "warning", "disk"),
        ((3,), '{"at": "2026-11', "fine", "3 h temu"),
        ((3,), "[]", "fine", "3 h temu"),
    ],
)
def test_the_last_proven_copy_is_judged(
    tmp_path: Path, ages: tuple[int, ...], last: str | None, state: str, words: str
) -> None:
    for odd in ("dzialaj-2026-99-99-999999.age", "dzialaj-2026-11-24-080000.age.part", "notes"):
        (tmp_path / odd).touch()
    for hours in ages:
        copy_of(tmp_path, hours)
    if last is not None:
        (tmp_path / results.NAME).write_text(last)
    given = Settings(backups=tmp_path, backup_recipient=RECIPIENT)
    found = copies.last_copy(given, NOW)

    assert (found.state, words in found.said) == (state, True)


def test_copies_that_nobody_could_open_are_not_made(tmp_path: Path) -> None:
    found = copies.last_copy(Settings(backups=tmp_path), NOW)

    assert (found.state, "--new-key" in found.todo) == ("warning", True)


def test_knowledge_that_can_be_used_is_counted() -> None:
    found = beside.knowledge(SAMPLE, date(2026, 11, 24))

    assert found.state in ("fine", "warning")
    assert "haseł: " in found.said


def test_knowledge_past_its_day_is_warned_about() -> None:
    found = beside.knowledge(SAMPLE, date(2036, 1, 1))

    assert found.state == "warning"
    assert "ważności: 0" not in found.said


def test_knowledge_that_cannot_be_used_is_broken(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "k")
    (tmp_path / "k" / "topics.yaml").write_text("legal: [")

    assert beside.knowledge(tmp_path / "k", NOW.date()).state == "broken"


@contextmanager
def greeting(words: bytes, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """Serve one greeting to whoever comes, and yield the port."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                other, _ = listening.accept()
            except OSError:
                return
            other.sendall(words)
            other.close()

    serving = threading.Thread(target=serve)
    serving.start()
    yield listening.getsockname()[1]
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    serving.join()


def mail(imap: int, smtp: int, encrypted: bool = False) -> MailSettings:
    servers = (Server("127.0.0.1", port, "u", encrypted) for port in (imap, smtp))
    return MailSettings("pomoc@example.org", *servers, password="tajne")


async def test_mail_servers_that_greet_are_fine() -> None:
    with greeting(b"* OK ready\r\n") as imap, greeting(b"220 ready\r\n") as smtp:
        found = await beside.mail(mail(imap, smtp))

    assert [one.state for one in found] == ["fine", "fine"]


async def test_a_mail_server_that_is_away_or_odd_is_broken() -> None:
    with greeting(b"HTTP/1.1 200 OK\r\n") as odd:
        found = await beside.mail(mail(odd, 9))
        encrypted = await beside.mail(mail(odd, odd, encrypted=True))

    assert [one.state for one in (*found, *encrypted)] == ["broken"] * 4
    assert "tajne" not in repr(found)


async def test_no_mail_is_fine() -> None:
    (found,) = await beside.mail(None)

    assert found.state == "fine"


def test_the_web_page_of_a_stopped_bot_is_no_fault() -> None:
    assert beside.web(Settings(listen="127.0.0.1:9")).state == "fine"
    assert beside.web(Settings(listen="off")).state == "fine"
    assert not alive("127.0.0.1:9", 1.0)
    assert ask_web("0.0.0.0:9", "/healthz", 1.0) is None


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        ("200 OK", {"status": "ready"}, "fine"),
        ("503 No", {"status": "not ready", "reason": "telegram"}, "warning"),
        ("200 OK", {"hello": 1}, "warning"),
    ],
)
def test_the_web_page_of_a_running_bot_says_how_it_is(
    status: str, body: dict[str, object], state: str
) -> None:
    content = json.dumps(body)
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(content)}\r\nConnection: close\r\n\r\n"
    with greeting((head + content).encode()) as port:
        assert beside.web(Settings(listen=f"127.0.0.1:{port}")).state == state


def test_the_worst_line_is_the_verdict() -> None:
    good, odd, bad = fine("a", "x"), warning("b", "y", "do it"), broken("c", "z", "mend it")

    assert [worst(some) for some in ([good], [good, odd], [odd, bad, good])] == [
        *("fine", "warning", "broken"),
    ]
    assert as_text([good])[-1] == "Wynik: wszystko dobrze."
    assert as_text([good, odd])[-1] == "Wynik: działa, uwagi: 1."
    text = as_text([good, odd, bad])
    assert text[-1] == "Wynik: źle. Do naprawienia: 1, uwagi: 1."
    assert text[1:3] == ["uwaga   b  y", "           → do it"]
