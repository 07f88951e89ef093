"""Writes the page of a good practice that a leader told: what is known, and what is to be added.

Nothing is read out of people's words: what they were not asked for singly (how many volunteers,
what was learnt, the picture) stands as a line for the coordinator to fill in, and `check` insists.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.knowledge.values import LONGEST_LINE

LONGEST_SUMMARY = 200
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~%&!])")
_RULE = re.compile(r"^([ \t]*\d{0,9})([-=+.)])", re.MULTILINE)
_SENTENCE = re.compile(r"[.!?…](?=\s|$)")


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as Telegram knows it, and the words under it."""

    file_id: str
    caption: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a leader told, as others may read it."""

    name: str
    title: str
    story: str
    place: str
    extra: str
    organisation: str | None
    commune: str | None
    topics: Sequence[str]
    photos: Sequence[Photo]


def page(told: Told) -> str:
    """Return the page, with its fields between lines of dashes and the story below."""
    fields = [
        _field("title", told.title),
        _field("summary", summary(told.story)),
        "illustrative: false",
        f"topics: [{', '.join(told.topics)}]" if told.topics else "# topics: [promotion]",
        _field("municipality", told.commune or told.place),
        _field("who", told.organisation or told.place),
        _field("cost", told.extra) if told.extra else '# cost: "ile to kosztowało"',
        "# Do uzupełnienia przez koordynatora; linie bez # na początku są w użyciu:",
        "# partners: [kto pomagał]",
        "# volunteers: 0",
        "# hours: 0",
        "# lessons:",
        '#   - "czego się nauczono"',
        f"# picture: pictures/{told.name}.jpg",
        '# picture_alt: "co widać na zdjęciu"',
        *_photos(told.photos),
    ]
    return "\n".join(["---", *fields, "---", plain_markdown(told.story), ""])


def summary(story: str) -> str:
    """Return the first sentences of a story that fit, or its first words."""
    line = " ".join(story.split())
    if len(line) <= LONGEST_SUMMARY:
        return line
    ends = [found.end() for found in _SENTENCE.finditer(line, 0, LONGEST_SUMMARY)]
    if ends:
        return line[: ends[-1]]
    return line[: LONGEST_SUMMARY - 1].rsplit(" ", 1)[0] + "…"


def _field(name: str, text: str) -> str:
    line = " ".join(text.split())
    kept = line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1]}…"
    return f"{name}: {json.dumps(kept, ensure_ascii=False)}"


def _photos(photos: Sequence[Photo]) -> list[str]:
    """Return notes about photos: they stand in the coordination thread too, to be saved there."""
    if not photos:
        return ["# Zdjęć nie ma; potrzebny jest własny rysunek albo zdjęcie."]
    noted = [
        "# Zdjęcia są w wątku koordynacji, za zgodą osób, które na nich widać. Telegram file_id:"
    ]
    for photo in photos:
        caption = " ".join(photo.caption.split())
        noted.append(f"# {photo.file_id}" + (f" ({caption})" if caption else ""))
    return noted


def plain_markdown(story: str) -> str:
    """Return people's words as Markdown that shows them as they were written, by paragraphs."""
    escaped = _RULE.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", story))
    lines = [line.strip() for line in escaped.splitlines()]
    return "\n\n".join(line for line in lines if line)
