"""Brings the figures that are counted in rows, or known only to parts, up to date for a scrape.

Those of 28 days change slowly and are counted at most once a minute.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bot import observability as figures
from bot.clock import CheckedClock
from bot.operations.backups import last_proof
from bot.storage import inbox, records, service, tickets
from bot.storage.outbox import OutboxRow, Outcome

SLOW = timedelta(minutes=1)
REMEMBERED = 1000
_ACKNOWLEDGING = ("receipt", "automatic", "notice")


class Gauges:
    """The figures of one house; `refresh` runs in a reading transaction."""

    def __init__(self, clock: CheckedClock, backups: Path) -> None:
        self._clock, self._backups = clock, backups
        self._counted: datetime | None = None
        self._first_question = 0

    def refresh(self, conn: Connection) -> None:
        """Set all gauges that rows tell."""
        now = self._clock.now()
        self._quick(conn, now)
        if self._counted is None or not timedelta(0) <= now - self._counted < SLOW:
            self._counted = now
            self._slow(conn, now)

    def _quick(self, conn: Connection, now: datetime) -> None:
        oldest = inbox.oldest_open(conn)
        figures.INBOX_LAG.set((now - oldest).total_seconds() if oldest else 0)
        figures.INBOX_WAITING.set(inbox.waiting(conn))
        figures.QUARANTINE.set(inbox.in_quarantine(conn))
        _set(figures.OUTBOX, service.states(conn))
        _set(figures.OLDEST_OWED, service.oldest_due(conn, now))
        figures.UNCERTAIN.set(service.uncertain_answers(conn, now))
        figures.CLOCK_AHEAD.set(self._clock.ahead.total_seconds())
        figures.MEMBERSHIP_AGE.set(_since(conn, "own_place_checked", now))
        figures.SILENCE.set(_since(conn, "heard", now))

    def _slow(self, conn: Connection, now: datetime) -> None:
        _set(figures.TICKETS, tickets.count_by_state(conn))
        _set(figures.PROMISES, service.promised(conn, now).outcomes)
        since = now - service.WINDOW
        self._first_question = service.first_question(conn, since, self._first_question)
        _set(figures.QUESTIONS, service.questions(conn, self._first_question, now))
        proven = last_proof(self._backups)
        figures.PROVEN.set(0 if proven is None else proven.at.timestamp())


def _since(conn: Connection, fact: str, now: datetime) -> float:
    """Return how long ago a moment was that a fact remembers; 0 without one."""
    moment = records.get_fact(conn, fact)
    return max(0.0, (now - datetime.fromisoformat(moment)).total_seconds()) if moment else 0.0


def _set(gauge: Any, counts: Any) -> None:
    gauge.clear()
    for name, count in counts.items():
        gauge.labels(str(name)).set(count)


class Acknowledgements:
    """Measures how soon somebody who wrote is told anything, once for each update."""

    def __init__(self) -> None:
        self._done: dict[int, None] = {}

    def note(self, conn: Connection, row: OutboxRow, outcome: Outcome, now: datetime) -> None:
        """Take note of a delivery; what answers nobody's update is passed over."""
        cause = row.key.rpartition(":")[2]
        if outcome.state != "sent" or row.kind not in _ACKNOWLEDGING or not cause[1:].isdigit():
            return
        update_id = int(cause[1:])
        known = service.stored(conn, update_id) if cause[0] == "u" else None
        if known is None or known[1] != row.lane or update_id in self._done:
            return
        self._done[update_id] = None
        if len(self._done) > REMEMBERED:
            del self._done[next(iter(self._done))]
        figures.ACKNOWLEDGED.observe(max(0.0, (now - known[0]).total_seconds()))
