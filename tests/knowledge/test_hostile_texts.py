"""No message takes long: work is counted in steps, and steps are bounded."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.lexicon import Budget
from bot.knowledge.text import PASSAGE_CHARS, clean, passages
from tests.knowledge.sample import DAY, base, decider

EVERY_WORD = " ".join(
    word
    for entry in base().entries.values()
    for word in f"{entry.question} {entry.answer}".split()
)
HOSTILE = [
    "a " * 2048,
    "a " * 4096,
    "7" * 4096,
    "7 " * 2048,
    "JAK ZAŁOŻYĆ STOWARZYSZENIE " * 151,
    "jak założyć jak założyć " * 170,
    "-" * 4096,
    "." * 4096,
    "\n" * 4095 + "a",
    "ab" * 2048,
    "https://" * 512,
    "ąbć" * 1365,
    "q" * 4096,
    "9" * 4096,
    "a\u0301" * 2048,
    "\u0301" * 4095,
    "🎺" * 2048,
    "nie " * 1024,
    "dzień " * 682,
    "przewodniczacq " * 273,
    " ".join(f"slowno{n}x" for n in range(400)),
    " ".join(f"{word}x" for word in EVERY_WORD.split())[:4096],
    (EVERY_WORD * 3)[:4096],
    "\u202egnp.exe \ud83d \x00",
    "{{7*7}} {0.__class__} %s <a href='x'>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_messages_are_decided_within_the_budget(text: str) -> None:
    budget = Budget()
    decider().decide(text, DAY, budget)
    assert budget.spent <= budget.steps


def test_one_endless_word_does_not_stop_the_house() -> None:
    slow = []
    for sign in ("3", "v", "1a"):
        started = time.thread_time()
        decider().decide(sign * (4096 // len(sign)), DAY)
        if time.thread_time() - started > 0.2:
            slow.append(sign)
    assert slow == []


@given(st.text(max_size=400))
@settings(deadline=None)
def test_any_text_gets_a_decision(text: str) -> None:
    decision = decider().decide(text, DAY)
    assert decision.question == text


def test_spent_budget_still_gives_a_decision() -> None:
    decision = decider().decide("Jak się zgłasza zmianę zarządu?", DAY, Budget(steps=0, repairs=0))
    assert decision.zone == "advisor"


@given(st.text(max_size=6000))
def test_passages_are_few_and_short(text: str) -> None:
    found = passages(clean(text))
    assert len(found) <= 6
    assert all(0 < len(passage) <= PASSAGE_CHARS for passage in found)


def test_both_ends_of_a_long_story_are_read() -> None:
    story = "Mamy koło we wsi. " * 200
    parts = passages(f"Jak założyć stowarzyszenie? {story} Kto ubezpiecza wolontariusza?")
    assert (parts[0][:4], parts[-1][-13:]) == ("Jak ", "wolontariusza?"[1:])
