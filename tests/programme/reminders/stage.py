"""A stage for reminders: kinds of its own, subjects in a dictionary, time as a test says.

The engine and the storage are real; the sender is a loop over the outbox that writes down what
each person reads, and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bot.domain.outgoing import Command
from bot.domain.warsaw import local, utc
from bot.helpdesk.desk import Desk
from bot.programme import missing, reckoning, reminding
from bot.programme.kinds import kinds
from bot.programme.reminding import View
from bot.storage import occurrences, people, sending
from bot.storage.occurrences import Occurrence
from bot.storage.outbox import OutboxRow, Outcome, Skip
from bot.templates import Texts
from tests.programme.desk import SAMPLE
from tests.programme.desk import desk as desk_over

KINDS = {
    "meet_7d": "of: meet\nbefore: 7 days",
    "meet_2d": "of: meet\nbefore: 2 days\nuseless: 4 hours",
    "meet_2h": "of: meet\nbefore: 2 hours",
    "term": "of: term\nbefore: sheet\ndigest: terms\nmissed: term_over",
    "term_over": "of: term\nbefore: missed\nlasts: 14 days\ndigest: terms",
}
DIGEST = "Razem:{% for item in items %} {{ item.kind }} {{ item.title }};{% endfor %}"


def at(shown: str) -> datetime:
    """Return the moment at which Warsaw's clocks show "2027-03-13 09:30"."""
    moment = datetime.fromisoformat(shown)
    return utc(moment.date(), moment.time())


def write_kinds(directory: Path, given: Mapping[str, str] = KINDS) -> Path:
    """Write files of reminder kinds and return where they are."""
    folder = directory / "reminders"
    folder.mkdir(exist_ok=True)
    for name, fields in given.items():
        text = f"---\n{fields}\n---\n{name} {{{{ title }}}} {{{{ when }}}}\n"
        (folder / f"{name}.j2").write_text(text, encoding="utf-8")
    return folder


@dataclass
class Stage:
    """What a test moves: the moment, and what there is to be reminded of."""

    folder: Path
    desk: Desk
    subjects: dict[str, datetime] = field(default_factory=dict)
    read: list[tuple[str, int, str]] = field(default_factory=list)  # when, whom, what

    def set(self, shown: str) -> None:
        """Let it be a moment of Warsaw's."""
        self.desk = replace(self.desk, now=at(shown), cause=shown)

    @property
    def kinds(self) -> Any:
        return kinds(self.folder)

    @property
    def texts(self) -> Texts:
        return Texts(self.folder.parent / "messages", self.folder)

    @property
    def views(self) -> Mapping[str, View]:
        return {"meet": self._show, "term": self._show}

    def _show(self, conn: Connection, desk: Desk, one: Occurrence) -> Mapping[str, Any] | None:
        moment = self.subjects.get(one.subject)
        when = None if moment is None else f"{local(moment):%Y-%m-%d %H:%M}"
        return None if moment is None else {"title": one.subject, "when": when}

    def plan(
        self,
        conn: Connection,
        of: str,
        subject: str,
        shown: str,
        person: int = 1,
        days: Iterable[int] = (),
    ) -> None:
        """Let a subject be at a moment, and plan its reminders for one person."""
        self.subjects[subject] = at(shown)
        reminding.plan(
            conn, self.desk, of, subject, person, at(shown), days=days, only_from=self.kinds
        )

    def sweep(self, conn: Connection, shown: str | None = None) -> None:
        """Let a sweep pass, now or at another moment."""
        if shown is not None:
            self.set(shown)
        while reckoning.follow_rules(conn, self.desk, self.kinds):
            pass
        while reminding.remind(conn, self.desk, self.kinds):
            pass

    def send(self, conn: Connection, shown: str | None = None) -> None:
        """Let all messages go that may go now, and write down what is read."""
        if shown is not None:
            self.set(shown)
        now = self.desk.now
        while rows := sending.next_due(conn, now, (), 500):
            for row in rows:
                self._send(conn, row, now)

    def _send(self, conn: Connection, row: OutboxRow, now: datetime) -> None:
        if row.valid_until is not None and row.valid_until <= now:
            sending.finish(conn, row.id, Outcome("expired"), now)
            missing.never_left(conn, self.desk, row, self.kinds)
            return
        made = reminding.prepare(
            conn, self.desk, self.texts, row, int(row.to[5:]), self.views, self.kinds
        )
        if isinstance(made, Command):
            self.read.append((f"{local(now):%Y-%m-%d %H:%M}", made.chat_id, made.html or ""))
            sending.finish(conn, row.id, Outcome("sent"), now)
        elif isinstance(made, Skip):
            sending.finish(conn, row.id, Outcome(made.state, made.reason), now)
        else:
            sending.postpone(conn, row.id, made.until)

    def pass_through(self, conn: Connection, *moments: str) -> None:
        """Sweep and send at each of these moments."""
        for shown in moments:
            self.sweep(conn, shown)
            self.send(conn)

    def texts_read(self) -> list[str]:
        """Return what was read, in order."""
        return [text for _, _, text in self.read]


def new_stage(directory: Path, now: str = "2027-03-01 12:00") -> Stage:
    """Return a stage with the kinds of this file."""
    messages = directory / "messages"
    messages.mkdir(exist_ok=True)
    (messages / "terms_digest.j2").write_text(DIGEST, encoding="utf-8")
    return Stage(write_kinds(directory), desk_over(SAMPLE, at(now)))


def meet(conn: Connection, count: int = 1) -> None:
    """Let so many people be known: person n writes from chat n."""
    for number in range(1, count + 1):
        found = people.meet(conn, number, f"Osoba {number}", datetime(2026, 1, 1, tzinfo=UTC))
        assert found.id == number


def states(conn: Connection, subject: str) -> dict[str, str]:
    """Return the states of a subject's reminders by kind and lead."""
    every = ("waiting", "owed", "expired", "merged", "cancelled")
    found = occurrences.of_subject(conn, subject, every)
    return {f"{one.kind}:{one.lead}": one.state for one in found}
