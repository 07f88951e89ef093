"""What Telegram makes of a text: parsed, trimmed, measured, and with its links found.

HTML itself is read by `tags`. Other parse modes are refused: the bot does not use them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.simulator.model import Json
from bot.simulator.refusals import Refusal
from bot.simulator.tags import read_html, units

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024

_FOUND_BY_TELEGRAM = (
    (
        "url",
        r"(?<!\w)https?://[^\s<>\"]*[^\s<>\".,;:!?)]|\b(?:[\w-]+\.)+(?:pl|com|org|eu|net|info)\b",
    ),
    ("email", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}"),
    ("bot_command", r"(?<![\w/<>])/\w{1,64}(?:@\w{3,32})?(?![\w/])"),
    ("mention", r"(?<![\w@/.])@[a-zA-Z]\w{3,31}\b"),
    ("hashtag", r"(?<![\w#&])#(?=\w*[^\W\d_])\w+"),
    ("phone_number", r"(?<![\w+])\+\d(?:[ -]?\d){8,13}(?!\w)"),
)
_PATTERN = re.compile("|".join(f"(?P<{kind}>{rule})" for kind, rule in _FOUND_BY_TELEGRAM))
_STYLE_NAMES = (
    "bold italic underline strikethrough spoiler code pre text_link text_mention "
    "custom_emoji blockquote expandable_blockquote date_time"
)
_STYLES = frozenset(_STYLE_NAMES.split())
_AUTOMATIC_NAMES = "mention hashtag cashtag bot_command url email phone_number bank_card_number"
_AUTOMATIC = frozenset(_AUTOMATIC_NAMES.split())
_CLOSED_TO_LINKS = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji"})
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\u202a-\u202e]")
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"


def automatic(text: str, given: Sequence[Json] = ()) -> list[Json]:
    """Return the links, commands, hashtags and the like that Telegram marks by itself."""
    closed = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in given
        if entity["type"] in _CLOSED_TO_LINKS
    ]
    found = []
    for match in _PATTERN.finditer(text):
        start = units(text[: match.start()])
        end = start + units(match.group())
        if all(end <= low or start >= high for low, high in closed):
            found.append({"type": match.lastgroup, "offset": start, "length": end - start})
    return found


def ordered(entities: Sequence[Json]) -> list[Json]:
    """Sort entities as Telegram does: by place, the outer before the inner."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def formatted(
    source: str, parse_mode: str | None, given: Sequence[Any] | None, *, most: int, too_long: str
) -> tuple[str, list[Json]]:
    """Return the text and entities Telegram would keep; the text may turn out empty."""
    if parse_mode and parse_mode.lower() != "html":
        raise Refusal("unsupported parse_mode")
    if parse_mode and given:  # Telegram would drop the entities without a word
        raise Refusal("both parse_mode and entities are given", "schema")
    text, entities = read_html(source) if parse_mode else (source, _checked(given or ()))
    text, entities = _trimmed(_CONTROL.sub(" ", text), entities)
    if not text.strip(_INVISIBLE):
        return "", []
    if len(text) > most:
        raise Refusal(too_long)
    return text, ordered(entities + automatic(text, entities))


def _checked(given: Sequence[Any]) -> list[Json]:
    """Check an explicit list of entities; those Telegram finds by itself are dropped."""
    kept = []
    for entity in given:
        if not isinstance(entity, dict):
            raise Refusal("can't parse MessageEntity: expected an Object")
        for name in ("offset", "length"):
            if type(entity.get(name)) is not int:
                raise Refusal(f"can't parse MessageEntity: Can't find field \"{name}\"")
        if entity.get("type") in _STYLES:
            kept.append(_only_known(entity))
        elif entity.get("type") not in _AUTOMATIC:
            raise Refusal("can't parse MessageEntity: Unsupported type specified")
    return ordered([entity for entity in kept if entity["length"]])


def _only_known(entity: Json) -> Json:
    for name in ("offset", "length"):
        if not 0 <= entity[name] <= 1_000_000:
            raise Refusal(f"receive an entity with incorrect {name} {entity[name]}")
    if entity["type"] == "text_link" and not entity.get("url"):
        raise Refusal("can't parse MessageEntity: Can't find field \"url\"")
    return dict(entity)


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    total = units(text)
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if start > total:
            raise Refusal(f"entity begins after the end of the text at UTF-16 offset {start}")
        if end > total:
            raise Refusal(
                f"entity beginning at UTF-16 offset {start} ends after the end of the text "
                f"at UTF-16 offset {total}"
            )
    text = text.rstrip()
    blank = len(text) - len(text.lstrip(" \n"))
    cut = min([blank, *(entity["offset"] for entity in entities)])
    total = units(text) - cut
    kept = []
    for entity in entities:
        start = entity["offset"] - cut
        length = min(entity["length"], total - start)
        if length > 0:
            kept.append({**entity, "offset": start, "length": length})
    return text[cut:], kept
