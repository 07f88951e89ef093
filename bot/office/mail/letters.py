"""An e-mail that came, as the channel has read it: plain values, cut to size."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.mailing import Sign


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that was attached, within limits."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken, and why: kind, size, count, locked, bomb, broken."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Read:
    """What an e-mail says.

    `machine` is why it counts as automatic, if it does; `returned` are the signs of our own
    e-mails that it reports as not delivered; `cut` is what it quotes, and its signature.
    """

    sender: str | None
    name: str
    subject: str
    text: str
    cut: str = ""
    files: tuple[Attached, ...] = ()
    refused: tuple[Refused, ...] = ()
    message_id: str | None = None
    signs: tuple[Sign, ...] = ()
    number: int | None = None
    machine: str | None = None
    returned: tuple[Sign, ...] = ()
    probe: str | None = None

    @property
    def words(self) -> str:
        """Return subject and text as one message; a subject that only answers says nothing."""
        if (
            self.number is not None
            or self.signs
            or self.subject.casefold() in self.text.casefold()
        ):
            return self.text
        return f"{self.subject}\n\n{self.text}".strip()
