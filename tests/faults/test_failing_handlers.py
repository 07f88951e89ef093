"""A mistake anywhere in the program: the question still reaches a human, and people are told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import structlog
from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.parts.putting_together import GROUP_COMMANDS, GROUP_WORDS
from bot.scheduler import Scheduler
from bot.storage import inbox, outbox
from bot.storage.outbox import Owed
from bot.templates import Texts
from tests.dialogues.scene import COVERED, UNCOVERED
from tests.faults.town import Town, new_town

pytestmark = pytest.mark.slow

CANARY = "kanarek-w-klatce"
Act = Callable[[Town], Awaitable[None]]


class Mistake(Exception):
    """What a handler of the test raises; its text must not reach the log."""


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with new_town(tmp_path) as ready:
        yield ready


def _spoil(town: Town, number: int, times: int) -> list[int]:
    """Let one of the application's handlers fail so often; return where its failures are noted."""
    (handlers,) = town.house.application.handlers.values()
    handler, failed = handlers[number], []
    callback = handler.callback

    async def fails(update: Any, context: Any) -> Any:
        if len(failed) < times:
            failed.append(update.update_id)
            raise Mistake(CANARY)
        return await callback(update, context)

    handler.callback = fails
    return failed


async def _question(town: Town) -> None:
    town.anna.send(f"{UNCOVERED} {CANARY}")


async def _start(town: Town) -> None:
    town.anna.start()


async def _command(town: Town) -> None:
    town.anna.send("/sprawy")


async def _link_in_private(town: Town) -> None:
    town.anna.send("/polacz")


async def _edit(town: Town) -> None:
    town.anna.edit(await _asked(town), f"Inaczej: {CANARY}")


async def _press(town: Town) -> None:
    card = next(m for m in town.group.messages() if m.text.startswith("#1 "))
    town.ewa.click(card, "Przekaż")


async def _block(town: Town) -> None:
    town.anna.block()


async def _reply(town: Town) -> None:
    card = next(m for m in town.group.messages() if m.text.startswith("#1 "))
    town.ewa.send(f"Tak. {CANARY}", reply_to=card)


async def _edited_reply(town: Town) -> None:
    message = next(m for m in town.group.messages() if m.text == "Odpowiedź")
    town.ewa.edit(message, f"Inna odpowiedź {CANARY}")


def _said_in_group(words: str) -> Act:
    async def say(town: Town) -> None:
        town.zofia.send(words, chat=town.group)

    return say


async def _migrate(town: Town) -> None:
    message = {"chat": {"id": town.group.id, "type": "supergroup", "title": "Doradcy"}}
    moved = {"migrate_from_chat_id": -77, "message_id": 999, "date": 1}
    town.telegram.world.updates.inject({"message": {**message, **moved}})


async def _switch(town: Town) -> None:
    chat = {"id": town.group.id, "type": "supergroup", "title": "Doradcy", "is_forum": True}
    thread = {"message_thread_id": 2, "is_topic_message": True, "forum_topic_closed": {}}
    message = {"chat": chat, "from": town.ewa.user.json(), "message_id": 998, "date": 1}
    town.telegram.world.updates.inject({"message": {**message, **thread}})


async def _leave(town: Town) -> None:
    town.group.remove(town.marek)


async def _react(town: Town) -> None:
    update = {"chat": {"id": town.group.id, "type": "supergroup"}, "message_id": 3, "date": 1}
    reaction = {"user": town.ewa.user.json(), "old_reaction": [], "new_reaction": []}
    town.telegram.world.updates.inject({"message_reaction": {**update, **reaction}})


async def _asked(town: Town):
    return next(m for m in town.anna.messages if m.text == UNCOVERED)


#: In the order in which the application asks its handlers: what leads to each.
ACTS: list[Act] = [
    _start,
    _link_in_private,
    _command,
    _question,
    _edit,
    _press,
    _block,
    *(_said_in_group(f"/{name}") for name in ("polacz", "kolejka", "moje", "notatka", "cofnij")),
    *(_said_in_group(f"/{name}") for name in GROUP_COMMANDS),
    *(_said_in_group(word) for word in GROUP_WORDS),
    _migrate,
    _switch,
    _reply,
    _edited_reply,
    _leave,
    _react,
]


async def _pass(town: Town) -> None:
    for _ in range(5):
        await town.settle()
        await town.look(seconds=2)


async def _prepared(town: Town) -> None:
    """Let there be a ticket, and an answer given in it."""
    card = await town.card()
    town.ewa.send("Odpowiedź", reply_to=card)
    await town.anna.expect("Odpowiedź")
    await town.settle()


@pytest.mark.parametrize("number", range(len(ACTS)))
@pytest.mark.parametrize("times", [1, 99])
async def test_a_handler_that_fails_loses_no_question_and_says_so(
    town: Town, number: int, times: int
) -> None:
    (handlers,) = town.house.application.handlers.values()
    assert len(handlers) == len(ACTS)
    await _prepared(town)
    failed = _spoil(town, number, times)
    with structlog.testing.capture_logs() as logged:
        await ACTS[number](town)
        await _pass(town)

    update = failed[0]
    row = await town.house.database.read(lambda conn: inbox.get(conn, update))
    assert row is not None
    assert failed == [update] * (1 if times == 1 else 3)
    assert row.state == ("done" if times == 1 else "quarantine")
    assert CANARY not in str(logged)
    assert town.told("Jednej wiadomości nie udało się przetworzyć") == (0 if times == 1 else 1)
    assert town.telegram.unanswered_callbacks() == []


