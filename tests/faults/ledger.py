"""What must hold after any storm: asked against stored, owed against received.

Looks at the database and at the chats as people see them, and knows nothing of how the bot
works inside. Each finding is one sentence; no findings means that all promises were kept.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.simulator.model import Chat, Message
from tests.faults import rows
from tests.faults.rows import Where

MOST_COPIES = 3
AGAIN = "(ponowione)"
_NUMBER = re.compile(r"#(\d+)")
_RECEIPT = re.compile(r"Sprawa #(\d+)\b")
_CARD = re.compile(r"(?:#[^\W\d]\w* )?#(\d+) \S+ (?:czeka|prowadzi|zamknięta|wycofana)")
_MARK = re.compile(r"strona (\d+)\b")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked: by whom, in which message, about which page."""

    leader: int
    message_id: int
    page: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A question as the database has it, and the ticket it led to."""

    leader: int
    message_id: int
    page: int
    ticket: int


@dataclass(frozen=True, slots=True)
class Books:
    """Everything that is compared."""

    asked: list[Asked]
    database: Where
    leaders: list[Chat]
    group: Chat
    answered: Sequence[int] = ()  # pages that an advisor has answered, in that order
    poisoned: frozenset[int] = frozenset()  # updates that nobody can parse
    strangers: frozenset[int] = frozenset()  # leaders whose words are not looked at here


#: Of four topics; no entry answers any of them.
_PAPERS = ("nasz wniosek", "nasz statut", "naszą fakturę", "nasze zaświadczenie dla wolontariusza")


def question(page: int) -> str:
    """Word a question that carries its leader's mark."""
    return f"Proszę sprawdzić {_PAPERS[page % len(_PAPERS)]}, strona {page}"


def advice(page: int) -> str:
    """Word an advisor's answer to it."""
    return f"Wszystko w porządku, strona {page} też"


def page_of(text: str) -> int | None:
    """Return which page a text speaks of."""
    found = _MARK.search(text)
    return int(found[1]) if found else None


def card_number(message: Message) -> int | None:
    """Return whose card a message of the group is."""
    found = _CARD.match(message.text)
    return int(found[1]) if found else None


def findings(books: Books) -> list[str]:
    """Return everything that is not as it was promised."""
    kept = _kept(books.database)
    own = [one for one in kept if one.leader not in books.strangers]
    return [
        *rows.unsound(books.database),
        *_ended(books.database),
        *_dealt_with(books.database, books.poisoned),
        *_lost_or_doubled(books, kept),
        *_wrong_chat(books, own),
        *_copies(books, own),
        *_order(books, own),
    ]


def copies(books: Books) -> dict[str, int]:
    """Count what came more often than once: receipts, cards, answers."""
    receipts = sum((_receipts(chat) for chat in books.leaders), Counter())
    answers = sum((_answers(chat) for chat in books.leaders), Counter())
    counted = {"receipts": receipts, "cards": _cards(books.group), "answers": answers}
    return {name: sum(n - 1 for n in counter.values()) for name, counter in counted.items()}


def known_cards(database: Where, among: Collection[int]) -> set[int]:
    """Return which of these messages of the group the bot knows to be cards, or copies of some."""
    asked = ", ".join("?" * len(among))
    query = (
        "SELECT message_id FROM receipt"
        f" WHERE role IN ('card', 'copy') AND message_id IN ({asked})"
    )
    return {message_id for (message_id,) in rows.ask(database, query, list(among))}


def unfinished(database: Where) -> int:
    """Return how much the bot still has to deal with or to send."""
    [(count,)] = rows.ask(
        database,
        "SELECT (SELECT count(*) FROM inbox WHERE state = 'new')"
        " + (SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending'))",
    )
    return int(count)


def in_flight(database: Where) -> int:
    """Return how many calls the bot had begun when it died, as far as it has stored that."""
    if not rows.there(database, "outbox"):
        return 0
    [(count,)] = rows.ask(database, "SELECT count(*) FROM outbox WHERE state = 'sending'")
    return int(count)


def doubts(database: Where) -> tuple[int, int]:
    """Return how many messages may have arrived when the bot died, and how many stayed so.

    The first were repeated; the others had no try left.
    """
    [(repeated, uncertain)] = rows.ask(
        database,
        "SELECT count(*) FILTER (WHERE doubtful), count(*) FILTER (WHERE state = 'uncertain')"
        " FROM outbox",
    )
    return int(repeated), int(uncertain)


# What the database says


def _kept(database: Where) -> list[Kept]:
    """Return each stored leader's words, whether they opened a ticket or joined one."""
    found = rows.ask(
        database,
        "SELECT chat_id, message_id, text, ticket_id FROM question"
        " UNION ALL"
        " SELECT chat_id, message_id, text, ticket_id FROM post WHERE side = 'leader'"
        " AND NOT EXISTS (SELECT 1 FROM question q"
        "  WHERE q.chat_id = post.chat_id AND q.message_id = post.message_id)",
    )
    return [
        Kept(chat, message, page_of(text) or 0, ticket or 0)
        for chat, message, text, ticket in found
    ]


def _ended(database: Where) -> Iterator[str]:
    """What was owed has been sent, or is certain never to be."""
    states = rows.ask(
        database,
        "SELECT state, kind, reason, count(*) FROM outbox"
        " WHERE state NOT IN ('sent', 'cancelled', 'uncertain')"
        " AND NOT (state = 'pending' AND operation = 'leave')"  # another group, in ten minutes
        " GROUP BY state, kind, reason",
    )
    for state, kind, reason, count in states:
        yield f"{count} {kind} still or for good in {state!r} ({reason})"


