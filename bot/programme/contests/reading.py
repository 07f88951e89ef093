"""The public questions and answers of a contest: for everybody, during the call and after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from bot.domain.warsaw import local
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme.contests import cards, known
from bot.programme.contests.known import Known
from bot.storage import contest_questions
from bot.storage.contest_questions import ContestQuestion

PAGE = 3000  # characters of words on one page; one answer with its question has fewer


def show(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe the list ([Pytania i odpowiedzi]), or another page of it in its place."""
    given = cards.pressed(conn, press)
    if given is None:
        return cards.STALE
    person, found = given
    values = _view(conn, desk, found, press.rev or 0)
    if press.rev is None:
        owing.tell(conn, desk, person, "contest_answers", values)
    else:
        chat, message = press.chat_id, press.message_id
        owing.replace_text(conn, desk, chat, message, "contest_answers", values)
    return Toast("")


def _view(conn: Connection, desk: Desk, found: Known, wanted: int) -> dict[str, Any]:
    pages = in_pages(contest_questions.public(conn, found.row.id))
    page = min(wanted, max(len(pages) - 1, 0))
    asking = found.sheet.asking
    return {
        "number": found.number,
        "title": found.sheet.title,
        "items": [item(one) for one in pages[page]] if pages else [],
        "page": page,
        "pages": len(pages),
        "open": found.is_open and found.sheet.takes_questions(desk.now),
        "asking": known.ends(asking) if asking is not None else None,
        "ahead": asking is not None and desk.now < asking.starts,
    }


def item(one: ContestQuestion) -> dict[str, Any]:
    """Return what is shown of a public answer."""
    published = one.published_at
    return {
        "number": one.number,
        "question": one.question,
        "answer": one.answer,
        "day": f"{local(published):%Y-%m-%d}" if published is not None else "",
    }


def in_pages(found: Sequence[ContestQuestion]) -> list[list[ContestQuestion]]:
    """Return public answers in pages that fit into a message, the newest first."""
    pages: list[list[ContestQuestion]] = []
    room = 0
    for one in reversed(found):
        size = len(one.question) + len(one.answer)
        if not pages or size > room:
            pages.append([])
            room = PAGE
        pages[-1].append(one)
        room -= size
    return pages
