"""Keyboards: what Telegram keeps and what it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.simulator.people import Group, Person

if TYPE_CHECKING:
    from tests.simulator.conftest import Raw


def inline(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [[button] for button in buttons]}


@pytest.mark.parametrize(
    ("button", "refusal"),
    [
        (
            {"text": " ", "callback_data": "a"},
            "inline keyboard button text must be non-empty",
        ),
        ({"text": "a", "callback_data": "ą" * 33}, "BUTTON_DATA_INVALID"),
        (
            {"text": "a"},
            "can't parse inline keyboard button: "
            "Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "a", "callback_data": "x", "url": "https://a.pl"},
            "an inline button has callback_data and url: exactly one is allowed",
        ),
        (
            {"text": "a", "url": "nic"},
            "inline keyboard button URL 'nic' is invalid: Wrong HTTP URL",
        ),
        ({"text": "a", "copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "a", "colour": "red"}, "unknown parameter colour of a button"),
    ],
)
async def test_wrong_buttons_are_refused(
    raw: Raw, anna: Person, button: dict[str, Any], refusal: str
) -> None:
    answer = await raw.no("sendMessage", chat_id=anna.id, text="a", reply_markup=inline(button))
    assert answer == f"Bad Request: {refusal}"


async def test_right_buttons_are_kept(raw: Raw, anna: Person) -> None:
    good = inline(
        {"text": "Tak", "callback_data": "ą" * 32},
        {"text": "Strona", "url": "https://example.pl"},
        {"text": "Konto", "copy_text": {"text": "12 34"}, "style": "primary"},
    )
    sent = await raw.ok("sendMessage", chat_id=anna.id, text="a", reply_markup=good)
    assert sent["reply_markup"] == good
    button = {"text": "a", "callback_data": "a"}
    many = {"inline_keyboard": [[button] * 8 for _ in range(13)]}
    assert await raw.no("sendMessage", chat_id=anna.id, text="a", reply_markup=many) == (
        "Bad Request: reply markup is too long"
    )


async def test_phone_number_is_asked_for_in_private_only(
    raw: Raw, group: Group, anna: Person
) -> None:
    keyboard = {"keyboard": [[{"text": "Numer", "request_contact": True}]]}
    await raw.ok("sendMessage", chat_id=anna.id, text="a", reply_markup=keyboard)
    assert await raw.no("sendMessage", chat_id=group.id, text="a", reply_markup=keyboard) == (
        "Bad Request: phone number can be requested in private chats only"
    )
    await raw.ok("sendMessage", chat_id=anna.id, text="b", reply_markup={"remove_keyboard": True})
    assert anna.chat.reply_keyboard is None
