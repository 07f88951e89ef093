"""Messages with what should become of them, written for this program, and by its users.

`data/answerable.jsonl` holds questions that an entry answers, `data/labelled.jsonl` those that
none does, personal matters, small talk and what is none of our business. Their authors saw no
way of asking of any entry, so that the figures learnt from them hold for strangers' questions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.knowledge.lexicon import Budget, Lexicon
from bot.knowledge.query import content
from bot.knowledge.speech import Said
from bot.knowledge.text import listed, tokens

ANSWERABLE, OTHERS = "answerable.jsonl", "labelled.jsonl"
STRANGERS = ("offtopic", "smalltalk")
#: What `dzialaj labels` calls a question that an entry answers: here it has no kind.
_ANSWERED = "question"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message, the entries that answer it, and its topic; a kind when no entry does.

    Of a message whose author only said that an answer missed, nothing but that is known.
    """

    text: str
    topic: str | None
    expect: tuple[str, ...]
    kind: str | None
    denied: tuple[str, ...] = ()

    @property
    def is_denial(self) -> bool:
        """Tell whether it is only known which entries do not answer it."""
        return not self.expect and self.kind is None


def labelled(line: str) -> Labelled:
    """Read one line; ValueError when it is none."""
    fields: Any = json.loads(line)
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        raise ValueError("no message with a text")
    expect, denied = (tuple(fields.get(name) or ()) for name in ("expect", "not"))
    kind = fields.get("kind")
    of_none = None if kind == _ANSWERED else kind
    return Labelled(fields["text"], fields.get("topic"), expect, of_none, denied)


def labelled_in(lines: Iterable[str]) -> list[Labelled]:
    """Read all lines but blank ones."""
    return [labelled(line) for line in lines if line.strip()]


def shipped(*names: str) -> list[Labelled]:
    """Return the messages shipped with the program."""
    folder = Path(__file__).parent / "data"
    texts = ((folder / name).read_text(encoding="utf-8") for name in names or (ANSWERABLE, OTHERS))
    return [one for text in texts for one in labelled_in(text.splitlines())]


def said(lexicon: Lexicon) -> Iterator[Said]:
    """Yield, as words, the messages that no entry answers: of a topic, or of none."""
    for one in shipped(OTHERS):
        topic = None if one.kind in STRANGERS else one.topic
        if topic is not None or one.kind in STRANGERS:
            yield Said(topic, content(tokens(one.text), lexicon, Budget(repairs=0)))
    for line in listed("off-topic.txt"):
        yield Said(None, content(tokens(line), lexicon, Budget(repairs=0)))


def cases(messages: Iterable[Labelled]) -> Iterator[tuple[str, bool]]:
    """Yield messages, each with whether it is a personal matter, where that is known."""
    return ((one.text, one.kind == "personal") for one in messages if not one.is_denial)
