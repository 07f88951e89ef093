"""Logs and figures: ids, kinds and durations; never a leader's words, never the token.

A log line holds only fields that stand in `FIELDS`; any other one is dropped, so that a careless
call cannot print what somebody wrote. The token is cut out of every line of every library.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

FIELDS = frozenset(
    {
        "event", "level", "timestamp", "logger",
        "update_id", "ticket", "outbox_id", "chat_kind", "kind", "operation", "state", "reason",
        "error", "attempts", "seconds", "count", "mode", "address", "version", "name", "url",
        "entries", "complaint", "bot", "link", "signal", "path", "question", "zone", "topic",
        "confidence",
    }
)  # fmt: skip
_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{20,100}|/bot\d{1,20}:[^/\s\"']+")
QUIET = (
    "aiohttp", "httpx", "httpcore", "telegram", "apscheduler", "aiosqlite", "alembic", "asyncio",
    "uvicorn",
)  # fmt: skip
#: Libraries that put updates, answers, rows or errors into their messages: only the first line of
#: the pattern of theirs is kept.
_TALKATIVE = (
    "telegram", "aiohttp", "aiosmtplib", "httpx", "httpcore", "aiosqlite", "sqlalchemy", "asyncpg",
    "asyncio",
)  # fmt: skip

REGISTRY = CollectorRegistry()
DECISIONS = Counter("dzialaj_decisions", "Questions by zone", ["zone"], registry=REGISTRY)
SENT = Counter("dzialaj_sends", "Send attempts by outcome", ["kind", "state"], registry=REGISTRY)
HANDLING = Histogram(
    "dzialaj_update_seconds", "From claiming an update to its commit", registry=REGISTRY
)
INBOX_WAITING = Gauge("dzialaj_inbox_waiting", "Updates not yet dealt with", registry=REGISTRY)
INBOX_LAG = Gauge("dzialaj_inbox_lag_seconds", "Age of the oldest such update", registry=REGISTRY)
QUARANTINE = Gauge("dzialaj_quarantine", "Updates that failed for good", registry=REGISTRY)
OUTBOX = Gauge("dzialaj_outbox", "Messages owed, by state", ["state"], registry=REGISTRY)
TICKETS = Gauge("dzialaj_tickets", "Tickets by state", ["state"], registry=REGISTRY)
ACKNOWLEDGED = Histogram(
    "dzialaj_acknowledgement_seconds",
    "From storing an update to delivering the first message to its sender",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800),
    registry=REGISTRY,
)
DELIVERIES = Counter(
    "dzialaj_deliveries", "Messages that reached an end", ["kind", "state"], registry=REGISTRY
)
OLDEST_OWED = Gauge(
    "dzialaj_outbox_oldest_seconds",
    "Age of the oldest message that is due, by priority",
    ["priority"],
    registry=REGISTRY,
)
UNCERTAIN = Gauge(
    "dzialaj_answers_uncertain", "Advisors' answers that may not have arrived", registry=REGISTRY
)
RATE_LIMITED = Counter("dzialaj_rate_limited", "Calls answered with 429", registry=REGISTRY)
LOOP_LAG = Histogram(
    "dzialaj_loop_lag_seconds",
    "By how much the event loop was late",
    buckets=(0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 5, 30),
    registry=REGISTRY,
)
LONGEST_LAG = Gauge(
    "dzialaj_loop_lag_longest_seconds", "The longest such delay of a minute", registry=REGISTRY
)
MEMBERSHIP_AGE = Gauge(
    "dzialaj_membership_age_seconds",
    "Since the bot's place in the advisors' group was last looked at",
    registry=REGISTRY,
)
SILENCE = Gauge(
    "dzialaj_telegram_silence_seconds", "Since Telegram was last heard", registry=REGISTRY
)
CLOCK_AHEAD = Gauge(
    "dzialaj_clock_ahead_seconds", "By how much the clock is wrong", registry=REGISTRY
)
DATABASE_TROUBLES = Counter(
    "dzialaj_database_troubles", "Transactions that the database could not do", registry=REGISTRY
)
PROMISES = Gauge(
    "dzialaj_promises", "Promises due in 28 days, by outcome", ["outcome"], registry=REGISTRY
)
QUESTIONS = Gauge(
    "dzialaj_questions", "Questions of 28 days, by outcome", ["outcome"], registry=REGISTRY
)
PROVEN = Gauge(
    "dzialaj_backup_proven_timestamp_seconds",
    "When a copy was last proven by restoring it",
    registry=REGISTRY,
)


def redact(text: str) -> str:
    """Return a text with anything that looks like a token cut out."""
    return _TOKEN.sub("[token]", text)


class Redacting(logging.Filter):
    """Cuts tokens out of the records of any library."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record pass, cleaned."""
        if isinstance(record.msg, dict):
            return True  # ours; its values were cleaned one by one
        talkative = record.name.startswith(_TALKATIVE)
        said = str(record.msg).partition("\n")[0] if talkative else record.getMessage()
        record.msg, record.args = redact(said), ()
        if record.exc_info:
            kind = record.exc_info[0]
            record.msg = f"{record.msg} ({kind.__name__ if kind else 'error'})"
            record.exc_info, record.exc_text = None, None
        return True


def _allowed(
    _logger: Any, _method: str, fields: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    failure = sys.exc_info()[0] if fields.get("exc_info") else None
    if failure is not None:
        fields["error"] = failure.__name__  # its kind only: texts may hold people's words
    kept = {name: value for name, value in fields.items() if name in FIELDS or name[0] == "_"}
    return {
        name: redact(value) if isinstance(value, str) else value for name, value in kept.items()
    }


def set_up_logging(style: str = "auto") -> None:
    """Send structured logs to stderr: JSON, or words when a person is looking."""
    console = style == "console" or (style == "auto" and sys.stderr.isatty())
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _allowed,
    ]
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=False)
        if console
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(Redacting())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processor=renderer)
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
