"""A proposal in its author's hands: put right by replying, made a new way of asking, sent.

Only its author may change a draft. Sending does not show it to anybody yet: it is tried first
(`proposal_work`), and what breaks the rules comes back with the reason.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection

from bot.domain.masking import has_covers, without_covers
from bot.domain.personal_numbers import mask
from bot.helpdesk import owing, proposal_cards, proposal_words
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.models import LONGEST_ANSWER
from bot.knowledge.text import asked
from bot.knowledge.values import LONGEST_LINE
from bot.storage import proposals, receipts, records, tickets
from bot.storage.proposals import CUT, Proposal
from bot.storage.rows import Receipt

STALE = Toast("stale")
#: Roles of the messages that ask for one field, and the longest that it may be.
ASKING = {
    "ask_question": ("question", LONGEST_LINE),
    "ask_answer": ("answer", LONGEST_ANSWER),
    "ask_source": ("source", LONGEST_LINE),
}
FIELDS = {
    "draft_question": "ask_question",
    "draft_answer": "ask_answer",
    "draft_source": "ask_source",
}
TOPIC = "draft_topic_"
WAYS = {"draft_way_a": 0, "draft_way_b": 1, "draft_way_c": 2}


def _own(conn: Connection, press: Press) -> Proposal | Toast:
    """Return the draft that was pressed, if it is the presser's own."""
    found = proposals.find(conn, press.ident)
    known = receipts.find(conn, press.chat_id, press.message_id)
    shown = known is not None and known.role == proposal_cards.DRAFT
    if found is None or known is None or not shown or known.content_id != found.id:
        return STALE
    if found.author_id != press.presser_id:
        return Toast("not_yours")
    return found if found.state == "draft" else STALE


def _changed(conn: Connection, desk: Desk, found: Proposal, **values: Any) -> bool:
    """Change a draft; what was said of its former words is said no more."""
    cut = (found.bench or {}).get(CUT) and "answer" not in values
    done = proposals.edit(conn, found, desk.now, bench={CUT: True} if cut else None, **values)
    if done:
        proposal_cards.show_draft(conn, desk, proposals.get(conn, found.id))
    return done


