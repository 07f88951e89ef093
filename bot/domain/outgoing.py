"""What a channel is told to do, and what it answers: plain values, no channel's own words.

A `Command` is complete: the channel adds nothing and looks nothing up. It goes to JSON and back,
so that the first attempt's rendering can be frozen for repeats.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal, Self


@dataclass(frozen=True, slots=True)
class Button:
    """One button: exactly one of callback data, address, text to copy, or "share my phone"."""

    text: str
    action: str | None = None
    url: str | None = None
    copy: str | None = None
    contact: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A file of ours: its text, or where it lies; or, once it is known, what Telegram calls it.

    `mark` stands for the content, whatever the file is called.
    """

    name: str
    mark: str
    content: str | None = None
    path: str | None = None
    file_id: str | None = None
    data: str | None = None  # content that is no text, in base64


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail, complete but for files that Telegram keeps.

    `automatic` says that nobody wrote it: then nobody's machine answers it. `words` are what may
    be written back, each with the button it stands for.
    """

    ident: int  # of the message that is owed
    to: str
    subject: str
    text: str
    html: str
    message_id: str
    reply_to: str
    sender: str  # where it comes back to when it cannot be delivered
    automatic: bool
    answers: str | None = None  # the Message-ID of what it answers
    files: tuple[File, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Command:
    """One call that a channel makes for us.

    `html` (our own templates) and `text` + `entities` (people's words) exclude each other.
    `keyboard` None leaves buttons out; an empty one takes them away in an edit.
    """

    operation: str
    chat_id: int
    thread_id: int | None = None
    html: str | None = None
    text: str | None = None
    entities: Sequence[Mapping[str, Any]] | None = None
    keyboard: tuple[tuple[Button, ...], ...] | None = None
    reply_keyboard: tuple[tuple[Button, ...], ...] | None = None
    remove_keyboard: bool = False
    reply_to: int | None = None
    message_id: int | None = None
    from_chat_id: int | None = None
    message_ids: tuple[int, ...] = ()
    emoji: str | None = None
    name: str | None = None
    commands: tuple[tuple[str, str], ...] = ()
    scope: Mapping[str, Any] | None = None
    quiet: bool = False
    file: File | None = None
    point: tuple[float, float] | None = None  # latitude and longitude of a place
    letter: Letter | None = None  # by e-mail; it is made anew each time, never stored
    protect: bool = False  # it cannot be forwarded or saved
    bare: bool = False  # an album without its captions

    def to_json(self) -> dict[str, Any]:
        """Return only what is set, as JSON values."""
        values = {name: getattr(self, name) for name in _NAMES if name != "letter"}
        for name in ("keyboard", "reply_keyboard"):
            if values[name] is not None:
                values[name] = [[asdict(button) for button in row] for row in values[name]]
        if self.file is not None:
            values["file"] = asdict(self.file)
        return {
            name: value
            for name, value in values.items()
            if name in _ALWAYS or value not in (None, (), False)
            if value is not None
        }

    def digest(self) -> str:
        """Return a short mark of what a reader sees: words, entities and buttons."""
        shown = [self.html, self.text, self.entities, self.to_json().get("keyboard") or []]
        return sha256(json.dumps(shown, default=str).encode()).hexdigest()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Build the command again from `to_json`'s values."""
        known = {one.name for one in fields(cls)}
        values = {name: value for name, value in data.items() if name in known}
        for name in ("keyboard", "reply_keyboard"):
            if values.get(name) is not None:
                values[name] = tuple(tuple(Button(**b) for b in row) for row in values[name])
        for name in ("message_ids", "point"):
            if values.get(name) is not None:
                values[name] = tuple(values[name])
        if values.get("file") is not None:
            values["file"] = File(**values["file"])
        if "commands" in values:
            values["commands"] = tuple((a, b) for a, b in values["commands"])
        return cls(**values)


_NAMES = tuple(one.name for one in fields(Command))
_ALWAYS = ("operation", "chat_id", "keyboard")


@dataclass(frozen=True, slots=True)
class Target:
    """Where something goes: chat, thread, and whether topics are threads there."""

    chat_id: int
    thread_id: int | None = None
    forum: bool = True
    made_at: datetime | None = None  # the thread
    email: str | None = None  # where there is no chat


@dataclass(frozen=True, slots=True)
class Result:
    """What the channel knows after the call; `uncertain` when nobody can know."""

    status: Literal["sent", "retry", "refused", "uncertain"]
    message_ids: tuple[int, ...] = ()
    thread_id: int | None = None
    retry_after: float | None = None
    reason: str | None = None
    migrated_to: int | None = None
    file_id: str | None = None  # of a file that was sent: it may be sent again by it
