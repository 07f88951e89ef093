"""A question is followed by its id through log, figures and rows, without a word of it."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from prometheus_client import generate_latest
from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.observability import REGISTRY, set_up_logging
from bot.storage import journal, outbox, tickets
from bot.storage.database import Database
from bot.storage.outbox import Owed
from bot.storage.rows import attempt
from tests.commands.running import run
from tests.dialogues.beginning import A_TUESDAY_MORNING
from tests.dialogues.scene import COVERED, Scene

CANARY, REPLY = "kanareksłowo", "kanarekodpowiedź"
ASKED = f"Czy stary traktor z remizy może jechać w paradzie, {CANARY}?"


@pytest.fixture(autouse=True)
def logged() -> Iterator[io.StringIO]:
    """Keep a log as the program does, and leave logging as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    set_up_logging("json")
    told = io.StringIO()
    written = root.handlers[0]
    assert isinstance(written, logging.StreamHandler)
    written.setStream(told)
    yield told
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(said: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said.splitlines() if line.startswith("{")]


async def answered(scene: Scene) -> None:
    """Let Anna ask, Ewa take, answer and close."""
    scene.anna.send(ASKED)
    card = await scene.group.expect("#1 🔵")
    await scene.forward(minutes=1)
    scene.ewa.click(card, "Biorę")
    await scene.group.expect("prowadzi: Ewa")
    await scene.forward(minutes=1)
    scene.ewa.send(REPLY, reply_to=card)
    await scene.anna.expect(REPLY)
    await scene.settle()
    scene.ewa.click(card, "Zamknij")
    await scene.settle()


async def test_the_log_holds_the_whole_way_of_a_question_and_no_word_of_it(
    scene: Scene, logged: io.StringIO
) -> None:
    await answered(scene)
    told = logged.getvalue()

    assert CANARY not in told
    assert REPLY not in told
    found = lines(told)
    (opened,) = [one for one in found if one["event"] == "ticket_opened"]
    update = opened["update_id"]
    of_update = [one["event"] for one in found if one.get("update_id") == update]
    assert of_update[0] == "received"
    assert {"decided", "owed", "dealt_with"} <= set(of_update)
    (decided,) = [one for one in found if one["event"] == "decided"]
    assert decided["zone"] == "advisor"
    assert set(decided) >= {"confidence", "update_id", "question", "state"}
    of_ticket = [one["event"] for one in found if one.get("ticket") == 1]
    way = ["ticket_opened", "ticket_claimed", "ticket_answered", "ticket_closed"]
    assert [one for one in of_ticket if one in way] == way
    owed = {one["outbox_id"] for one in found if one["event"] == "owed" and "ticket" in one}
    ended = {one["outbox_id"] for one in found if one["event"] in ("sent", "cancelled")}
    assert owed <= ended


async def test_the_command_shows_the_same_way(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await answered(scene)
    monkeypatch.setenv("BOT_DATABASE", f"sqlite:///{scene.house.database.path}")
    shown = await asyncio.to_thread(run, "follow", "1")

    assert shown.exit_code == 0, shown.output
    assert CANARY not in shown.output
    assert REPLY not in shown.output
    assert "Anna" not in shown.output
    steps = [
        "Sprawa #1: zamknięta",
        "pytanie; decyzja: doradca",
        "przyszła aktualizacja",
        "(receipt): do wysłania",
        "(receipt): wysłano",
        "doradca odpowiada",
        "(answer): wysłano",
    ]
    places = [shown.output.find(step) for step in steps]
    assert all(place >= 0 for place in places), shown.output
    assert places == sorted(places)


async def test_the_way_of_an_update_leads_to_its_case(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, logged: io.StringIO
) -> None:
    await answered(scene)
    found = lines(logged.getvalue())
    (update,) = [one["update_id"] for one in found if one["event"] == "ticket_opened"]
    monkeypatch.setenv("BOT_DATABASE", f"sqlite:///{scene.house.database.path}")
    shown = await asyncio.to_thread(run, "follow", "--update", str(update))

    assert shown.exit_code == 0, shown.output
    assert f"aktualizacja {update}: obsłużona" in shown.output
    assert shown.output.splitlines()[-1] == "Dalej: dzialaj follow 1"
    assert CANARY not in shown.output


async def test_what_is_not_there_is_said(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_DATABASE", f"sqlite:///{scene.house.database.path}")
    for words, code in (
        (("99",), 1),
        (("--update", "5"), 1),
        ((), 2),
        (("1", "--update", "5"), 2),
    ):
        assert (await asyncio.to_thread(run, "follow", *words)).exit_code == code
    monkeypatch.setenv("BOT_MODE", "push")
    assert (await asyncio.to_thread(run, "follow", "1")).exit_code == 78


async def test_the_figures_hold_no_word_and_no_name(scene: Scene) -> None:
    await answered(scene)
    scene.anna.send(COVERED)
    await scene.settle()
    await scene.house.refresh_figures()
    told = generate_latest(REGISTRY).decode()

    assert CANARY not in told
    assert REPLY not in told
    assert "Anna" not in told
    assert 'dzialaj_questions{outcome="by_person"} 1.0' in told
    assert 'dzialaj_questions{outcome="by_itself"} 1.0' in told
    assert 'dzialaj_outbox{state="pending"} 0.0' in told


async def test_what_is_undone_is_not_told(sqlite: Database, logged: io.StringIO) -> None:
    def half(conn: Connection) -> None:
        journal.about(conn, update_id=7)
        journal.note(conn, "kept", ticket=1)
        with pytest.raises(ValueError, match="x"), attempt(conn):
            journal.note(conn, "taken_back", ticket=2)
            raise ValueError("x")

    def whole(conn: Connection) -> None:
        journal.note(conn, "never", ticket=3)
        raise ValueError("y")

    await sqlite.write(half)
    with pytest.raises(ValueError, match="y"):
        await sqlite.write(whole)
    await sqlite.write(_owe)
    found = lines(logged.getvalue())

    assert [one["event"] for one in found] == ["kept", "owed"]
    assert found[0]["update_id"] == 7
    assert "update_id" not in found[1]  # nothing of an earlier transaction is left


def _owe(conn: Connection) -> None:
    outbox.owe(conn, Owed("k", Kind.NOTICE, "send", "chat:7", "help"), A_TUESDAY_MORNING)


async def test_without_a_log_nothing_is_written(
    sqlite: Database, logged: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger().setLevel(logging.WARNING)
    await sqlite.write(_owe)

    printed = capsys.readouterr()
    assert (printed.out, printed.err, logged.getvalue()) == ("", "", "")
    assert await sqlite.read(tickets.count_by_state) == {}
