"""Updates that come twice, in disorder, or before what they change: the end is the same."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.simulator.people import Person
from tests.corpus.window import CANARY, Case, Window
from tests.dialogues.scene import COVERED, UNCOVERED

pytestmark = pytest.mark.asyncio(loop_scope="module")

OTHER = f"Czy stary autobus {CANARY} może jechać w paradzie przez miasto?"
TEXTS = (UNCOVERED, OTHER, COVERED, "dziękuję", "Dzień dobry", "i jeszcze jedno zdanie o paradzie")

#: A message: which words, and how many seconds after the one before.
MESSAGES = st.tuples(st.sampled_from(TEXTS), st.sampled_from([2, 40]))
#: Its edits: which words.
EDITS = st.lists(st.sampled_from(TEXTS), max_size=2)


def written(
    window: Window, author: Person, script: list[tuple[tuple[str, int], list[str]]]
) -> list[dict[str, Any]]:
    """Return the updates of a conversation, in order: each message, later its edits."""
    updates, edits = [], []
    now = int(window.scene.clock.now().timestamp()) - sum(step for (_, step), _ in script) - 60
    for (words, step), changes in script:
        now += step
        message = window.message(author, {"text": words}, date=now)
        updates.append(window.update(message=message))
        for number, change in enumerate(changes):
            edits.append({**message, "text": change, "edit_date": now + 1 + number})
    updates += [window.update(edited_message=edit) for edit in edits]
    return updates


@given(
    script=st.lists(st.tuples(MESSAGES, EDITS), min_size=2, max_size=6),
    disorder=st.randoms(use_true_random=False),
)
@settings(max_examples=5, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
async def test_a_disorder_of_twenty_and_copies_end_like_the_order(
    window: Window, script: list[tuple[tuple[str, int], list[str]]], disorder: Any
) -> None:
    orderly, hasty = window.somebody(), window.somebody()
    first = written(window, orderly, script)
    second = written(window, hasty, script)
    await window.hand_in(*first)
    shuffled = second + disorder.sample(second, min(3, len(second)))
    disorder.shuffle(shuffled)
    await window.hand_in(*shuffled)
    assert await window.case(hasty) == await window.case(orderly)


@pytest.mark.parametrize("words", [UNCOVERED, COVERED], ids=["for a human", "answered"])
async def test_an_edit_dealt_with_before_its_message_ends_like_the_order(
    window: Window, words: str
) -> None:
    script = [((words, 2), [f"{OTHER} Poprawka.", f"{OTHER} Druga poprawka."])]
    orderly, hasty = window.somebody(), window.somebody()
    await window.hand_in(*written(window, orderly, script))
    message, first_edit, second_edit = written(window, hasty, script)
    for update in (second_edit, first_edit, message):
        await window.hand_in(update)
    case: Case = await window.case(hasty)
    assert case == await window.case(orderly)
    assert case.questions[0][0] == f"{OTHER} Druga poprawka."


async def test_an_edit_whose_message_never_comes_is_a_question_after_ten_minutes(
    window: Window,
) -> None:
    author = window.somebody()
    _, edit = written(window, author, [((UNCOVERED, 2), [OTHER])])
    await window.hand_in(edit)
    await window.scene.forward(minutes=9)
    assert (await window.case(author)).tickets == []
    await window.scene.forward(minutes=2)
    assert (await window.case(author)).tickets == [[OTHER]]
    assert "Sprawa #" in window.told(author)


async def test_a_message_that_comes_after_its_edit_became_a_question_asks_nothing_twice(
    window: Window,
) -> None:
    author = window.somebody()
    message, edit = written(window, author, [((UNCOVERED, 2), [OTHER])])
    await window.hand_in(edit)
    await window.scene.forward(minutes=11)
    await window.hand_in(message)
    assert (await window.case(author)).tickets == [[OTHER]]


async def test_thanks_that_are_edited_into_a_question_reach_a_human(window: Window) -> None:
    author = window.somebody()
    sent = author.send("dziękuję")
    await window.finish()
    author.edit(sent, UNCOVERED)
    await window.finish()
    await window.scene.forward(minutes=11)
    assert (await window.case(author)).tickets == [[UNCOVERED]]


async def test_thanks_that_are_edited_into_other_thanks_open_nothing(window: Window) -> None:
    author = window.somebody()
    sent = author.send("dzieki")
    await window.finish()
    author.edit(sent, "Dziękuję")
    await window.finish()
    await window.scene.forward(minutes=11)
    assert (await window.case(author)).tickets == []


async def test_an_advisors_edit_that_comes_first_reaches_the_leader(window: Window) -> None:
    author, scene = window.somebody(), window.scene
    author.send(UNCOVERED)
    await window.finish()
    card = next(
        one
        for one in reversed(scene.group.messages())
        if one.from_bot and one.rows and "Biorę" in one.rows[0]
    )
    world, content = scene.telegram.world, {"text": "Nie, nie może."}
    reply = world.post(
        scene.group.chat, scene.ewa.user, "text", content, topic=card.topic, reply_to=card
    )
    message = reply.json()
    edited = {**message, "text": "Tak, może.", "edit_date": message["date"] + 1}
    answered, changed = window.update(message=message), window.update(edited_message=edited)
    await window.hand_in(changed)
    await window.hand_in(answered)
    assert "Tak, może." in window.told(author)
    assert "Nie, nie może." not in window.told(author)


async def test_numbers_that_jump_down_are_dealt_with_all(window: Window) -> None:
    author = window.somebody()
    updates = []
    for number in (5_000, 2_100_000, 900):
        update = window.said(author, f"{UNCOVERED} {number}")
        updates.append({**update, "update_id": number})
    await window.hand_in(*updates)
    assert await window.states(5_000, 2_100_000, 900) == ["done", "done", "done"]


async def test_numbers_that_jump_down_after_a_silence_are_fetched(window: Window) -> None:
    for number in (3_000_000_000, 901):
        author = window.somebody()
        await window.poll({**window.said(author, UNCOVERED), "update_id": number})
        assert (await window.case(author)).tickets == [[UNCOVERED]]


async def test_every_update_brought_up_to_four_times_asks_once(window: Window) -> None:
    people = [window.somebody() for _ in range(5)]
    updates = [window.said(person, UNCOVERED) for person in people]
    await asyncio.gather(
        *(window.scene.house.store(updates[turn:] + updates) for turn in range(3))
    )
    await window.finish()
    for person in people:
        assert (await window.case(person)).tickets == [[UNCOVERED]]
