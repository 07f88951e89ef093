"""What is shown of a proposal: to its author while it is written, to all when it is decided."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bot.domain.masking import has_covers, without_covers
from bot.domain.warsaw import local
from bot.helpdesk import proposal_words
from bot.helpdesk.desk import Desk, topic_view
from bot.knowledge.amendments import REASONS
from bot.knowledge.entry_pages import OWN_WORD, valid_until
from bot.knowledge.markdown import plain_text
from bot.knowledge.models import LONGEST_ANSWER
from bot.knowledge.reviews import renewed_until
from bot.storage.proposals import CUT, Proposal

LONG_ANSWER = 1200  # characters of an answer that a card shows
MOST_SHOWN = 5  # ways of asking that would go elsewhere


def view(desk: Desk, found: Proposal) -> dict[str, Any]:
    """Return all that the templates `proposal` and `proposal_card` show."""
    bench = found.bench or {}
    written = proposal_words.written(found)
    offered = found.state != "draft"
    since = local(found.offered_at).date() if offered and found.offered_at else desk.today
    return {
        "content": found.id,
        "rev": found.rev,
        "state": found.state,
        "ended": found.ended,
        "way": found.kind == "wording",
        "number": found.ticket_id,
        "topic": topic_view(desk.topic(found.topic)),
        "topics": [topic_view(topic) for topic in desk.topics.values()],
        "edit": found.kind == "edit",
        "target": _called(desk, found.name) if found.kind != "entry" else None,
        "before": _answer_now(desk, found),
        "name": found.name or "",
        "question": without_covers(found.question) if offered else found.question,
        "also": list(written.also_asked),
        "answer": found.answer,
        "long": len(found.answer) > LONG_ANSWER,
        "source": found.source or None,
        "own_word": OWN_WORD,
        "until": _until(desk, found, since).isoformat(),
        "cut": LONGEST_ANSWER if bench.get(CUT) else None,
        "covers": has_covers(found.question + found.answer),
        "telling": proposal_words.telling(desk, found),
        "similar": _similar(desk, found),
        "looked": found.similar is not None,
        "complaints": [_complaint(one) for one in bench.get("complaints", ())],
        "tried": found.bench is not None and not bench.get("failed", False),
        "failed": bool(bench.get("failed", False)),
        "files_wrong": bool(bench.get("files_wrong", False)),
        "asked": bench.get("asked", 0),
        "near": [_called(desk, name) for name in bench.get("near", ())][:3],
        "shared": _called(desk, bench["shared"]) if bench.get("shared") else None,
        "moved": [_moved(desk, one) for one in bench.get("moved", ())[:MOST_SHOWN]],
        "moved_count": len(bench.get("moved", ())),
        "unsure": len(bench.get("unsure", ())),
        "author": found.author,
        "decider": found.decider or "",
        "decided": _iso(found.decided_at),
        "alone": found.alone,
        "publish": _iso(found.publish_at),
    }


def _until(desk: Desk, found: Proposal, since: date) -> date:
    entry = desk.base.entries.get(found.name or "") if found.kind == "edit" else None
    if entry is not None:
        return renewed_until(entry, since)
    return valid_until(proposal_words.written(found), since)


def _answer_now(desk: Desk, found: Proposal) -> str | None:
    """Return the answer that would be replaced, while it is still there."""
    entry = desk.base.entries.get(found.name or "") if found.kind == "edit" else None
    shown = entry is not None and found.state in ("draft", "offered")
    return plain_text(entry.answer) if entry is not None and shown else None


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def called(desk: Desk, found: Proposal) -> str:
    """Return what a proposal is called: its question, or that of the entry it changes."""
    return _called(desk, found.name) if found.kind == "edit" else without_covers(found.question)


def _called(desk: Desk, name: str | None) -> str:
    entry = desk.base.entries.get(name or "")
    return entry.question if entry else name or ""


def _similar(desk: Desk, found: Proposal) -> list[dict[str, Any]]:
    """Return the near entries that are still there, each with the letter of its button."""
    near = zip("abc", found.similar or (), strict=False)
    return [
        {
            "letter": letter,
            "question": desk.base.entries[one["entry"]].question,
            "percent": one["percent"],
        }
        for letter, one in near
        if one["entry"] in desk.base.entries
    ]


def _complaint(why: str) -> dict[str, str]:
    """Return a reason by its name, or the words of a complaint without file and line."""
    if why in REASONS:
        return {"reason": why, "words": ""}
    return {"reason": "words", "words": why.split(": ", 1)[-1]}


def _moved(desk: Desk, one: dict[str, Any]) -> dict[str, str]:
    return {"wording": one["wording"], "first": _called(desk, one["first"])}
