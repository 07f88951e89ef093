"""What people agreed to is a list of their words; the newest of a subject counts."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from bot.domain.announcements import EVERYTHING
from bot.storage import consents, people
from bot.storage.database import Database
from bot.storage.programme_tables import consent

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


async def test_the_newest_word_on_a_subject_counts_and_all_are_kept(database: Database) -> None:
    def story(conn):
        anna, ewa = (people.meet(conn, ident, "A", NOW).id for ident in (1, 2))
        found = [consents.wants(conn, anna, "news")]
        for person in (anna, ewa):
            consents.note(conn, person, EVERYTHING, True, "settings", NOW)
        found.append(consents.wants(conn, anna, "news"))
        consents.note(conn, anna, "news", False, "button", NOW)
        found += [consents.wants(conn, anna, "news"), consents.wants(conn, anna, "contests")]
        muted = consents.muted(conn, "news"), consents.muted_of(conn, anna)
        consents.note(conn, anna, "news", True, "button", NOW)
        found.append(consents.wants(conn, anna, "news"))
        kept = list(conn.execute(select(consent.c.subject, consent.c.given, consent.c.method)))
        return found, muted, ({anna}, ["news"]), [tuple(row) for row in kept]

    found, muted, expected, kept = await database.write(story)
    assert found == [False, True, False, True, True]
    assert muted == expected
    assert kept == [
        (EVERYTHING, True, "settings"),
        (EVERYTHING, True, "settings"),
        ("news", False, "button"),
        ("news", True, "button"),
    ]


async def test_who_agrees_to_all_anew_has_every_subject_back(database: Database) -> None:
    def story(conn):
        anna = people.meet(conn, 1, "A", NOW).id
        consents.note(conn, anna, EVERYTHING, True, "settings", NOW)
        consents.note(conn, anna, "workshops", False, "button", NOW)
        consents.note(conn, anna, EVERYTHING, False, "settings", NOW)
        off = consents.wants(conn, anna, "news")
        consents.note(conn, anna, EVERYTHING, True, "settings", NOW)
        return off, consents.muted_of(conn, anna), consents.wants(conn, anna, "workshops")

    assert await database.write(story) == (False, [], True)
