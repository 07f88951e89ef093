"""What a kind of form consists of: its steps, and what decides about the whole of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.storage import forms
from bot.storage.forms import Form
from bot.storage.rows import Person

Said = Mapping[str, Any]
Choices = Callable[[Connection, Desk, Form], Sequence[str]]
SUMMARY = "summary"  # what follows the last step
KEPT_FOR = timedelta(days=7)  # for so long a form waits for the next words
LETTERS = "abcdefgh"  # of buttons with a choice


def _always(_said: Said) -> bool:
    return True


def _nothing(_conn: Connection, _desk: Desk, _form: Form, _what: str) -> None:
    """Let nothing follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that is asked; `when` tells whether it is asked at all, by what was said before.

    `ends`: choices with which the form cannot go on, and which note says so. `consent`: choices
    by which something is agreed to; each answer is written down with its moment and how.
    """

    name: str
    takes: Literal["text", "choice", "number", "link", "files"]
    longest: int = 0  # characters of a text
    least: int = 0  # of a number, or of files
    most: int = 0
    optional: bool = False
    when: Callable[[Said], bool] = _always
    choices: Choices | tuple[str, ...] = ()
    ends: Mapping[str, str] = field(default_factory=dict)
    consent: frozenset[str] = frozenset()
    fits: Callable[[Connection, Desk, str], str | None] | None = None  # a text as it is kept
    reopens: tuple[str, ...] = ()  # steps that have to be gone through again after this one

    def offered(self, conn: Connection, desk: Desk, form: Form) -> Sequence[str]:
        """Return what may be chosen."""
        return self.choices(conn, desk, form) if callable(self.choices) else self.choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of form; its templates begin with `words`, its buttons with `prefix`."""

    name: Literal["report", "submission", "need"]
    prefix: str
    words: str
    steps: tuple[Step, ...]
    #: Why nothing may be written into a form now: the name of a note; None while it may.
    closed: Callable[[Connection, Desk, Form], str | None]
    #: What all of its messages show of what it is about.
    about: Callable[[Connection, Desk, Form], Mapping[str, Any]]
    #: What its card shows besides.
    more: Callable[[Connection, Desk, Form], Mapping[str, Any]] = lambda conn, desk, form: {}
    #: What follows once it has come into a state.
    follows: Callable[[Connection, Desk, Form, str], None] = _nothing
    #: What follows when a choice ended it.
    ended: Callable[[Connection, Desk, Form, str], None] = _nothing
    numbered: bool = False
    takes_back: tuple[str, ...] = ("sent", "accepted")  # states in which it may be withdrawn
    most: int = 5  # open ones of one person

    @property
    def dialog(self) -> str:
        """Return the name by which a person's row says that such a form is being filled."""
        return f"form_{self.prefix}"

    def step(self, name: str) -> Step | None:
        """Return the step of this name."""
        return next((one for one in self.steps if one.name == name), None)

    def asked(self, said: Said) -> list[Step]:
        """Return the steps that are gone through, by what was said so far."""
        return [one for one in self.steps if one.when(said)]


def next_step(kind: Kind, form: Form) -> Step | None:
    """Return what is asked for next; None when the form is whole."""
    return next((one for one in kind.asked(form.said) if one.name not in form.done), None)


def current(
    conn: Connection, desk: Desk, person: Person, kind: Kind
) -> tuple[Form, Step | None] | None:
    """Return the form that a person is filling, and at which step; None when they fill none."""
    over = person.dialog_until is None or person.dialog_until <= desk.now
    data = person.dialog_data or {}
    if person.dialog != kind.dialog or over:
        return None
    form = forms.find(conn, data["form"], kind.name)
    if form is None or not form.editable or form.person_id != person.id:
        return None
    anew = kind.step(data["anew"]) if data.get("anew") else None
    return form, anew or next_step(kind, form)
