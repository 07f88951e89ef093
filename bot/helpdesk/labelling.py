"""Labelled questions out of real use: what training and measuring take, with nobody in them.

The words are the leaders', so they go into the file that was asked for and nowhere else: never
into a log. Names, places and numbers are hidden; what the rules for hiding miss is still there,
which is why the file stays with whoever may read the database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection

from bot.domain.hiding import mask
from bot.domain.labels import TALK, Asked, Handed, Truth, truths
from bot.domain.warsaw import local
from bot.helpdesk.answering import OFFERED, WORTH_OFFERING
from bot.helpdesk.proposal_words import vocabulary
from bot.knowledge.base import KnowledgeBase
from bot.storage import labels
from bot.storage.labels import Told

#: Links by which an advisor answers with an entry: to the bot, or to its page of the website.
_LINK = re.compile(r"(?:[?&]start=a_|/pytania/)([a-z0-9][a-z0-9_-]{0,61})")


def lines(conn: Connection, base: KnowledgeBase) -> list[dict[str, Any]]:
    """Return the labelled questions as `evaluate` and training read them; equal ones once."""
    told = [one for one in labels.told(conn) if one.kind not in TALK]
    known = truths(asked(base, one) for one in told)
    staff = labels.advisors(conn)
    written: dict[str, dict[str, Any]] = {}
    for one in told:
        if (truth := known.get(one.id)) is not None:
            line = _line(base, one, truth, staff)
            written[f"{line}"] = line
    return list(written.values())


def _line(base: KnowledgeBase, told: Told, truth: Truth, staff: list[str]) -> dict[str, Any]:
    right = list(truth.expect) if truth.expect is not None else None
    return {
        "text": masked(base, told, staff),
        "topic": base.entries[right[0]].topic if right else truth.topic,
        "expect": right,
        "not": list(truth.wrong),
        "kind": truth.kind,
        "source": truth.source,
    }


def masked(base: KnowledgeBase, told: Told, staff: Iterable[str] = ()) -> str:
    """Return a question's words without its asker, the advisors, and places."""
    own = [place for place in (told.commune, told.organisation, *told.acts_for) if place]
    places = [*base.programme.municipalities, *own]
    common = vocabulary(base).common
    return mask(told.text, names=[told.name, *staff], places=places, common=common)


def asked(base: KnowledgeBase, told: Told) -> Asked:
    """Return what became of a question, as its truth is told from; entries that are gone go."""
    first = told.candidates[0]["entry"] if told.zone == "answer" and told.candidates else None
    return Asked(
        id=told.id,
        kind=told.kind or "question",
        state=told.state,
        feedback=told.feedback,
        entry=_there(base, told.entry),
        first=_there(base, first),
        offered=_offered(base, told),
        previous=told.previous_id,
        handed=_handed(base, told) if told.handed else None,
    )


def _there(base: KnowledgeBase, entry: str | None) -> str | None:
    return entry if entry in base.entries else None


def _offered(base: KnowledgeBase, told: Told) -> tuple[str, ...]:
    """Return what was offered to choose from: as `answering.suggestions` does, on that day."""
    day = local(told.asked_at).date()
    return tuple(
        one["entry"]
        for one in told.candidates
        if one["entry"] in base.entries
        and one["entry"] != told.entry
        and one["confidence"] >= WORTH_OFFERING
        and base.entries[one["entry"]].is_valid_on(day)
    )[:OFFERED]


def _handed(base: KnowledgeBase, told: Told) -> Handed:
    assert told.handed is not None
    ticket = told.handed
    return Handed(
        topic=ticket.topic,
        passed=bool(ticket.passed - {told.topic}) and ticket.topic in ticket.passed,
        answered=bool(ticket.answers),
        closed=ticket.state == "closed",
        chosen=tuple(dict.fromkeys(_chosen(base, told))),
        confirms=ticket.confirms is not None,
    )


def _chosen(base: KnowledgeBase, told: Told) -> Iterator[str]:
    """Yield the entries that were made of a ticket, or to which an advisor's answers lead."""
    assert told.handed is not None
    yield from (entry for entry in told.handed.entries if entry in base.entries)
    for answer in told.handed.answers:
        urls = [str(one.get("url", "")) for one in answer.entities or ()]
        for found in _LINK.finditer(" ".join((answer.text, *urls))):
            if found[1] in base.entries:
                yield found[1]
