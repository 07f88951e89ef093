"""Which rows are likely to be one organisation, or one person: found by what is alike in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from sqlalchemy import Connection

from bot.domain.organisation_names import alike
from bot.domain.polish_words import fold
from bot.storage import organisations, twins
from bot.storage.twins import Known

#: The kind of a pair, its two numbers, and what is alike.
Likely = tuple[str, tuple[int, int], str]


def pairs(conn: Connection) -> Iterator[Likely]:
    """Yield what nobody has decided about yet: organisations first, then people."""
    yield from _undecided(conn, "organisation", _organisations(conn))
    yield from _undecided(conn, "person", people(twins.people_known(conn)))


def _undecided(
    conn: Connection, kind: str, found: Iterable[tuple[tuple[int, int], str]]
) -> Iterator[Likely]:
    over = twins.decided(conn, kind)
    for two, why in found:
        low, high = sorted(two)
        if (low, high) not in over:
            yield kind, (low, high), why


def _organisations(conn: Connection) -> Iterator[tuple[tuple[int, int], str]]:
    for one, other in combinations(organisations.named(conn), 2):
        elsewhere = one.commune and other.commune and fold(one.commune) != fold(other.commune)
        if not elsewhere and alike(one.name, other.name):
            yield (one.id, other.id), "name"


def people(known: Iterable[Known]) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield people with one phone, one address, or one name in organisations alike.

    Not two with a Telegram account, or two with an address, each: whoever has two of them may use
    both, and only they can say so.
    """
    found = list(known)
    seen: set[tuple[int, int]] = set()
    for why, groups in (
        ("phone", _by(found, "phones")),
        ("email", _by(found, "emails")),
        ("organisation", _by_name(found)),
    ):
        for group in groups:
            for one, other in combinations(group, 2):
                two = (one.person.id, other.person.id)
                if two in seen or not _may_be_one(one, other):
                    continue
                if why == "organisation" and not _together(one, other):
                    continue
                seen.add(two)
                yield two, why


def _by(found: list[Known], what: str) -> Iterator[list[Known]]:
    groups: defaultdict[str, list[Known]] = defaultdict(list)
    for one in found:
        for value in getattr(one, what):
            groups[value].append(one)
    return (group for _value, group in sorted(groups.items()) if len(group) > 1)


def _by_name(found: list[Known]) -> Iterator[list[Known]]:
    groups: defaultdict[str, list[Known]] = defaultdict(list)
    for one in found:
        groups[" ".join(sorted(fold(one.person.name).split()))].append(one)
    return (group for name, group in sorted(groups.items()) if name and len(group) > 1)


def _may_be_one(one: Known, other: Known) -> bool:
    both_telegram = one.person.telegram_id is not None and other.person.telegram_id is not None
    both_mail = one.person.mail_id is not None and other.person.mail_id is not None
    return not both_telegram and not both_mail


def _together(one: Known, other: Known) -> bool:
    """Tell whether two act, or once wrote that they act, for organisations with names alike."""
    return any(
        fold(name) == fold(another) or alike(name, another)
        for name in one.organisations
        for another in other.organisations
    )
