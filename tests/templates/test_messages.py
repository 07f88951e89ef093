"""Every message renders with the worst that people send, within Telegram's rules."""

from __future__ import annotations

import pytest

from bot.simulator.tags import read_html
from bot.templates import Texts
from tests.templates.samples import SAMPLES

TEXTS = Texts()
ALL = [(name, number) for name, sets in SAMPLES.items() for number in range(len(sets))]


def test_every_message_has_a_sample_and_every_sample_a_message() -> None:
    assert sorted(SAMPLES) == TEXTS.names()


def test_all_messages_compile() -> None:
    assert TEXTS.check() == []


@pytest.mark.parametrize(("name", "number"), ALL)
def test_message_keeps_telegrams_rules_whatever_people_send(name: str, number: int) -> None:
    message = TEXTS.render(name, SAMPLES[name][number])

    text, _entities = read_html(message.html)
    assert message.commands or len(text.strip()) >= 1
    assert len(text) <= 4096
    assert all(1 <= len(words) <= 256 for _name, words in message.commands)
    assert "49" not in text
    for row in message.keyboard:
        assert 1 <= len(row) <= 2
        for button in row:
            assert 1 <= len(button.text) <= 64
            assert button.action is None or len(button.action.encode()) <= 64


def test_an_unknown_value_is_an_error_not_an_empty_place() -> None:
    with pytest.raises(Exception, match="undefined"):
        TEXTS.render("welcome", {})


def test_promised_date_reads_as_people_say_it() -> None:
    html = TEXTS.render("reopened", {"number": 142, "promised": "2026-12-02T15:00:00+00:00"}).html

    assert "do <b>środy, 2\u00a0grudnia, 16:00</b>" in html