def _dealt_with(database: Where, poisoned: frozenset[int]) -> Iterator[str]:
    """What cannot be parsed is set apart, and everything else is done."""
    query = "SELECT update_id, state, error FROM inbox WHERE state <> 'done'"
    for update, state, error in rows.ask(database, query):
        if state == "new" or update not in poisoned:
            yield f"update {update} was not dealt with ({error})"


def _lost_or_doubled(books: Books, kept: list[Kept]) -> Iterator[str]:
    own = [one for one in kept if one.leader not in books.strangers]
    stored = Counter((one.leader, one.message_id, one.page) for one in own)
    expected = {(one.leader, one.message_id, one.page) for one in books.asked}
    for one in sorted(expected - set(stored)):
        yield f"question {one} was lost"
    for one in sorted(set(stored) - expected):
        yield f"nobody asked {one}"
    for one, count in stored.items():
        if count > 1:
            yield f"question {one} is stored {count} times"
    twice = rows.ask(
        books.database,
        "SELECT chat_id, message_id, count(*) FROM post WHERE side = 'leader'"
        " GROUP BY chat_id, message_id HAVING count(*) > 1",
    )
    for chat, message, count in twice:
        yield f"message {message} of leader {chat} is stored {count} times"
    opened = Counter(one for (one,) in rows.ask(books.database, "SELECT question_id FROM ticket"))
    for ident, count in opened.items():
        if count > 1:
            yield f"question row {ident} has {count} tickets"
    tickets = {one for (one,) in rows.ask(books.database, "SELECT id FROM ticket")}
    for ticket in sorted(tickets - {one.ticket for one in kept}):
        yield f"ticket #{ticket} belongs to no question"
    for one in own:
        if one.ticket not in tickets:
            yield f"page {one.page} has no ticket"


# What people see


def _from_bot(chat: Chat) -> list[Message]:
    return [one for one in chat.messages.values() if one.from_bot and not one.deleted]


def _numbered(pattern: re.Pattern[str], chat: Chat) -> Counter[int]:
    found = (pattern.match(message.text) for message in _from_bot(chat))
    return Counter(int(one[1]) for one in found if one)


def _receipts(chat: Chat) -> Counter[int]:
    return _numbered(_RECEIPT, chat)


def _cards(chat: Chat) -> Counter[int]:
    return _numbered(_CARD, chat)


def _answers(chat: Chat) -> Counter[int]:
    pages = (page_of(message.text) for message in _from_bot(chat))
    return Counter(page for page in pages if page is not None)


def _by_leader(kept: list[Kept]) -> defaultdict[int, list[Kept]]:
    found: defaultdict[int, list[Kept]] = defaultdict(list)
    for one in sorted(kept, key=lambda one: one.message_id):
        found[one.leader].append(one)
    return found


def _wrong_chat(books: Books, kept: list[Kept]) -> Iterator[str]:
    by_leader = _by_leader(kept)
    for chat in books.leaders:
        own = by_leader[chat.id]
        pages, numbers = {one.page for one in own}, {one.ticket for one in own}
        for message in _from_bot(chat):
            page = page_of(message.text)
            if page is not None and page not in pages:
                yield f"leader {chat.id} got page {page} of somebody else"
            for number in map(int, _NUMBER.findall(message.text)):
                if number not in numbers:
                    yield f"leader {chat.id} got ticket #{number} of somebody else"
    pages_of = {one.ticket: one.page for one in kept}
    for message in _from_bot(books.group):
        number = card_number(message)
        if number is not None and pages_of.get(number) != page_of(message.text):
            yield f"the card of #{number} speaks of page {page_of(message.text)}"


def _copies(books: Books, kept: list[Kept]) -> Iterator[str]:
    cards, chats = _cards(books.group), {chat.id: chat for chat in books.leaders}
    doubted = _doubted_answers(books.database)
    for one in kept:
        chat = chats[one.leader]
        counts = {"receipt": _receipts(chat)[one.ticket], "card": cards[one.ticket]}
        if one.page in books.answered:
            counts["answer"] = _answers(chat)[one.page]
        for what, count in counts.items():
            if what == "answer" and count == 0 and doubted[one.leader]:
                doubted[one.leader] -= 1  # the advisor has been told that it may not have arrived
            elif not 1 <= count <= MOST_COPIES:
                yield f"#{one.ticket} (page {one.page}) has {count} times its {what}"
        yield from _unmarked(chat, one.page)


def _doubted_answers(database: Where) -> Counter[int]:
    """Return how many answers to each leader have no try left, and no certain end."""
    lanes = rows.ask(
        database, "SELECT lane FROM outbox WHERE state = 'uncertain' AND kind = 'answer'"
    )
    return Counter(int(lane.removeprefix("chat:")) for (lane,) in lanes)


def _unmarked(chat: Chat, page: int) -> Iterator[str]:
    """A repeated answer says so; the first one to arrive may be a repeat too."""
    found = [message for message in _from_bot(chat) if page_of(message.text) == page]
    for message in found[1:]:
        if AGAIN not in message.text:
            yield f"a further answer about page {page} does not say that it is a repeat"


def _order(books: Books, kept: list[Kept]) -> Iterator[str]:
    by_leader = _by_leader(kept)
    for chat in books.leaders:
        own = by_leader[chat.id]
        numbers = list(dict.fromkeys(one.ticket for one in own))
        if numbers != sorted(numbers):
            yield f"the tickets of leader {chat.id} are not in the order of asking: {numbers}"
        told = list(_receipts(chat))  # in the order of their first message
        if told != [number for number in numbers if number in told]:
            yield f"leader {chat.id} got receipts in another order: {told}, asked {numbers}"
        heard = list(_answers(chat))
        if heard != [page for page in books.answered if page in heard]:
            yield f"leader {chat.id} got answers in another order: {heard}"
