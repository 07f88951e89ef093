"""Words on their way into the knowledge: covered for the draft, and made into what is published.

What everybody may read already, the base itself, is the vocabulary: a word that stands there with
a capital letter is nobody's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from bot.domain.masking import Vocabulary, covered, without_address, without_covers
from bot.domain.polish_words import fold
from bot.helpdesk.desk import Desk
from bot.knowledge.amendments import Amendment, mark_of_answer, mark_of_file, text_of_file
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.entry_pages import Written, name_of, one_line, page, with_answer
from bot.knowledge.models import Entry
from bot.knowledge.reviews import renewed_until
from bot.storage import organisations, people, posts, proposals, staff, tickets
from bot.storage.proposals import Proposal
from bot.storage.rows import Ticket

_WORD = re.compile(r"[^\W\d_]+")
_INSIDE = re.compile(r"(?<=[\w,;] )[^\W\d_]+")
_known: dict[str, Vocabulary] = {}  # of the version in force, and no other


def vocabulary(base: KnowledgeBase) -> Vocabulary:
    """Return the words of the entries, kept until the base changes."""
    found = _known.get(base.version)
    if found is None:  # another thread may be here as well
        found = _read(base)
        _known.clear()
        _known[base.version] = found
    return found


def _read(base: KnowledgeBase) -> Vocabulary:
    texts = [text for one in base.entries.values() for text in (*one.wordings, one.answer)]
    texts += [source for one in base.entries.values() for source in one.sources]
    common = {fold(word) for text in texts for word in _WORD.findall(text) if word.islower()}
    inside = (word for text in texts for word in _INSIDE.findall(text))
    return Vocabulary(
        frozenset(common), frozenset(fold(one) for one in inside if one[0].isupper())
    )


def leaders_words(conn: Connection, ticket: Ticket) -> str:
    """Return what the leader wrote before the first answer, in their own words."""
    words = []
    for post in posts.of_ticket(conn, ticket.id):
        if post.side == "advisor" and post.state == "owed":
            break
        if post.side == "leader" and post.state != "withdrawn" and post.text:
            words.append(post.text)
    return "\n".join(words)


def covered_words(conn: Connection, desk: Desk, text: str, ticket_id: int | None) -> str:
    """Return words as others may read them."""
    names = [known.name for known in staff.members(conn)]
    places = list(desk.base.programme.municipalities)
    if ticket_id is not None:
        person = people.by_id(conn, tickets.get(conn, ticket_id).person_id)
        names += [person.name]
        theirs = [one.name for one in organisations.of_person(conn, person.id)]
        called = [_own_words(one, desk.base) for one in (person.organisation or "", *theirs)]
        places += [person.commune or "", *called]
    return without_address(covered(text, names, places, vocabulary(desk.base)))


def telling(desk: Desk, found: Proposal) -> bool:
    """Tell whether what an author wrote seems to lead to somebody: a guess, to be looked at."""
    places = list(desk.base.programme.municipalities)
    words = (found.question,) if found.kind == "wording" else (found.question, found.answer)
    return any(covered(one, (), places, vocabulary(desk.base)) != one for one in words)


def _own_words(organisation: str, base: KnowledgeBase) -> str:
    """Return what is an organisation's own in its name: not "Koło Gospodyń", but what follows."""
    common = vocabulary(base).common
    return " ".join(word for word in _WORD.findall(organisation) if fold(word) not in common)


def written(found: Proposal) -> Written:
    """Return what was written of an entry, with the leader's way of asking beside the question."""
    question = without_covers(found.question)
    ways = [way for way in _distinct((without_covers(found.asked),), question) if way]
    return Written(question, ways, found.answer, found.source)


def _distinct(ways: Iterable[str], question: str) -> list[str]:
    return [way for way in ways if fold(way) != fold(question)]


@dataclass(frozen=True, slots=True)
class Offer:
    """What would be published: for which entry, over what (its mark), and the text."""

    name: str
    base: str
    text: str


def offer(conn: Connection, desk: Desk, found: Proposal) -> Offer | None:
    """Return what a draft would publish now; None when the entry it is for has gone."""
    if found.kind == "entry":
        name = name_of(without_covers(found.question))
        free = name not in desk.base.entries and not proposals.name_taken(conn, name, found.id)
        return Offer(name if free else f"{name}-{found.id}", "", page(written(found), desk.today))
    entry = desk.base.entries.get(found.name or "")
    if entry is None:
        return None
    if found.kind == "wording":
        return Offer(entry.id, mark_of_answer(entry), one_line(without_covers(found.question)))
    return _edit(conn, desk, entry, found.answer)


def _edit(conn: Connection, desk: Desk, entry: Entry, answer: str) -> Offer | None:
    """Return the page that is in force, from a file or approved here, with another answer."""
    there = _file_of(desk, entry)
    texts = [*([there] if there is not None else []), *proposals.approved_texts(conn, entry.id)]
    now = {mark_of_file(text): text for text in texts}.get(entry.digest)
    if now is None:
        return None
    base = mark_of_file(there) if there is not None else ""
    until = renewed_until(entry, desk.today)
    return Offer(entry.id, base, with_answer(now, answer, desk.today, until))


def _file_of(desk: Desk, entry: Entry) -> str | None:
    path = (desk.directory or Path()) / "faq" / entry.topic / f"{entry.id}.md"
    return text_of_file(path)


def amendment(found: Proposal) -> Amendment:
    """Return what was offered as the knowledge takes it."""
    return Amendment(
        found.id,
        "wording" if found.kind == "wording" else "entry",
        found.name or "",
        found.topic,
        found.text or "",
        found.base,
    )
