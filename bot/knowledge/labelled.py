"""Messages with what should become of them, written for this program, and by its users.

`data/answerable.jsonl` holds questions that an entry answers, `data/labelled.jsonl` those that
none does, personal matters, small talk and what is none of our business. Their authors saw no
way of asking of any entry, so that the figures learnt from them hold for strangers' questions.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
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


class WrongLabel(ValueError):
    """A line that is no labelled message; its text says in Polish what is wrong."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message, the entries that answer it, and its topic; a kind when no entry does.

    Of a message whose author only said that an answer missed, nothing but that is known.
    """

    text: str
    topic: str | None = None
    expect: tuple[str, ...] = ()
    kind: str | None = None
    denied: tuple[str, ...] = ()
    style: tuple[str, ...] = ()

    @property
    def is_denial(self) -> bool:
        """Tell whether it is only known which entries do not answer it."""
        return not self.expect and self.kind is None


def labelled(fields: object) -> Labelled:
    """Read a labelled message from its JSON object, or raise `WrongLabel`.

    Fields that it does not know are let be.
    """
    if not isinstance(fields, Mapping) or not isinstance(fields.get("text"), str):
        raise WrongLabel("to nie jest obiekt JSON z polem text")
    if not isinstance(fields.get("topic"), str | None):
        raise WrongLabel('topic to id tematu albo null, np. "legal"')
    if not isinstance(kind := fields.get("kind"), str | None):
        raise WrongLabel('kind to tekst, np. "offtopic"')
    style = fields.get("style")
    return Labelled(
        fields["text"],
        fields.get("topic"),
        _texts(fields, "expect", 'id haseł, np. ["zalozenie-kgw"]; pusta, gdy hasła nie ma'),
        None if kind == _ANSWERED else kind,
        _texts(fields, "not", 'id haseł, które są złe, np. ["zalozenie-kgw"]'),
        (style,) if isinstance(style, str) else _texts(fields, "style", 'słów, np. ["long"]'),
    )


def _texts(fields: Mapping[str, Any], name: str, what: str) -> tuple[str, ...]:
    given = fields.get(name)
    if given is None:
        return ()
    if not isinstance(given, list | tuple) or not all(isinstance(one, str) for one in given):
        raise WrongLabel(f"{name} to lista {what}")
    return tuple(given)


def labelled_line(line: str) -> Labelled:
    """Read a line of JSON, or raise `WrongLabel`."""
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        fields = None
    return labelled(fields)


def labelled_in(lines: Iterable[str]) -> list[Labelled]:
    """Read all lines but blank ones; `WrongLabel` says which line is wrong."""
    read = []
    for number, line in enumerate(lines, 1):
        try:
            read += [labelled_line(line)] if line.strip() else []
        except WrongLabel as wrong:
            raise WrongLabel(f"{number}: {wrong}") from None
    return read


def shipped(*names: str) -> list[Labelled]:
    """Return the messages shipped with the program."""
    folder = Path(__file__).parent / "data"
    texts = ((folder / name).read_text(encoding="utf-8") for name in names or (ANSWERABLE, OTHERS))
    return [one for text in texts for one in labelled_in(text.splitlines())]


def said(lexicon: Lexicon, unheard: Collection[str] = ()) -> Iterator[Said]:
    """Yield, as words, the shipped messages that no entry answers: of a topic, or of none.

    But for those that are to stay `unheard`.
    """
    for one in shipped(OTHERS):
        topic = None if one.kind in STRANGERS else one.topic
        if one.text not in unheard and (topic is not None or one.kind in STRANGERS):
            yield Said(topic, content(tokens(one.text), lexicon, Budget(repairs=0)))
    for line in listed("off-topic.txt"):
        if line not in unheard:
            yield Said(None, content(tokens(line), lexicon, Budget(repairs=0)))


def cases(messages: Iterable[Labelled]) -> Iterator[tuple[str, bool]]:
    """Yield messages, each with whether it is a personal matter, where that is known."""
    return ((one.text, one.kind == "personal") for one in messages if not one.is_denial)
