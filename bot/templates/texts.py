"""Rendering of message templates: sandboxed, strict, buttons collected beside the words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from bot.domain.callbacks import encode
from bot.domain.outgoing import Button
from bot.templates import polish

HERE = Path(__file__).parent
REMINDERS = HERE / "reminders"
MAIL = HERE / "mail"
_MANY_NEWLINES = re.compile(r"\n{3,}")
_LONGEST = 64_000  # characters a template may ever give; Telegram's own limit is far below


@dataclass(frozen=True, slots=True)
class Message:
    """A rendered message: Telegram's HTML and what stands under it."""

    html: str
    keyboard: tuple[tuple[Button, ...], ...]
    reply_keyboard: tuple[tuple[Button, ...], ...] | None
    remove_keyboard: bool
    commands: tuple[tuple[str, str], ...] = ()
    subject: str | None = None  # of an e-mail


@dataclass(slots=True)
class _Keys:
    """Collects the buttons that a template calls for, while it is rendered."""

    rows: list[list[Button]] = field(default_factory=list)
    reply: list[list[Button]] = field(default_factory=list)
    remove: bool = False
    commands: list[tuple[str, str]] = field(default_factory=list)
    about: str | None = None
    _fresh: bool = True

    def row(self) -> str:
        """Start a new row of buttons."""
        self._fresh = True
        return ""

    def _put(self, button: Button) -> str:
        if self._fresh or not self.rows:
            self.rows.append([])
            self._fresh = False
        self.rows[-1].append(button)
        return ""

    def button(self, label: str, action: str, ident: int, rev: int | None = None) -> str:
        """Put a button that calls `action` on row `ident`."""
        return self._put(Button(str(label), action=encode(action, ident, rev)))

    def link(self, label: str, url: str) -> str:
        """Put a button that opens an address."""
        return self._put(Button(str(label), url=str(url)))

    def copy(self, label: str, text: str) -> str:
        """Put a button that copies a text."""
        return self._put(Button(str(label), copy=str(text)))

    def share_phone(self, label: str) -> str:
        """Put a key that shares the phone number with one tap."""
        self.reply.append([Button(str(label), contact=True)])
        return ""

    def key(self, label: str) -> str:
        """Put a plain key under the message field."""
        self.reply.append([Button(str(label))])
        return ""

    def command(self, name: str, description: str) -> str:
        """Put a command into the menu."""
        self.commands.append((str(name), str(description)))
        return ""

    def mail_subject(self, words: str) -> str:
        """Say what an e-mail is about."""
        self.about = str(words)
        return ""

    def no_keys(self) -> str:
        """Take the keys under the message field away."""
        self.remove = True
        return ""


_FENCE = "---\n"


def front_of(text: str) -> str:
    """Return what a file says between its first two fences; nothing when it has none."""
    if not text.startswith(_FENCE):
        return ""
    return text[len(_FENCE) :].partition("\n" + _FENCE)[0]


class _BelowTheFence(FileSystemLoader):
    """Gives the words of a file, in their own lines, without what stands above them."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return the words; what stands above them is for `front_of`."""
        text, name, fresh = super().get_source(environment, template)
        front = front_of(text)
        if front:
            above = 2 * len(_FENCE) + len(front) + 1
            text = "\n" * text.count("\n", 0, above) + text[above:]
        return text, name, fresh


def _loader(directory: Path, reminders: Path) -> BaseLoader:
    below = PrefixLoader({REMINDERS.name: _BelowTheFence(reminders)})
    by_mail = PrefixLoader({MAIL.name: FileSystemLoader(MAIL)})
    return ChoiceLoader([FileSystemLoader(directory), below, by_mail])


@cache  # it is never changed, and compiling templates takes time
def _environment(directory: Path, escape: bool, reminders: Path = REMINDERS) -> Environment:
    rules = ImmutableSandboxedEnvironment(
        loader=_loader(directory, reminders),
        autoescape=escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=-1,  # there are more than the 400 that are kept otherwise
    )
    rules.filters.update(
        day=polish.day,
        day_until=polish.day_until,
        until=polish.until,
        hour=polish.hour,
        moment=polish.moment,
        short_day=polish.short_day,
        short_date=polish.short_date,
        named_date=polish.named_date,
        month=polish.month,
        shorten=polish.shorten,
        clean=polish.name,
        one_line=polish.one_line,
        trusted=Markup,
    )
    rules.globals.update(plural=polish.plural)
    return rules


class Texts:
    """All messages of the house by name; reminders are "reminders/<kind>", e-mails "mail/<name>".

    An e-mail of the same name takes a message's place where there is no chat.
    """

    def __init__(self, directory: Path = HERE / "messages", reminders: Path = REMINDERS) -> None:
        self._directory, self._reminders = directory, reminders
        self._environment = _environment(directory, escape=True, reminders=reminders)
        self._plain = _environment(directory, escape=False, reminders=reminders)
        self._pages = _environment(HERE / "pages", escape=True)
        self._mails = frozenset(f"{MAIL.name}/{path.stem}" for path in MAIL.glob("*.j2"))

    def names(self) -> list[str]:
        """Return the names of all messages."""
        return sorted(
            name.removesuffix(".j2")
            for name in self._environment.list_templates()
            if not name.startswith("_")
        )

    def by_mail(self, name: str) -> str:
        """Return the name of what is written instead of a message where there is no chat."""
        instead = f"{MAIL.name}/{name}"
        return instead if instead in self._mails else name

    def render(self, name: str, params: Mapping[str, Any]) -> Message:
        """Render message `name` as HTML; an unknown name or a missing value is an error."""
        return self._render(self._environment, name, params)

    def plain(self, name: str, params: Mapping[str, Any]) -> Message:
        """Render message `name` as plain text: what goes before people's words, and toasts."""
        return self._render(self._plain, name, params)

    def page(self, name: str, params: Mapping[str, Any]) -> str:
        """Render a page of HTML that is sent as a file."""
        return self._pages.get_template(f"{name}.html").render(**params)

    def _render(self, rules: Environment, name: str, params: Mapping[str, Any]) -> Message:
        keys = _Keys()
        template = rules.get_template(f"{name}.j2")
        html = template.render(
            **params,
            row=keys.row,
            button=keys.button,
            link=keys.link,
            copy=keys.copy,
            share_phone=keys.share_phone,
            key=keys.key,
            no_keys=keys.no_keys,
            command=keys.command,
            mail_subject=keys.mail_subject,
        )
        if len(html) > _LONGEST:
            raise ValueError(f"message {name} is too long")
        return Message(
            html=_MANY_NEWLINES.sub("\n\n", html).strip(),
            keyboard=tuple(tuple(row) for row in keys.rows),
            reply_keyboard=tuple(tuple(row) for row in keys.reply) or None,
            remove_keyboard=keys.remove,
            commands=tuple(keys.commands),
            subject=keys.about,
        )

    def _path_of(self, name: str, directory: Path) -> Path:
        above = {REMINDERS.name: self._reminders, MAIL.name: MAIL}.get(Path(name).parent.name)
        return directory / name if above is None else above / Path(name).name

    def check(self) -> list[str]:
        """Compile every message; return what is wrong, one line a file."""
        wrong = []
        for rules, directory in (
            (self._environment, self._directory),
            (self._pages, HERE / "pages"),
        ):
            for name in rules.list_templates():
                try:
                    rules.get_template(name)
                except Exception as error:  # the kinds are Jinja's; all mean: this file is wrong
                    line = getattr(error, "lineno", 1) or 1
                    path = self._path_of(name, directory)
                    wrong.append(f"{path}:{line}: {error}")
        return wrong
