"""Writes the page of an entry from a few plain words, as it would stand in the files.

For advisors between other duties: what is not asked of them gets a careful value. An answer
without a source is confirmed by an advisor each time, and is looked at again after three months.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.polish_words import fold
from bot.knowledge.decoding import without_hidden
from bot.knowledge.practice_pages import plain_markdown
from bot.knowledge.redating import redated_page
from bot.knowledge.values import LONGEST_LINE

WITH_SOURCE, WITHOUT_SOURCE = timedelta(days=365), timedelta(days=92)
OWN_WORD = "odpowiedź doradcy programu"
_LONGEST_NAME = 50
_BULLET = re.compile(r"[-–—•*·](?P<number>) +(?P<words>\S.*)")
_NUMBERED = re.compile(r"(?P<number>\d{1,2})[.)] +(?P<words>\S.*)")
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Written:
    """What people wrote of an entry."""

    question: str
    also_asked: Sequence[str]
    answer: str
    source: str  # "" when nobody gave one


def page(written: Written, on: date) -> str:
    """Return the page: fields between lines of dashes, and the answer below."""
    ways = [one_line(way) for way in written.also_asked] or [one_line(written.question)]
    fields = [
        f"question: {_quoted(one_line(written.question))}",
        "also_asked:",
        *(f"  - {_quoted(way)}" for way in ways),
        "sources:",
        f"  - {_quoted(one_line(written.source) or OWN_WORD)}",
        f"checked: {on}",
        f"valid_until: {valid_until(written, on)}",
    ]
    if not written.source.strip():
        fields.append("confirm: true")
    return "\n".join(["---", *fields, "---", answer_markdown(written.answer), ""])


def with_answer(text: str, answer: str, checked: date, until: date) -> str:
    """Return a page with another answer, checked on a day and right until another."""
    lines = redated_page(text, checked, until).split("\n")
    ends = next(n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---")
    return "\n".join([*lines[: ends + 1], answer_markdown(answer), ""])


def valid_until(written: Written, on: date) -> date:
    """Return until when an entry counts as checked that is written on a day."""
    return on + (WITH_SOURCE if written.source.strip() else WITHOUT_SOURCE)


def answer_markdown(text: str) -> str:
    """Return an advisor's message as the Markdown of an answer: paragraphs, and lists kept."""
    lines = [line.strip() for line in without_hidden(text).splitlines() if line.strip()]
    numbered = sum(bool(_NUMBERED.match(line)) for line in lines) > 1
    written, before = "", ""
    for line in lines:
        item = _BULLET.match(line) or (_NUMBERED.match(line) if numbered else None)
        kind = ("number" if item["number"] else "bullet") if item is not None else ""
        between = "\n" if kind and kind == before else "\n\n"
        written += (between if written else "") + (_item(item) if item else plain_markdown(line))
        before = kind
    return written


def _item(found: re.Match[str]) -> str:
    return f"{found['number'] + '.' if found['number'] else '-'} {plain_markdown(found['words'])}"


def one_line(text: str, longest: int = LONGEST_LINE) -> str:
    """Return a text in one line, cut between words where it is too long."""
    line = " ".join(without_hidden(text).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rsplit(' ', 1)[0]}…"


def name_of(question: str) -> str:
    """Return a name for an entry, made of its question."""
    plain = _NOT_IN_A_NAME.sub("-", fold(question)).strip("-")
    if len(plain) <= _LONGEST_NAME:
        return plain or "haslo"
    return plain[: _LONGEST_NAME + 1].rpartition("-")[0] or plain[:_LONGEST_NAME]


def _quoted(line: str) -> str:
    return json.dumps(line, ensure_ascii=False)
