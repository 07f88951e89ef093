"""Unique words, one in every place where a person's data can stand in the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import JSON, Connection, LargeBinary, String, Table, select

from bot.storage.data_map import MAP
from bot.storage.owned import TABLES
from bot.storage.rows import add, put

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BEFORE = NOW - timedelta(days=3)
CHAT, MAIL, TICKET = 77123456, 1, 9001
GROUP = -1001234567890
#: What the rows need besides the words: table by table, since they point to one another. Every
#: text in a column that the map calls personal or content becomes a word of its own.
ROWS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("mail_address", {"id": MAIL, "created_at": BEFORE}),
    ("person", {"telegram_id": CHAT, "mail_id": MAIL, "created_at": BEFORE, "commune": "Gąbin",
                "dialog": "phone", "dialog_until": NOW}),
    ("advisor", {"telegram_id": 5, "name": "Ewa", "specialities": []}),
    ("occasion", {"id": "w01", "kind": "workshop", "title": "Warsztat", "text": "", "mark": "",
                  "origin": "file", "starts_at": BEFORE, "ends_at": BEFORE, "taken": 2,
                  "changed_at": BEFORE, "created_at": BEFORE}),
    ("ticket", {"id": TICKET, "address": f"chat:{CHAT}", "topic": "legal", "state": "claimed",
                "advisor_id": 5, "opened_at": BEFORE, "deadline": None, "delivered": None}),
    ("question", {"chat_id": CHAT, "message_id": 10, "state": "ticket", "topic": "legal",
                  "ticket_id": TICKET, "asked_at": BEFORE, "id": 501}),
    ("post", {"ticket_id": TICKET, "side": "leader", "author_id": CHAT, "chat_id": CHAT,
              "message_id": 10, "at": BEFORE, "id": 601}),
    ("post", {"ticket_id": TICKET, "side": "advisor", "author_id": 5, "author": "Ewa",
              "chat_id": GROUP, "message_id": 901, "at": BEFORE, "id": 602}),
    ("post", {"ticket_id": TICKET, "side": "note", "author_id": 5, "author": "Ewa",
              "chat_id": GROUP, "message_id": 902, "at": BEFORE, "id": 603}),
    ("practice", {"id": 701, "state": "accepted", "done": [], "created_at": BEFORE,
                  "touched_at": BEFORE, "consent_at": BEFORE}),
    ("practice_part", {"practice_id": 701, "field": "story", "chat_id": CHAT, "message_id": 11,
                       "at": BEFORE}),
    ("content_revision", {"id": 801, "kind": "entry", "topic": "legal", "author_id": 5,
                          "author": "Ewa", "thread": "group/legal", "ticket_id": TICKET,
                          "created_at": BEFORE, "touched_at": BEFORE, "state": "offered"}),
    ("gap", {"week": "2026-11-23", "topic": "legal", "people": 4, "questions": [3, 501]}),
    ("team", {"occasion_id": "w01", "name": "Drużyna", "created_at": BEFORE}),
    ("registration", {"id": 301, "occasion_id": "w01", "state": "left", "created_at": BEFORE,
                      "channel": "telegram"}),
    ("occurrence", {"key": "r:301:1", "kind": "seat", "subject": "r:301", "moment": "",
                    "local": "2026-12-01T09:00", "zone": "Europe/Warsaw", "due_at": NOW,
                    "until": NOW, "made_at": BEFORE}),
    ("deadline", {"owner": "person:{person}", "source": "own:1", "day": "2027-01-01",
                  "days_before": [], "created_at": BEFORE, "hour": None, "later": None}),
    ("contest_question", {"contest": "c1", "ticket_id": TICKET, "state": "private",
                          "created_at": BEFORE}),
    ("contest_result", {"contest": "c1", "part": "quiz", "means": "ask", "at": BEFORE}),
    ("survey_answer", {"occasion_id": "w01", "part": "absent", "registration_id": 301,
                       "question": 1, "at": BEFORE}),
    ("follow", {"since": BEFORE}),
    ("consent", {"subject": "announcements", "given": True, "method": "settings", "at": BEFORE}),
    ("advice_card", {"year": 2026, "state": "dropped", "month": "2026-11", "advisor_id": 5,
                     "advisor": "Ewa", "topic": "legal", "form": "bot", "day": "2026-11-20",
                     "minutes": 30, "created_at": BEFORE}),
    ("draft", {"ticket_id": TICKET, "post_id": 602, "author_id": 5, "author": "Ewa",
               "created_at": BEFORE}),
    ("proxy_question", {"id": 981, "thread": "group/legal", "author_id": 5, "author": "Ewa",
                        "state": "opened", "ticket_id": TICKET, "created_at": BEFORE,
                        "chat_id": GROUP, "message_id": 905}),
    ("office_form", {"id": 951, "kind": "need", "about": "w01", "state": "sent", "heard": {},
                     "done": [], "created_at": BEFORE, "touched_at": BEFORE}),
    ("office_form_file", {"form_id": 951, "step": "photos", "chat_id": CHAT, "message_id": 14,
                          "media": "photo", "at": BEFORE}),
    ("booking", {"advisor_id": 5, "topic": "legal", "form": "phone", "state": "done",
                 "starts_at": BEFORE, "ends_at": NOW, "met_from": BEFORE, "met_until": NOW,
                 "created_at": BEFORE}),
    ("slot_wish", {"form": "office", "seen": [], "until": NOW, "created_at": BEFORE}),
    ("mail", {"id": 961, "uid": 1, "validity": 1, "whole": 1, "state": "done", "mail_id": MAIL,
 "ticket_id": TICKET, "came_at": BEFORE, "mark": "m"}),
    ("mail_file", {"incoming_id": 961, "ticket_id": TICKET, "size": 1, "made_at": BEFORE}),
    ("organisation", {"id": 971, "name": "KGW", "kind": "kgw", "commune": "", "traits": [],
 "created_at": BEFORE, "changed_at": BEFORE}),
    ("organisation_claim", {"organisation_id": 971, "state": "refused", "register": "",
 "since": None, "created_at": BEFORE}),
    ("membership", {"organisation_id": 971, "via": "founded", "since": None, "joined_at": BEFORE}),
    ("legal_hold", {"set_by": 5, "set_at": BEFORE, "released_at": BEFORE}),
    ("inbox", {"update_id": 1, "seq": 1, "chat": f"chat:{CHAT}", "state": "done",
               "received_at": BEFORE}),
    ("inbox", {"update_id": 2, "seq": 2, "chat": f"chat:{CHAT}", "state": "quarantine",
               "received_at": BEFORE}),
    ("outbox", {"id": 401, "key": f"answer:chat:{CHAT}", "kind": "answer", "operation": "send",
                "lane": f"chat:{CHAT}", "priority": 1, "to": f"chat:{CHAT}", "state": "sent",
                "created_at": BEFORE, "template": "answer", "coalesce": None}),
    ("outbox", {"id": 402, "key": "relay:1", "kind": "card", "operation": "send",
                "lane": "group", "priority": 2, "to": "group/legal", "state": "failed",
                "ticket_id": TICKET, "created_at": BEFORE, "coalesce": None}),
    ("outbox", {"id": 403, "key": f"made:chat:{CHAT}", "kind": "media", "operation": "made",
                "lane": f"chat:{CHAT}", "priority": 3, "to": f"chat:{CHAT}", "state": "pending",
                "created_at": BEFORE, "coalesce": None}),
    ("made_file", {"outbox_id": 403, "made_at": BEFORE}),
    ("receipt", {"chat_id": CHAT, "message_id": 12, "role": "answer", "at": BEFORE}),
    ("receipt", {"chat_id": GROUP, "message_id": 903, "role": "card", "ticket_id": TICKET,
                 "outbox_id": 402, "at": BEFORE}),
    ("fact", {"name": f"edit:{CHAT}:13"}),
    ("fact", {"name": "organising:{person}"}),
    ("fact", {"name": f"flood:{TICKET}"}),
)  # fmt: skip
#: Documents of the same person, which stay.
PAPERS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("registration", {"id": 302, "occasion_id": "w01", "state": "seated", "created_at": BEFORE,
                      "present_at": BEFORE, "needs": "", "phone": None, "email": None}),
    ("certificate", {"year": 2026, "number": 1, "registration_id": 302, "title": "Warsztat",
                     "day": "2026-11-20", "hours": 4, "issued_at": BEFORE}),
    ("advice_card", {"year": 2026, "number": 1, "state": "issued", "month": "2026-11",
                     "advisor_id": 5, "advisor": "Ewa", "topic": "legal", "form": "bot",
                     "day": "2026-11-20", "minutes": 45, "created_at": BEFORE,
                     "issued_at": BEFORE, "cancelled_why": "", "commune": "Gąbin"}),
)  # fmt: skip


class Planted:
    """Words by the place where each stands."""

    def __init__(self) -> None:
        self.person = 0
        self.words: dict[str, str] = {}
        self.papers: dict[str, str] = {}
        self._numbers = count(1)

    def word(self, place: str, among: dict[str, str]) -> str:
        """Return a new word for a place."""
        number = next(self._numbers)
        made = f"kanarek{number:03d}q"
        among[f"{place} ({number})"] = made
        return made


def plant(conn: Connection, *, rows: tuple[tuple[str, dict[str, Any]], ...] = ROWS) -> Planted:
    """Put a word into every place; return them."""
    planted = Planted()
    for name, given in rows:
        _row(conn, planted, name, given, planted.words)
    for name, given in PAPERS if rows is ROWS else ():
        _row(conn, planted, name, given, planted.papers)
    return planted


def _row(
    conn: Connection, planted: Planted, name: str, given: dict[str, Any], among: dict[str, str]
) -> None:
    table = TABLES[name]
    values = {key: _filled(planted, value) for key, value in given.items()}
    if "person_id" in table.c:
        values.setdefault("person_id", planted.person)
    for column in _worded(table, given):
        stays = MAP[name].columns[column].then == "until"  # of documents, the rest goes at once
        words = among if stays else planted.words
        values[column] = _value(table, column, planted.word(f"{name}.{column}", words))
    if "id" in table.c and name != "occasion":
        ident = add(conn, table, **values)
        planted.person = ident if name == "person" else planted.person
    else:
        put(conn, table, **values)


def _filled(planted: Planted, value: Any) -> Any:
    return value.replace("{person}", str(planted.person)) if isinstance(value, str) else value


def _worded(table: Table, given: dict[str, Any]) -> Iterator[str]:
    """Yield the columns that can hold somebody's words."""
    for name, line in MAP[table.name].columns.items():
        words = isinstance(table.c[name].type, String | JSON | LargeBinary)
        if words and line.what in ("personal", "content") and name not in given:
            yield name


def _value(table: Table, column: str, word: str) -> Any:
    kind = table.c[column].type
    if isinstance(kind, JSON):
        return {"said": word}
    if isinstance(kind, LargeBinary):
        return word.encode()
    return word[: kind.length] if isinstance(kind, String) and kind.length else word


def all_text(conn: Connection) -> str:
    """Return all that stands in all tables, as one text."""
    found = []
    for table in TABLES.values():
        for row in conn.execute(select(table)):
            found.append(repr(tuple(row)))
    return "\n".join(found)
