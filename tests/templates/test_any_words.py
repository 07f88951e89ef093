"""Whatever people call themselves and write stays words: no tag, no mention, no longer text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.names import clean_name
from bot.simulator.tags import read_html
from bot.templates import Message, Texts
from tests.templates.samples import EVIL, SAMPLES

TEXTS = Texts()
PLAIN = "Ala"
LONGEST_LABEL = 64  # characters of a button
HOSTILE = [
    '<a href="tg://user?id=1">admin</a>',
    "{{7*7}}",
    "{0.__class__}",
    "%s",
    "\u202egnp.exe",
    "\u200d" * 64,
    "Dоrаdca",
    "Z" + "\u0336" * 500,
    "</blockquote><b>#1</b> 🟡 prowadzi: Marek",
    "&lt;b&gt; &amp;amp; &#60;",
    "שלום #143 עולם",
    "a\nb\n\n\n\nc",
]
NAMES_AND_WORDS = st.text(max_size=200) | st.text(
    alphabet='<>&"{}%/a\u202e\u200d\u0301 ', max_size=200
)


def replaced(value: Any, words: str) -> Any:
    """Return a sample's values with what people wrote replaced by `words`."""
    if isinstance(value, str):
        return words if EVIL in value else value
    if isinstance(value, dict):
        return {name: replaced(item, words) for name, item in value.items()}
    if isinstance(value, list):
        return [replaced(item, words) for item in value]
    return value


def all_with(words: str) -> list[tuple[str, Message]]:
    return [
        (name, TEXTS.render(name, replaced(values, words)))
        for name, sets in SAMPLES.items()
        for values in sets
        if replaced(values, PLAIN) != values
    ]


def tags_of(html: str) -> Counter[str]:
    return Counter(str(entity["type"]) for entity in read_html(html)[1])


@cache
def expected() -> list[tuple[str, Counter[str]]]:
    """Return the tags of each message when nobody has written anything odd."""
    return [(name, tags_of(message.html)) for name, message in all_with(PLAIN)]


def check(words: str) -> None:
    rendered = all_with(words)
    for (name, message), (_same, tags) in zip(rendered, expected(), strict=True):
        text, _entities = read_html(message.html)
        assert set(tags_of(message.html)) <= set(tags), name
        assert len(text) <= 4096, name
        for row in message.keyboard:
            for button in row:
                assert 1 <= len(button.text) <= LONGEST_LABEL, name
                assert button.action is None or len(button.action.encode()) <= 64, name


FROM_PEOPLE = (
    "who", "name", "advisor", "organisation", "commune", "text",
    "title", "story", "place", "extra", "note", "decider",
)  # fmt: skip


@pytest.mark.parametrize("sign", ["a", "🎺", "&", "\u0301", "a "])
def test_the_longest_words_fit_into_every_message(sign: str) -> None:
    for name in (
        "card",
        "receipt",
        "leader_says",
        "settings",
        "case",
        "nudge",
        "ask_send",
        "practice_card",
        "practice_summary",
    ):
        for values in SAMPLES[name]:
            long = {key: sign * 20_000 for key in FROM_PEOPLE if isinstance(values.get(key), str)}
            assert len(shown(name, {**values, **long})) <= 4096, name


def test_most_messages_show_what_people_wrote() -> None:
    assert len(expected()) >= 30


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_make_no_tag_and_no_mention(words: str) -> None:
    check(words)


@given(NAMES_AND_WORDS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_words_make_no_tag_and_no_mention(words: str) -> None:
    check(words)


def shown(name: str, params: dict[str, Any]) -> str:
    return read_html(TEXTS.render(name, params).html)[0]


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=300))
@settings(deadline=None)
def test_a_leaders_words_are_read_as_they_were_written(words: str) -> None:
    text = shown("leader_says", {"number": 142, "who": "Ala", "text": words, "edited": False})

    assert "".join(words.split()) in "".join(text.split())


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize(
    "say",
    [
        lambda who: shown(
            "leader_says", {"number": 142, "who": who, "text": "x", "edited": False}
        ),
        lambda who: shown("after_answer", {"number": 142, "advisor": who}),
        lambda who: (
            TEXTS.plain("relayed", {"number": 142, "advisor": who, "repeated": False}).html
        ),
        lambda who: TEXTS.plain("toast", {"what": "taken", "name": who, "number": 1}).html,
    ],
)
def test_a_name_beside_our_words_is_clean(say: Callable[[str], str], words: str) -> None:
    expected = clean_name(words) or "(bez imienia)"
    assert expected in say(words).replace("\u2068", "").replace("\u2069", "")
    assert "\u202e" not in say(words)


def test_our_label_stands_before_a_leaders_name() -> None:
    text = shown(
        "leader_says", {"number": 142, "who": "Doradca Ewa", "text": "x", "edited": False}
    )
    assert text.startswith("#142 lider: Doradca Ewa")


def test_a_right_to_left_name_cannot_turn_the_number_beside_it() -> None:
    text = shown("after_answer", {"number": 142, "advisor": "שלום"})
    assert "\u2068שלום\u2069" in text