def as_wording(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Make the question a new way of asking for an entry that is there."""
    found = _own(conn, press)
    if isinstance(found, Toast):
        return found
    near, place = found.similar or [], WAYS[press.action]
    entry = desk.base.entries.get(near[place]["entry"]) if place < len(near) else None
    if entry is None:
        return STALE
    values = {"kind": "wording", "name": entry.id, "topic": str(entry.topic)}
    return Toast("") if _changed(conn, desk, found, **values) else STALE


def as_entry(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Make it an entry of its own after all."""
    found = _own(conn, press)
    if isinstance(found, Toast):
        return found
    if found.kind == "entry":
        return STALE
    return Toast("") if _changed(conn, desk, found, kind="entry", name=None) else STALE


def as_edit(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Make the answer another answer for the entry that was chosen."""
    found = _own(conn, press)
    if isinstance(found, Toast):
        return found
    if found.kind != "wording" or found.name not in desk.base.entries:
        return STALE
    return Toast("") if _changed(conn, desk, found, kind="edit") else STALE


def choose_topic(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show the topics on the draft of an entry, or go back."""
    found = _own(conn, press)
    if isinstance(found, Toast):
        return found
    if found.kind != "entry":
        return STALE
    menu = "topics" if press.action == "draft_topics" else None
    proposal_cards.show_draft(conn, desk, found, menu=menu)
    return Toast("")


def to_topic(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Put an entry into another topic; one that is there keeps its own."""
    found, chosen = _own(conn, press), press.action.removeprefix(TOPIC)
    if isinstance(found, Toast):
        return found
    if found.kind != "entry" or chosen not in desk.topics:
        return STALE
    return Toast("saved") if _changed(conn, desk, found, topic=chosen) else STALE


def ask_words(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for the words of one field, to be given by replying."""
    found = _own(conn, press)
    if isinstance(found, Toast):
        return found
    role = FIELDS[press.action]
    what, most = ASKING[role]
    owing.send_to(
        conn,
        desk,
        found.thread,
        "proposal_ask",
        {"what": what, "most": most, "_content": found.id},
        role=role,
        reply_to=press.message_id,
        key=f"proposal-ask:{found.id}:{found.rev}:{what}",
    )
    return Toast("")


def answered(conn: Connection, desk: Desk, said: Incoming, known: Receipt) -> None:
    """Take a reply to a draft, to a question about one of its fields, or to a card.

    What is said under other news of a proposal is talk among advisors.
    """
    if known.role not in (*ASKING, proposal_cards.DRAFT, proposal_cards.CARD):
        return
    found = proposals.get(conn, known.content_id or 0)
    field, most = ASKING.get(known.role, ("answer", LONGEST_ANSWER))
    why = _refusal(said, known, found, most)
    if why is None:
        values: dict[str, Any] = {field: mask(said.text.strip())}
        if field == "question":
            values["similar"] = None
        why = None if _changed(conn, desk, found, **values) else "sent"
    if why is None:
        owing.react(conn, desk, said.chat_id, said.message_id, "👌")
        return
    to = owing.COORDINATION if known.role == proposal_cards.CARD else found.thread
    params = {"what": why, "most": most}
    role = "hint"
    if why in ("words", "long"):  # what comes under the hint is another try
        role, params["_content"] = known.role if known.role in ASKING else "ask_answer", found.id
    owing.send_to(conn, desk, to, "proposal_hint", params, role=role, reply_to=said.message_id)


def edited(conn: Connection, desk: Desk, said: Incoming) -> None:
    """Take the edit of a reply that gave one of the fields; other edits change nothing."""
    if said.reply_to is None:
        return
    known = receipts.find(conn, said.chat_id, said.reply_to)
    if known is not None and known.role in ASKING and known.content_id is not None:
        answered(conn, desk, said, known)


def _refusal(said: Incoming, known: Receipt, found: Proposal, most: int) -> str | None:
    """Return why a reply changes nothing, or None when it does."""
    if known.role == proposal_cards.CARD:
        return "card"
    if said.sender_id != found.author_id:
        return "author"
    if found.state != "draft":
        return "sent"
    if known.role == proposal_cards.DRAFT and (found.answer or found.kind == "wording"):
        return "how"
    if said.media or not said.text.strip():
        return "words"
    return "long" if len(said.text.strip()) > most else None


def drop(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Give a draft up; its ticket may be proposed again."""
    found = _own(conn, press)
    if isinstance(found, Toast):
        return found
    decided = {"decided_by": press.presser_id, "decider": press.name, "decided_at": desk.now}
    ended = {"state": "stopped", "text": None, "touched_at": desk.now}
    if not proposals.move(conn, found.id, was=("draft",), **ended, **decided):
        return STALE
    _note(conn, desk, press, found, "proposal_dropped")
    proposal_cards.refresh(conn, desk, found.id)
    refresh_ticket(conn, desk, found)
    return Toast("saved")


def send(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Send a draft to be decided about; it is tried before anybody sees it."""
    found = _own(conn, press)
    if isinstance(found, Toast):
        return found
    question = asked(without_covers(found.question))
    if not question or (found.kind != "wording" and not found.answer):
        return Toast("not_whole")
    if found.kind != "wording" and has_covers(found.answer):
        return Toast("covers_left", alert=True)
    offer = proposal_words.offer(conn, desk, found)
    if offer is None:
        gone = found.name not in desk.base.entries
        return Toast("entry_gone" if gone else "entry_changes", alert=True)
    values = {**asdict(offer), "bench": None, "offered_at": desk.now}
    if not proposals.edit(conn, found, desk.now, state="offered", **values):
        return STALE
    _note(conn, desk, press, found, "proposal_sent")
    proposal_cards.show_draft(conn, desk, proposals.get(conn, found.id))
    return Toast("trying")


def _note(conn: Connection, desk: Desk, press: Press, found: Proposal, action: str) -> None:
    who = f"advisor:{press.presser_id}"
    records.note(conn, desk.now, who, action, found.ticket_id, content=found.id, kind=found.kind)


def refresh_ticket(conn: Connection, desk: Desk, found: Proposal) -> None:
    """Bring the card of the ticket up to date, which offers a proposal when there is none."""
    if found.ticket_id is not None:
        owing.refresh_card(conn, desk, tickets.get(conn, found.ticket_id))
