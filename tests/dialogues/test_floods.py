"""One person writes or presses without end: all is kept, little is answered, nobody else waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, select

from bot.storage.tables import inbox, outbox, post, question, ticket
from tests.dialogues.scene import COVERED, UNCOVERED, Scene


def _counts(conn: Connection) -> tuple[int, int, int]:
    words = select(func.count(func.distinct(post.c.message_id))).where(post.c.side == "leader")
    tickets = select(func.count()).select_from(ticket)
    waiting = select(func.count()).where(inbox.c.state == "new")
    return tuple(conn.execute(query).scalar_one() for query in (words, tickets, waiting))  # type: ignore[return-value]


async def replies(scene: Scene) -> list[str]:
    """Return what Anna was told, in order, since she read everything."""
    await scene.settle()
    sent = scene.telegram.requests("sendMessage", chat=scene.anna.id)
    return [str(call.params["text"]) for call in sent if call.ok]


async def flood(scene: Scene, count: int, words: str = "a czy {n} to też?") -> None:
    scene.telegram.forget_history()
    for n in range(count):
        scene.anna.send(words.format(n=n))
    await scene.settle()


@pytest.mark.parametrize("words", ["wiadomość o remizie numer {n}", COVERED, "dzień dobry"])
async def test_a_flood_is_one_ticket_with_every_word(scene: Scene, words: str) -> None:
    await flood(scene, 50, words)

    counts = await scene.house.database.read(_counts)
    told = await replies(scene)
    assert counts[1:] == (1, 0)
    assert counts[0] >= 30  # the rest was answered singly before it was known to be a flood
    assert len(told) <= 3
    if len(told) == 3:  # all single answers, of a machine that was slow: the notice waits a minute
        await scene.forward(seconds=61)
        told = await replies(scene)
    assert sum("wszystko zapisuję w sprawie" in one for one in told) == 1


async def test_a_flood_is_answered_little_however_fast_answers_go(scene: Scene) -> None:
    scene.telegram.forget_history()
    for _ in range(25):
        scene.anna.send("dzień dobry")
        await scene.settle()  # each is answered, if it is, before the next one comes
    assert len(await replies(scene)) <= 3


async def test_every_message_of_a_flood_is_kept(scene: Scene) -> None:
    await flood(scene, 40, UNCOVERED + " {n}")

    def texts(conn: Connection) -> set[str]:
        said = set(conn.execute(select(post.c.text)).scalars())
        return said | set(conn.execute(select(question.c.text)).scalars())

    kept = await scene.house.database.read(texts)
    assert kept >= {f"{UNCOVERED} {n}" for n in range(40)}


async def test_the_card_of_a_flood_stays_readable(scene: Scene) -> None:
    await flood(scene, 70, "kolejna wiadomość numer {n} o paradzie i traktorze")
    await scene.forward(seconds=90)

    card = await scene.group.expect(r"i jeszcze 51\swiadomości")
    assert len(card.text) < 2500
    scene.ewa.click(card, "Pokaż dalsze wiadomości")
    shown = await scene.group.expect("dalsze wiadomości lidera")
    assert "kolejna wiadomość numer 20 o" in shown.text
    await scene.settle()
    everything = "\n".join(message.text for message in scene.group.messages())
    assert "kolejna wiadomość numer 69 o" in everything


async def test_others_are_served_during_a_flood(scene: Scene) -> None:
    basia = scene.newcomer("Basia")
    for n in range(30):
        scene.anna.send(f"wiadomość numer {n}")
    basia.send(COVERED)
    await basia.expect("siedmiu założycieli")


async def test_a_dozen_short_messages_are_no_flood(scene: Scene) -> None:
    for n in range(12):
        scene.anna.send(f"i jeszcze to, zdanie numer {n}")
    await scene.settle()
    await scene.forward(seconds=5)
    assert not any("wszystko zapisuję" in message.text for message in scene.anna.messages)


async def test_a_backlog_of_an_outage_is_no_flood(scene: Scene) -> None:
    for n in range(25):
        scene.anna.send(f"wiadomość z godziny {n}")
        scene.clock.advance(timedelta(minutes=10))
    await scene.settle()
    assert not any("wszystko zapisuję" in message.text for message in scene.anna.messages)


async def test_the_notice_comes_once_a_flood(scene: Scene) -> None:
    await flood(scene, 30)
    await scene.forward(minutes=3)
    await flood(scene, 30)
    told = await replies(scene)
    assert sum("wszystko zapisuję" in one for one in told) == 1


async def test_commands_and_start_links_fall_under_the_same_limit(scene: Scene) -> None:
    scene.telegram.forget_history()
    for n in range(40):
        scene.anna.start(f"k{n}")
    told = await replies(scene)
    assert sum("Chwileczkę" in one for one in told) == 1
    assert len(told) <= 21


async def test_a_restart_remembers_how_fast_somebody_wrote(scene: Scene) -> None:
    await flood(scene, 19, "wiadomość {n} o traktorze")
    scene.house.services.limits.messages.__init__(  # type: ignore[misc] - as a new process has it
        scene.house.services.limits.messages.limit
    )
    scene.anna.send("dwudziesta pierwsza")
    await scene.anna.expect("wszystko zapisuję w sprawie")


async def test_too_many_presses_do_nothing_but_say_so(scene: Scene) -> None:
    card = await scene.card()
    presses = [scene.press(scene.ewa, card, "v1:files:1") for _ in range(30)]
    late = scene.press(scene.ewa, card, "v1:claim:1")
    for press in presses:
        await press.answered()
    assert (await late.answered())["text"] == "Chwileczkę."
    assert (await scene.ticket(1)).state == "queued"
    other = scene.press(scene.marek, card, "v1:claim:1")
    assert (await other.answered())["text"] == "Sprawa #1 jest u Ciebie."


async def test_lists_in_the_group_are_limited_and_replies_are_not(scene: Scene) -> None:
    card = await scene.card()
    scene.telegram.forget_history()
    for _ in range(10):
        scene.ewa.send("/kolejka", chat=scene.group)
    for n in range(12):
        scene.ewa.send(f"odpowiedź {n}", reply_to=card)
    await scene.settle()
    lists = [
        call
        for call in scene.telegram.requests("sendMessage", chat=scene.group.id)
        if "Czekają na doradcę" in str(call.params["text"])
        or "Kolejka" in str(call.params["text"])
    ]
    assert len(lists) == 6
    await scene.anna.expect("odpowiedź 11")


async def test_many_edits_are_kept_without_a_new_card_each(scene: Scene) -> None:
    await scene.card()
    asked = next(m for m in scene.anna.messages if m.text == UNCOVERED)
    for n in range(40):
        scene.anna.edit(asked, f"poprawka {n}")
    await scene.settle()

    def state(conn: Connection) -> tuple[str, int]:
        words = conn.execute(select(post.c.text).order_by(post.c.id)).scalars().first()
        cards = conn.execute(select(func.count()).where(outbox.c.role == "card")).scalar_one()
        return str(words), int(cards)

    words, cards = await scene.house.database.read(state)
    assert words == "poprawka 39"
    assert cards <= 31


@pytest.mark.slow
async def test_a_thousand_messages_make_one_ticket_and_three_replies(scene: Scene) -> None:
    await flood(scene, 1000, "wiadomość o remizie numer {n}")
    assert (await scene.house.database.read(_counts)) == (1000, 1, 0)
    assert len(await replies(scene)) <= 3
    await scene.forward(seconds=90)
    await scene.group.expect(r"i jeszcze 981\swiadomości")
