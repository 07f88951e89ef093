"""What people approved inside Telegram, laid over the files: whole entries, and ways of asking.

An amendment holds for the very thing it was put over: a file that changed underneath leaves it
out, with the reason, and nobody wins silently. What is laid over is text of files, so everything
that reads files reads it alike, and `export` writes the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Literal

from bot.knowledge.models import Entry
from bot.knowledge.text import asked

#: Texts by the names of their files, from the directory down.
Over = Mapping[str, str]
NOTHING: Over = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Amendment:
    """A whole entry, or one more way of asking for one; `base` marks what it was put over.

    The base of an entry is its file, "" where there was none; of a way of asking, the answer.
    """

    ident: int
    kind: Literal["entry", "wording"]
    name: str
    topic: str
    text: str
    base: str


#: Why an amendment does not fit, by name; any other reason is a complaint about its page.
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "file_changed": "plik hasła zmienił się po zatwierdzeniu",
        "no_entry": "hasła, do którego to prowadziło, już nie ma",
        "answer_changed": "odpowiedź zmieniła się w pliku po zatwierdzeniu",
        "list_unreadable": "lista w wordings/ nie stoi w kolejnych liniach",
        "not_together": "nie zgadza się z tym, co już stoi w plikach",
    }
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An amendment that is not in force, and why: one of `REASONS`, or a complaint."""

    amendment: Amendment
    why: str

    def __str__(self) -> str:
        return f"{self.amendment.name}: {REASONS.get(self.why, self.why)}"


@dataclass(frozen=True, slots=True)
class Overlay:
    """The files as they would be, whose work each of them is, and what could not be laid over."""

    files: Over
    makers: Mapping[str, tuple[Amendment, ...]]
    left_out: tuple[LeftOut, ...]


def mark_of_file(text: str) -> str:
    """Return the mark of a whole file."""
    return sha256(text.encode()).hexdigest()


def mark_of_answer(entry: Entry) -> str:
    """Return the mark of what an entry answers: a way of asking holds while that is the same."""
    return _mark_of_answer(entry.answer)


def text_of_file(path: Path) -> str | None:
    """Return the text of a file as marks are made of it; None when it cannot be read."""
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    return raw.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")


def _mark_of_answer(answer: str) -> str:
    return sha256(answer.strip().encode()).hexdigest()


def lay_over(directory: Path, amendments: Sequence[Amendment]) -> Overlay:
    """Return the files with the amendments in them; of an entry the newest counts.

    What stands in the files already, exported and put there, needs no laying over.
    """
    laying = _Laying(directory)
    newest = {one.name: one for one in amendments if one.kind == "entry"}
    for one in newest.values():
        laying.put_entry(one)
    for one in amendments:
        if one.kind == "wording":
            laying.put_wording(one)
    makers = {name: tuple(found) for name, found in laying.makers.items()}
    return Overlay(laying.over, makers, tuple(laying.left_out))


class _Laying:
    """Files on their way to being changed."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.over: dict[str, str] = {}
        self.makers: dict[str, list[Amendment]] = {}
        self.left_out: list[LeftOut] = []

    def put_entry(self, one: Amendment) -> None:
        name = self._file_of(one.name) or f"faq/{one.topic}/{one.name}.md"
        there = self._text(name)
        if there is not None and there.strip() == one.text.strip():
            return
        if ("" if there is None else mark_of_file(there)) != one.base:
            self.left_out.append(LeftOut(one, "file_changed"))
            return
        self._put(name, one.text, one)

    def put_wording(self, one: Amendment) -> None:
        page = self._file_of(one.name)
        text = self._text(page) if page is not None else None
        if page is None or text is None:
            self.left_out.append(LeftOut(one, "no_entry"))
            return
        name = f"wordings/{page.split('/')[1]}.yaml"
        ways = self._text(name) or ""
        if asked(one.text) in {*_ways(_fields(text)), *_ways(_list_of(ways, one.name))}:
            return
        if _mark_of_answer(_answer(text)) != one.base:
            self.left_out.append(LeftOut(one, "answer_changed"))
            return
        changed = with_wording(ways, one.name, one.text)
        if changed is None:
            self.left_out.append(LeftOut(one, "list_unreadable"))
        else:
            self._put(name, changed, one)

    def _put(self, name: str, text: str, maker: Amendment) -> None:
        self.over[name] = text
        self.makers.setdefault(name, []).append(maker)

    def _file_of(self, entry: str) -> str | None:
        """Return the name of the file of an entry, in whatever topic it lies now."""
        laid = [name for name in self.over if PurePosixPath(name).match(f"faq/*/{entry}.md")]
        there = sorted((self._directory / "faq").glob(f"*/{entry}.md"))
        files = [path.relative_to(self._directory).as_posix() for path in there if path.is_file()]
        return next(iter(laid + files), None)

    def _text(self, name: str) -> str | None:
        if name in self.over:
            return self.over[name]
        return text_of_file(self._directory / name)


def with_wording(text: str, entry: str, wording: str) -> str | None:
    """Return a file of ways of asking with one more for an entry; None when it cannot be added."""
    line = f"- {json.dumps(wording, ensure_ascii=False)}"
    lines = text.split("\n")
    starts = next((n for n, one in enumerate(lines) if _is_key(one, entry)), None)
    if starts is None:
        before = text if text.endswith("\n") or not text else f"{text}\n"
        return f"{before}{entry}:\n  {line}\n"
    rest = lines[starts].partition(":")[2].strip()
    items = list(_items(lines, starts))
    if (rest and not rest.startswith("#")) or not items:
        return None
    last = lines[items[-1]]
    indent = last[: len(last) - len(last.lstrip())]
    lines.insert(_end(lines, items[-1]), f"{indent}{line}")
    return "\n".join(lines)


def _is_key(line: str, entry: str) -> bool:
    return line.partition(":")[0].strip("\"'") == entry and ":" in line


def _items(lines: Sequence[str], starts: int) -> Iterable[int]:
    """Yield the numbers of the lines that begin the items of the list below a key."""
    for number, line in enumerate(lines[starts + 1 :], starts + 1):
        if line.strip() and line[0] not in " -#":
            return
        if line.lstrip().startswith("- "):
            yield number


def _end(lines: Sequence[str], item: int) -> int:
    """Return the number of the line after an item, which may go on over several lines."""
    indent = len(lines[item]) - len(lines[item].lstrip())
    end = item + 1
    while end < len(lines) and lines[end].strip() and _indent(lines[end]) > indent:
        end += 1
    return end


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _list_of(text: str, entry: str) -> list[str]:
    lines = text.split("\n")
    starts = next((n for n, one in enumerate(lines) if _is_key(one, entry)), None)
    return [] if starts is None else [lines[n] for n in _items(lines, starts)]


def _fields(text: str) -> list[str]:
    return text.split("\n---", 1)[0].split("\n")


def _answer(text: str) -> str:
    """Return what stands below the fields of an entry."""
    lines = text.split("\n")
    ends = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), len(lines))
    return "\n".join(lines[ends + 1 :])


def _ways(lines: Iterable[str]) -> set[str]:
    """Return what lines ask, whatever signs stand around the words."""
    return {asked(line.removeprefix("question:")) for line in lines}
