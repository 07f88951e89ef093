"""Texts: parsing, measuring and refusing them in Telegram's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator.entities import LONGEST_TEXT, formatted
from bot.simulator.people import Person
from bot.simulator.refusals import Refusal
from bot.simulator.tags import read_html, units

if TYPE_CHECKING:
    from tests.simulator.conftest import Raw


PARSE = "Bad Request: can't parse entities: "


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("<b>a</b>", "a", [("bold", 0, 1)]),
        ("<strong>a</strong><em>b</em>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
        ("<s>a</s>", "a", [("strikethrough", 0, 1)]),
        ("<b>a<i>ą</i></b>", "aą", [("bold", 0, 2), ("italic", 1, 1)]),
        ("😀<code>x</code>", "😀x", [("code", 2, 1)]),
        ("<pre>x</pre>", "x", [("pre", 0, 1)]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", 0, 1)]),
        ("<span class='tg-spoiler'>x</span>", "x", [("spoiler", 0, 1)]),
        ("<blockquote>x</blockquote>", "x", [("blockquote", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ('<a href="https://a.pl/?x=1&amp;y=2">tu</a>', "tu", [("text_link", 0, 2)]),
        ("<a>zły</a>", "zły", []),
        ("<b></b>x", "x", []),
        ("&lt;b&gt; &amp; &quot;&#34;&#x105; &nbsp;", '<b> & ""ą &nbsp;', []),
        ("a < b".replace("<", "&lt;"), "a < b", []),
    ],
)
async def test_html_becomes_text_and_entities(
    source: str, text: str, found: list[tuple[str, int, int]]
) -> None:
    parsed, entities = read_html(source)
    assert parsed == text
    assert [(e["type"], e["offset"], e["length"]) for e in entities] == found


async def test_code_block_keeps_its_language() -> None:
    source = '<pre><code class="language-python">x=1</code></pre>'
    entity = {"type": "pre", "language": "python", "offset": 0, "length": 3}
    assert read_html(source) == ("x=1", [entity])


@pytest.mark.parametrize(
    ("source", "refusal"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("ą<br/>", 'Unsupported start tag "br/" at byte offset 2'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        (
            "<b><i>a</b></i>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
async def test_broken_html_is_refused_with_its_place(
    raw: Raw, anna: Person, source: str, refusal: str
) -> None:
    answer = await raw.no("sendMessage", chat_id=anna.id, text=source, parse_mode="HTML")
    assert answer == PARSE + refusal


async def test_length_counts_after_parsing(raw: Raw, anna: Person) -> None:
    full = "😀" * LONGEST_TEXT
    await raw.ok("sendMessage", chat_id=anna.id, text=f"<b>{full}</b>", parse_mode="HTML")
    assert await raw.no("sendMessage", chat_id=anna.id, text=full + "x") == (
        "Bad Request: message is too long"
    )
    edited = await raw.no("editMessageText", chat_id=anna.id, message_id=2, text=full + "x")
    assert edited == "Bad Request: MESSAGE_TOO_LONG"
    photo = anna.send_photo().content["photo"][0]["file_id"]
    await raw.ok("sendPhoto", chat_id=anna.id, photo=photo, caption="x" * 1024)
    assert await raw.no("sendPhoto", chat_id=anna.id, photo=photo, caption="x" * 1025) == (
        "Bad Request: message caption is too long"
    )


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", "message text is empty"),
        (" \n\u200b", "text must be non-empty"),
        ("\ud83d", "strings must be encoded in UTF-8"),
    ],
)
async def test_text_must_hold_something(raw: Raw, anna: Person, text: str, refusal: str) -> None:
    assert await raw.no("sendMessage", chat_id=anna.id, text=text) == f"Bad Request: {refusal}"


async def test_given_entities_are_checked_and_kept(raw: Raw, anna: Person) -> None:
    bold = {"type": "bold", "offset": 2, "length": 1}
    sent = await raw.ok("sendMessage", chat_id=anna.id, text="😀x", entities=[bold])
    assert sent["entities"] == [bold]
    late = {"type": "bold", "offset": 3, "length": 4}
    assert await raw.no("sendMessage", chat_id=anna.id, text="😀x", entities=[late]) == (
        "Bad Request: entity beginning at UTF-16 offset 3 ends after the end of the text "
        "at UTF-16 offset 3"
    )
    both = {"text": "<b>x</b>", "parse_mode": "HTML", "entities": [bold]}
    assert await raw.no("sendMessage", chat_id=anna.id, **both) == (
        "Bad Request: both parse_mode and entities are given"
    )
    odd = {"type": "huge", "offset": 0, "length": 1}
    assert await raw.no("sendMessage", chat_id=anna.id, text="x", entities=[odd]) == (
        "Bad Request: can't parse MessageEntity: Unsupported type specified"
    )


async def test_trimming_moves_entities_along(raw: Raw, anna: Person) -> None:
    bold = {"type": "bold", "offset": 4, "length": 4}
    sent = await raw.ok("sendMessage", chat_id=anna.id, text="\n\n  ab  ", entities=[bold])
    assert (sent["text"], sent["entities"]) == ("ab", [{**bold, "offset": 0, "length": 2}])


async def test_links_commands_and_hashtags_are_found(anna: Person) -> None:
    sent = anna.send("/pomoc https://a.pl/b, #prawo @bot1 x@y.pl +48 500 100 200 24/7")
    assert [entity["type"] for entity in sent.entities] == [
        "bot_command",
        "url",
        "hashtag",
        "mention",
        "email",
        "phone_number",
    ]


@given(st.text(max_size=60))
async def test_any_words_survive_with_valid_entities(words: str) -> None:
    try:
        text, entities = formatted(words, None, None, most=4096, too_long="")
    except UnicodeEncodeError:
        return
    assert all(e["length"] > 0 and e["offset"] + e["length"] <= units(text) for e in entities)


@given(st.text(alphabet="<>/bi &;a\"'=", max_size=40))
async def test_any_markup_is_parsed_or_refused(source: str) -> None:
    try:
        text, entities = read_html(source)
    except Refusal as refusal:
        assert str(refusal).startswith(PARSE)
    else:
        assert all(e["offset"] + e["length"] <= units(text) for e in entities)
