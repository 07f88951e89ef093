"""Every message renders with the worst that people send, within Telegram's rules."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulator.tags import read_html
from bot.templates import Texts
from tests.templates.samples import SAMPLES

TEXTS = Texts()


def test_every_message_has_a_sample_and_every_sample_a_message() -> None:
    assert sorted(SAMPLES) == TEXTS.names()


def test_all_messages_compile() -> None:
    assert TEXTS.check() == []


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_message_keeps_telegrams_rules_whatever_people_send(name: str) -> None:
    broken = {n: said for n, values in enumerate(SAMPLES[name]) if (said := breaks(name, values))}

    assert broken == {}


def breaks(name: str, values: dict[str, Any]) -> list[str]:
    """Return which of Telegram's rules a message breaks with these values."""
    message = TEXTS.render(name, values)
    text, _entities = read_html(message.html)
    buttons = [button for row in message.keyboard for button in row]
    rules = {
        "it says something": bool(message.commands) or len(text.strip()) >= 1,
        "it fits": len(text) <= 4096,
        "commands say something": all(1 <= len(words) <= 256 for _name, words in message.commands),
        "nothing is worked out": "49" not in text,
        "one or two in a row": all(1 <= len(row) <= 2 for row in message.keyboard),
        "labels fit": all(1 <= len(button.text) <= 64 for button in buttons),
        "data fit": all(len((button.action or "").encode()) <= 64 for button in buttons),
    }
    return [rule for rule, kept in rules.items() if not kept]


def test_a_message_that_breaks_rules_is_found() -> None:
    link = {"number": 142, "promised": "2026-12-02T15:00:00+00:00"}

    assert breaks("reopened", {**link, "number": "{{7*7}} 49" * 600}) == [
        "it fits",
        "nothing is worked out",
    ]


def test_an_unknown_value_is_an_error_not_an_empty_place() -> None:
    with pytest.raises(Exception, match="undefined"):
        TEXTS.render("welcome", {})


def test_promised_date_reads_as_people_say_it() -> None:
    html = TEXTS.render("reopened", {"number": 142, "promised": "2026-12-02T15:00:00+00:00"}).html

    assert "do <b>środy, 2\u00a0grudnia, 16:00</b>" in html