async def test_a_question_whose_handler_always_fails_is_a_ticket_with_a_receipt(
    town: Town,
) -> None:
    failed = _spoil(town, ACTS.index(_question), 99)
    await _question(town)
    await _pass(town)

    await town.anna.expect("Sprawa #1")
    card = await town.group.expect("#1 🔵")
    assert (len(failed), CANARY in card.text) == (3, True)


async def test_a_photo_whose_handler_always_fails_reaches_the_advisors(town: Town) -> None:
    _spoil(town, ACTS.index(_question), 99)
    town.anna.send_photo()
    await _pass(town)

    await town.anna.expect("Sprawa #1")
    card = await town.group.expect("#1 🔵")
    town.ewa.click(card, "Załączniki")
    await town.settle()
    assert any(m.kind == "photo" for m in town.group.messages())


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (_command, "Zapyt|pytani"),
        (_edit, "Nie udało się zapisać tej poprawki"),
    ],
)
async def test_a_leader_is_told_what_did_not_work(town: Town, act: Act, words: str) -> None:
    await _prepared(town)
    _spoil(town, ACTS.index(act), 99)
    await act(town)
    await _pass(town)

    await town.anna.expect(words)


async def test_an_advisor_is_told_that_the_leader_got_nothing(town: Town) -> None:
    await _prepared(town)
    _spoil(town, ACTS.index(_reply), 99)
    await _reply(town)
    await _pass(town)

    await town.group.expect("lider jej nie dostał")


async def test_talk_in_the_group_is_not_answered_when_it_fails(town: Town) -> None:
    _spoil(town, ACTS.index(_reply), 99)
    await _said_in_group("Kto idzie na obiad?")(town)
    await _pass(town)

    assert town.told("nie udało się przetworzyć, więc") == 0


async def test_a_press_whose_handler_always_fails_is_answered(town: Town) -> None:
    await _prepared(town)
    town.anna.send(COVERED)
    answer = await town.anna.expect("siedmiu założycieli")
    _spoil(town, ACTS.index(_press), 99)
    press = town.anna.click(answer, "Zapytaj doradcę")
    await _pass(town)

    assert "odpowie doradca" in (press.callback.answer or {}).get("text", "")


# Texts that cannot be made


def _broken_texts(directory: Path, *names: str) -> Texts:
    """Return all messages, with some that cannot be rendered."""
    for source in Texts()._directory.glob("*.j2"):
        words = "{{ no_such_value }}" if source.stem in names else source.read_text()
        (directory / source.name).write_text(words)
    return Texts(directory)


async def test_an_answer_that_cannot_be_rendered_becomes_a_ticket_and_an_alarm(
    town: Town, tmp_path_factory: pytest.TempPathFactory
) -> None:
    town.house.texts = _broken_texts(tmp_path_factory.mktemp("texts"), "answer")
    town.anna.send(COVERED)

    await town.anna.expect("Sprawa #1")
    await town.group.expect("Jednej wiadomości bot nie wysłał", thread=town.coordination)


async def test_a_receipt_that_cannot_be_rendered_raises_an_alarm_with_its_number(
    town: Town, tmp_path_factory: pytest.TempPathFactory
) -> None:
    town.house.texts = _broken_texts(tmp_path_factory.mktemp("texts"), "receipt")
    town.anna.send(UNCOVERED)

    await town.group.expect("nie wysłał .sprawa #1", thread=town.coordination)
    await town.settle()
    assert town.told("bot nie wysłał") == 1


async def test_an_alarm_that_cannot_be_rendered_makes_no_storm(
    town: Town, tmp_path_factory: pytest.TempPathFactory
) -> None:
    town.house.texts = _broken_texts(tmp_path_factory.mktemp("texts"), "answer", "trouble")
    town.anna.send(COVERED)
    await town.anna.expect("Sprawa #1")
    await _pass(town)

    rows = await town.house.database.read(lambda conn: outbox.latest(conn, 1000))
    assert sum(row.template == "trouble" for row in rows) == 2


# Sweeps


async def test_a_sweep_that_fails_does_not_stop_the_others() -> None:
    done: list[str] = []

    async def works() -> None:
        done.append("b")

    async def fails() -> None:
        raise Mistake(CANARY)

    with structlog.testing.capture_logs() as logged:
        await Scheduler({"a": fails, "b": works}).sweep_now()

    assert done == ["b"]
    assert logged == [
        {"event": "sweep_failed", "name": "a", "error": "Mistake", "log_level": "error"}
    ]


async def test_one_row_that_cannot_be_swept_does_not_stop_the_rest(town: Town) -> None:
    await town.card()
    bartek = town.newcomer("Bartek")
    bartek.send("Proszę sprawdzić nasz wniosek.")
    await bartek.expect("Sprawa #2")
    first = await town.ticket(1)
    assert first.promised_from is not None
    started = int(first.promised_from.timestamp())
    taken = Owed(f"nudge:1:{started}", Kind.NOTICE, "send", "chat:1", template="cancelled")

    def spoil(conn: Connection) -> None:
        outbox.owe(conn, taken, town.clock.now())  # so the nudge finds its key given away

    await town.house.database.write(spoil)
    with structlog.testing.capture_logs() as logged:
        await town.look(days=1, hours=23)

    assert [m for m in town.group.messages() if "⏳ #2" in m.text]
    assert {"event": "sweep_step_failed", "name": "_remind_advisors"}.items() <= next(
        line for line in logged if line["event"] == "sweep_step_failed"
    ).items()
